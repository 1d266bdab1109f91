#pragma once

#include <string>
#include <vector>

#include "analysis/review/compare.hpp"

namespace spindrift::review {

/// Adds to a comparison which of `inputs` ("path=lowest..highest") moves the deciding metric of
/// each alternative most, and for each of `break_evens` where the first two alternatives after the
/// baseline (or the baseline and the only one) change places. The deciding metric is the first goal
/// of the objective if that is a single metric, else the first one looked at. Throws
/// `std::invalid_argument` for what cannot be read or does not make a scenario.
void add_trade_offs(Comparison& comparison, const CompareRequest& request,
                    const std::vector<std::string>& inputs,
                    const std::vector<std::string>& break_evens, const Laboratory& laboratory);

}  // namespace spindrift::review
