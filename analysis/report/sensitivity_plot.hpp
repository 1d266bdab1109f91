#pragma once

#include "analysis/report/markup.hpp"
#include "analysis/review/comparison.hpp"

namespace spindrift::report {

/// For each study a tornado: which input moves the metric most, one at a time and by its share of
/// the variance. Nothing where no input was asked about.
void draw_sensitivities(Markup& page, const review::Comparison& comparison);

}  // namespace spindrift::report
