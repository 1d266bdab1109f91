#pragma once

#include <vector>

#include "analysis/report/material.hpp"
#include "analysis/report/named_file.hpp"
#include "analysis/review/comparison.hpp"

namespace spindrift::report {

/// The plots of a report as Vega-Lite specifications with their data, a file each, for those who
/// want to change or embed them. Times are hours since the start.
[[nodiscard]] std::vector<NamedFile> vega_lite_specs(const Material& material);

/// The ranking by each metric, and the first two metrics of the Pareto front against each other.
[[nodiscard]] std::vector<NamedFile> vega_lite_specs(const review::Comparison& comparison);

}  // namespace spindrift::report
