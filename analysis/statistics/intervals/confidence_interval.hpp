#pragma once

#include <limits>

namespace spindrift::statistics {

/// An estimate and the interval that contains the true value with the stated confidence.
///
/// A bound may be infinite. That is the honest answer where the data cannot give one, as with the
/// mean of a single replication or the 99 % quantile of twenty values, and all arithmetic on it
/// (a width, a comparison) stays right.
struct ConfidenceInterval {
  double estimate = 0.0;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  /// The confidence asked for, as in 0.95.
  double level = 0.95;

  [[nodiscard]] bool contains(double value) const { return lower <= value && value <= upper; }

  /// The interval's whole extent; twice the half-width where it is symmetric.
  [[nodiscard]] double width() const { return upper - lower; }

  /// -1 if the whole interval lies below `value`, +1 if above, 0 if it cannot be told: the
  /// two-sided test at level 1 - `level`.
  [[nodiscard]] int side_of(double value) const {
    if (upper < value) {
      return -1;
    }
    return lower > value ? 1 : 0;
  }
};

}  // namespace spindrift::statistics
