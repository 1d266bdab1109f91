#pragma once

#include <cstddef>
#include <span>

#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::statistics {

/// How a steady-state series is cut into batches.
struct BatchPlan {
  /// Ten to thirty is the advice of B. Schmeiser, "Batch size effects in the analysis of simulation
  /// output", Operations Research 30 (1982): more batches narrow the interval hardly at all, and
  /// shorter ones depend on each other.
  std::size_t batch_count = 20;
  /// Values at the start that still remember how the series began; they are left out.
  std::size_t warm_up = 0;
};

struct BatchMeans {
  ConfidenceInterval interval{};
  /// Values in each batch. A remainder is dropped at the front, with the warm-up.
  std::size_t batch_size = 0;
  /// The correlation of neighbouring batch means, about 0 if the batches are long enough. Clearly
  /// positive (more than 2 / sqrt(batch_count)), it says that the interval is too narrow.
  double correlation_of_neighbours = 0.0;
};

/// The steady-state mean of one long series whose values depend on each other, by
/// non-overlapping batch means and Student's t.
///
/// Source: A. M. Law, "Simulation Modeling and Analysis", 5th ed., section 9.5.3.
/// REQUIRES: at least two batches of at least one value each after the warm-up, 0 < level < 1.
[[nodiscard]] BatchMeans batch_means_interval(std::span<const double> series,
                                              const BatchPlan& plan = {}, double level = 0.95);

}  // namespace spindrift::statistics
