#pragma once

#include "analysis/report/markup.hpp"
#include "analysis/review/comparison.hpp"

namespace spindrift::report {

/// For each metric the alternatives from best to worst: means with their intervals.
void draw_intervals(Markup& page, const review::Comparison& comparison);

}  // namespace spindrift::report
