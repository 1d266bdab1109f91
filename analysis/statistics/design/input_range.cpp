#include "analysis/statistics/design/input_range.hpp"

#include <cmath>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

double value_at(const InputRange& range, double share) {
  internal::require_finite(range.lower, "an input's range is finite");
  internal::require_finite(range.upper, "an input's range is finite");
  internal::require(range.lower <= range.upper, "an input's range runs from lower to upper");
  return std::lerp(range.lower, range.upper, share);
}

Point point_at(std::span<const InputRange> ranges, std::span<const double> shares) {
  internal::require(ranges.size() == shares.size(), "a point has one value for each input");
  Point point;
  point.reserve(ranges.size());
  for (std::size_t input = 0; input < ranges.size(); ++input) {
    point.push_back(value_at(ranges[input], shares[input]));
  }
  return point;
}

}  // namespace spindrift::statistics
