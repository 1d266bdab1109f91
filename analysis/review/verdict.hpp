#pragma once

#include <string>
#include <vector>

#include "analysis/review/comparison.hpp"

namespace spindrift::review {

/// What comes out of a comparison, in a sentence or two.
[[nodiscard]] std::string verdict_of(const Comparison& comparison);

/// What a reader must know besides: alternatives that change nothing, or that harm; replications
/// that did not suffice; what was held constant.
[[nodiscard]] std::vector<std::string> remarks_on(const Comparison& comparison);

/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

}  // namespace spindrift::review
