#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/explanation/explanation.hpp"

namespace spindrift::cli {

/// An explanation for programs: times in seconds, steps with the number of the event that says so.
[[nodiscard]] nlohmann::ordered_json explanation_as_json(const history::Topology& topology,
                                                         const analysis::Explanation& explanation);

}  // namespace spindrift::cli
