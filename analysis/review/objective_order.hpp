#pragma once

#include <vector>

#include "analysis/review/comparison.hpp"

namespace spindrift::review {

/// The alternatives by the comparison's objective: those that held every limit in every replication
/// first, by their goals in turn. A goal decides between two only where they can be told apart in
/// it. Those that broke a limit come last, the least bad first: by how many replications broke one.
/// REQUIRES: an objective.
[[nodiscard]] std::vector<ObjectiveStanding> order_by_objective(const Comparison& comparison);

}  // namespace spindrift::review
