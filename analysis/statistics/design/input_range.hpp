#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace spindrift::statistics {

/// The values of one uncertain input: every one between the two is equally likely.
struct InputRange {
  double lower = 0.0;
  double upper = 1.0;
};

/// One value for each input, in the order of the ranges.
using Point = std::vector<double>;

/// The value at a share of the range: 0 is the lower end, 1 the upper. For an input that is not
/// uniformly distributed, let the range be [0, 1] and apply its quantile function in the model.
/// REQUIRES: lower <= upper, both finite.
[[nodiscard]] double value_at(const InputRange& range, double share);

/// REQUIRES: as many shares as ranges.
[[nodiscard]] Point point_at(std::span<const InputRange> ranges, std::span<const double> shares);

}  // namespace spindrift::statistics
