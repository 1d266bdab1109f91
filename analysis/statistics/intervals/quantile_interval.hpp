#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::statistics {

/// Which order statistics (counted from 1) bound a quantile. An absent rank means that the sample
/// is too small for a bound on that side.
struct QuantileRanks {
  std::optional<std::size_t> lower{};
  std::optional<std::size_t> upper{};
  /// The exact probability of covering the quantile of a continuous distribution; never below the
  /// level asked for, and above it because ranks are whole numbers.
  double attained_level = 0.0;
};

/// The ranks for a sample of the given size, with at most half of the error on each side.
///
/// The number of values below the true quantile is binomial whatever the distribution, so nothing
/// is assumed and nothing is approximated. For a discrete distribution the closed interval covers
/// at least as often.
///
/// Source: W. J. Conover, "Practical Nonparametric Statistics", 3rd ed., section 3.2; H. A. David,
/// H. N. Nagaraja, "Order Statistics", 3rd ed., section 7.1.
/// REQUIRES: count >= 1, 0 < probability < 1, 0 < level < 1.
[[nodiscard]] QuantileRanks quantile_ranks(std::size_t count, double probability,
                                           double level = 0.95);

/// The type 7 sample quantile and its distribution-free interval; a bound that the sample is too
/// small for is infinite. REQUIRES: `sorted` ascending.
[[nodiscard]] ConfidenceInterval quantile_interval(std::span<const double> sorted,
                                                   double probability, double level = 0.95);

/// The smallest sample for which both bounds of quantile_interval are finite: 6 for a median at
/// 95 %, 368 for the 99 % quantile.
[[nodiscard]] std::size_t quantile_sample_size(double probability, double level = 0.95);

}  // namespace spindrift::statistics
