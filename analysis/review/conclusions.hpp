#pragma once

#include "analysis/review/comparison.hpp"

namespace spindrift::review {

/// Fills in everything of a comparison that follows from its replications: summaries, rankings,
/// the Pareto front, the order by the objective, the verdict and the remarks.
void draw_conclusions(Comparison& comparison);

/// The values of one metric of an alternative, by replication.
[[nodiscard]] std::vector<double> series_of(const Alternative& alternative,
                                            metrics::FleetMetric metric);

}  // namespace spindrift::review
