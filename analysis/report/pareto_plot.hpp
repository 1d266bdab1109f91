#pragma once

#include "analysis/report/markup.hpp"
#include "analysis/review/comparison.hpp"

namespace spindrift::report {

/// The first two metrics of the Pareto front against each other: what one costs in the other.
void draw_pareto(Markup& page, const review::Comparison& comparison);

}  // namespace spindrift::report
