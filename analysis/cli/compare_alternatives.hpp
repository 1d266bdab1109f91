#pragma once

#include <string>
#include <vector>

#include "analysis/cli/scenario_files.hpp"
#include "analysis/review/compare.hpp"

namespace spindrift::cli {

/// The name of the alternative that lays nothing over the scenario.
inline constexpr const char* as_it_is = "as it is";

/// An alternative as it is typed: names or paths of strategies and values, joined by `+`:
/// `always-subscribed+hold-down`, `hold-down+behaviour.hold_down=2m`. Empty: the scenario as it is.
/// Throws `UsageError`.
[[nodiscard]] review::AlternativeRequest alternative_of(const std::string& typed,
                                                        const ScenarioFiles& files);

/// True when a value given for some alternative or for all says how long the runs are.
[[nodiscard]] bool says_until(const review::CompareRequest& request);

/// The metrics of a list `a,b`. Throws `UsageError` with the nearest name.
[[nodiscard]] std::vector<metrics::FleetMetric> metrics_of(const std::string& typed);

/// A line for each metric, for the help of commands.
[[nodiscard]] std::string metrics_help();

}  // namespace spindrift::cli
