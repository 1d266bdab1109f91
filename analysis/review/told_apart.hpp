#pragma once

#include <vector>

#include "analysis/review/comparison.hpp"

namespace spindrift::review {

/// All alternatives ranked by a metric, with Holm's correction over all pairs.
[[nodiscard]] statistics::Ranking ranking_by(const Comparison& comparison,
                                             metrics::FleetMetric metric);

/// The means by alternative, where those that cannot be told apart from a better one have its mean:
/// from the best on, each alternative that is not claimed to be worse than the leader before it
/// counts as equal to that leader.
[[nodiscard]] std::vector<double> means_told_apart(const statistics::Ranking& ranking);

}  // namespace spindrift::review
