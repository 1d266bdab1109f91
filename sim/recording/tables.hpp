#pragma once

#include <string>
#include <vector>

#include "sim/kernel/time.hpp"
#include "sim/scenario/json_document.hpp"

namespace spindrift::recording {

using scenario::Json;

/// The files of a recording as they stand, one JSON object a line.
struct Tables {
  Json plan;
  std::vector<Json> processes;
  std::vector<Json> bundles;
  std::vector<Json> servers;
};

/// Reads them; adds a problem for each line that is no JSON object.
[[nodiscard]] Tables read_tables(const std::string& folder, scenario::Problems& problems);

/// Members of a row, with what stands for a missing one.
[[nodiscard]] std::string text_of(const Json& row, std::string_view name);
[[nodiscard]] double number_of(const Json& row, std::string_view name, double missing = 0);
/// A time in seconds, to the nanosecond.
[[nodiscard]] kernel::Time time_of(const Json& row, std::string_view name = "t");
[[nodiscard]] kernel::Duration seconds(double count);

}  // namespace spindrift::recording
