#pragma once

#include <cstddef>
#include <limits>
#include <span>

namespace spindrift::statistics {

/// Count, mean, variance and range of a series, kept up to date value by value in constant memory.
///
/// Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4 (1962); merging: T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating
/// formulae and a pairwise algorithm for computing sample variances" (1979).
///
/// (1) The sum of squares is never the difference of two large numbers: a series far from zero
///     loses no digits, and a constant series has a variance of exactly zero.
/// (2) merge() is associative only up to rounding. Whoever wants the same digits on one thread and
///     on many adds, or merges, in the order of the replications and not of their arrival.
class RunningMoments {
 public:
  /// Throws std::invalid_argument if the value is infinite or not a number.
  void add(double value);

  /// Afterwards this object has seen its own values and those of `other`.
  void merge(const RunningMoments& other);

  [[nodiscard]] std::size_t count() const { return count_; }

  /// REQUIRES: count() >= 1, as do minimum() and maximum().
  [[nodiscard]] double mean() const;
  [[nodiscard]] double minimum() const;
  [[nodiscard]] double maximum() const;

  /// The unbiased sample variance (divisor count() - 1).
  /// REQUIRES: count() >= 2, as do the two below.
  [[nodiscard]] double variance() const;
  [[nodiscard]] double standard_deviation() const;

  /// The standard deviation of the mean, if the values are independent of each other.
  [[nodiscard]] double standard_error() const;

 private:
  std::size_t count_ = 0;
  double mean_ = 0.0;
  double squared_deviations_ = 0.0;
  double minimum_ = std::numeric_limits<double>::infinity();
  double maximum_ = -std::numeric_limits<double>::infinity();
};

/// The moments of a series that is at hand as a whole.
[[nodiscard]] RunningMoments moments_of(std::span<const double> values);

}  // namespace spindrift::statistics
