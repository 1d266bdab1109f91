#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/model/deployment.hpp"
#include "sim/scenario/expectation.hpp"
#include "sim/scenario/field_reader.hpp"
#include "sim/scenario/problem.hpp"

namespace spindrift::scenario {

/// What is laid over a scenario file before it is read.
struct Overrides {
  std::vector<std::string> strategies;  ///< paths of strategy files, applied in this order
  std::vector<std::string> sets;        ///< "path=value": "ca_ttl=12h", "clusters/0/servers=4"
  std::optional<std::uint64_t> seed;
};

/// A scenario, ready to run.
struct Scenario {
  std::string name;
  std::string description;
  std::string path;
  std::uint64_t seed = 1;
  /// The moment whose key counts and missing keys are reported; none: the end.
  std::optional<kernel::Duration> read_at;
  std::vector<std::string> strategies;  ///< names
  model::Deployment deployment;
  std::vector<Expectation> expectations;
  std::vector<Setting> settings;  ///< every value and where it comes from
};

/// A scenario, or everything that is wrong with it.
using Loaded = std::variant<Scenario, Problems>;

/// Reads a scenario file. Never throws for what stands in a file.
[[nodiscard]] Loaded load(const std::string& path, const Overrides& overrides = {});

/// Reads the text of a scenario; `path` names it in problems.
[[nodiscard]] Loaded load_text(std::string_view text, const std::string& path,
                               const Overrides& overrides = {});

/// The JSON Schema (2020-12) of scenario files.
[[nodiscard]] std::string schema();

/// A scenario or strategy file that can be named.
struct Listed {
  std::string name;  ///< "6083-production"
  std::string path;
  std::string description;
};

/// The scenario files below a folder, by path. Strategies and sweeps are left out.
[[nodiscard]] std::vector<Listed> list(const std::string& folder);
/// The strategy files below a folder.
[[nodiscard]] std::vector<Listed> list_strategies(const std::string& folder);

}  // namespace spindrift::scenario
