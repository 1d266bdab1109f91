#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analysis/cli/console.hpp"
#include "analysis/cli/simulate.hpp"

namespace spindrift::cli {

/// The result of a run for programs. Times are seconds since the scenario's start, spans seconds;
/// what does not exist is null.
[[nodiscard]] nlohmann::ordered_json run_as_json(const scenario::Scenario& scenario,
                                                 const RunResult& result);

/// The result of a run for people; ends with a line end. `as_typed` is the scenario with its
/// options as a user types them after a command.
[[nodiscard]] std::string run_as_text(const scenario::Scenario& scenario, const RunResult& result,
                                      const std::string& as_typed, const Console& console);

}  // namespace spindrift::cli
