#pragma once

#include <cstddef>

#include "analysis/statistics/moments/running_moments.hpp"

namespace spindrift::statistics {

/// Covariance and correlation of a series of pairs, kept up to date pair by pair.
///
/// Source: the bivariate form of Welford's recurrence, P. Pebay, "Formulas for robust, one-pass
/// parallel computation of covariances and arbitrary-order statistical moments", Sandia report
/// SAND2008-6212 (2008).
class RunningCovariance {
 public:
  /// Throws std::invalid_argument if either value is infinite or not a number; the pair is then
  /// not counted.
  void add(double first, double second);

  /// Afterwards this object has seen its own pairs and those of `other`.
  void merge(const RunningCovariance& other);

  [[nodiscard]] std::size_t count() const { return first_.count(); }
  [[nodiscard]] const RunningMoments& first() const { return first_; }
  [[nodiscard]] const RunningMoments& second() const { return second_; }

  /// The unbiased sample covariance. REQUIRES: count() >= 2.
  [[nodiscard]] double covariance() const;

  /// Pearson's correlation, in [-1, 1]; 0 if one of the two series does not vary, because then it
  /// tells nothing about the other. REQUIRES: count() >= 2.
  [[nodiscard]] double correlation() const;

 private:
  RunningMoments first_;
  RunningMoments second_;
  double products_of_deviations_ = 0.0;
};

}  // namespace spindrift::statistics
