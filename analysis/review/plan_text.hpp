#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace spindrift::review {

/// What operators do in that scenario, a step a line, by time.
[[nodiscard]] std::vector<std::string> plan_in_words(const scenario::Scenario& scenario);

}  // namespace spindrift::review
