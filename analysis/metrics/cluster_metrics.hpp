#pragma once

#include <string>
#include <vector>

#include "analysis/observation.hpp"
#include "sim/scenario/expectation.hpp"

namespace spindrift::metrics {

/// The value of a metric for a cluster, of all that was observed up to now; spans in seconds.
/// Infinite for what has not come about.
[[nodiscard]] double measure(scenario::Metric metric, history::ClusterId cluster,
                             const std::vector<history::ClusterId>& made_by,
                             const analysis::Observation& observed);

/// A value of that metric for people: `58`, `9h59m50s`, `never`.
[[nodiscard]] std::string value_text(scenario::Metric metric, double value);

}  // namespace spindrift::metrics
