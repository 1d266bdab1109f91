#include "analysis/statistics/sensitivity/one_at_a_time.hpp"

#include <algorithm>
#include <functional>

#include "analysis/statistics/comparison/multiple_comparisons.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/moments/paired_differences.hpp"

namespace spindrift::statistics {

std::vector<Point> one_at_a_time_design(std::span<const double> base,
                                        std::span<const InputRange> ranges) {
  internal::require(base.size() == ranges.size(), "a point has one value for each input");
  const Point centre(base.begin(), base.end());
  std::vector<Point> points{centre};
  for (std::size_t input = 0; input < ranges.size(); ++input) {
    for (const double share : {0.0, 1.0}) {
      points.push_back(centre);
      points.back()[input] = value_at(ranges[input], share);
    }
  }
  return points;
}

double InputSwing::swing() const {
  const auto [lowest, highest] = std::minmax({0.0, at_lower.estimate, at_upper.estimate});
  return highest - lowest;
}

std::vector<InputSwing> input_swings(std::span<const std::vector<double>> outputs, double level) {
  internal::require(outputs.size() % 2 == 1, "a study has a base and two points for each input");
  const std::size_t inputs = outputs.size() / 2;
  if (inputs == 0) {
    return {};
  }
  const double level_each = bonferroni_level(level, 2 * inputs);
  const auto against_base = [&](std::size_t point) {
    return paired_difference_interval(paired_differences_of(outputs[point], outputs[0]),
                                      level_each);
  };
  std::vector<InputSwing> swings;
  for (std::size_t input = 0; input < inputs; ++input) {
    swings.push_back({.input = input,
                      .at_lower = against_base(1 + 2 * input),
                      .at_upper = against_base(2 + 2 * input)});
  }
  std::ranges::stable_sort(swings, std::greater{}, &InputSwing::swing);
  return swings;
}

}  // namespace spindrift::statistics
