#pragma once

#include <cstddef>
#include <span>

#include "analysis/statistics/moments/running_covariance.hpp"
#include "analysis/statistics/moments/running_moments.hpp"

namespace spindrift::statistics {

/// Two alternatives measured in the same replications, that is under the same luck.
///
/// What is good or bad luck for both cancels in the difference: with common random numbers
///     Var(first - second) = Var(first) + Var(second) - 2 Cov(first, second),
/// and the covariance is positive wherever luck moves both the same way.
///
/// Source: A. M. Law, "Simulation Modeling and Analysis", 5th ed., sections 10.2.1 and 11.2.
class PairedDifferences {
 public:
  /// One replication. Throws std::invalid_argument unless both values are finite.
  void add(double first, double second);

  void merge(const PairedDifferences& other);

  [[nodiscard]] std::size_t count() const { return pairs_.count(); }
  [[nodiscard]] const RunningCovariance& pairs() const { return pairs_; }

  /// The series first - second. Kept of its own: derived from the covariance it would lose its
  /// digits just where common random numbers work best.
  [[nodiscard]] const RunningMoments& differences() const { return differences_; }

  /// By how much common random numbers shrink the variance of the difference: the variance that
  /// independent runs would have, over the variance of the paired runs. That many times fewer
  /// replications give the same interval. Below 1 they do harm. Infinity if the difference does
  /// not vary though the alternatives do; 1 if nothing varies. REQUIRES: count() >= 2.
  [[nodiscard]] double variance_reduction_factor() const;

  /// What that factor would be at a correlation of 1, which no common luck exceeds: near 1 where
  /// one of the two hardly varies. REQUIRES: count() >= 2.
  [[nodiscard]] double variance_reduction_limit() const;

 private:
  RunningCovariance pairs_;
  RunningMoments differences_;
};

/// REQUIRES: both series of the same length, value i of each from replication i.
[[nodiscard]] PairedDifferences paired_differences_of(std::span<const double> first,
                                                      std::span<const double> second);

}  // namespace spindrift::statistics
