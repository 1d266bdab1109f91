#include "analysis/statistics/design/grid.hpp"

#include <stdexcept>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

std::vector<double> evenly_spaced(const InputRange& range, std::size_t count) {
  internal::require(count >= 1, "a grid has at least one value for each input");
  if (count == 1) {
    return {value_at(range, 0.5)};
  }
  std::vector<double> values;
  values.reserve(count);
  for (std::size_t step = 0; step < count; ++step) {
    values.push_back(value_at(range, internal::as_real(step) / internal::as_real(count - 1)));
  }
  return values;
}

std::vector<Point> grid(std::span<const std::vector<double>> levels) {
  std::vector<Point> points;
  std::size_t combinations = 1;
  for (const auto& values : levels) {
    if (!values.empty() && combinations > points.max_size() / values.size()) {
      throw std::length_error("the grid has too many combinations");
    }
    combinations *= values.size();
  }
  points.reserve(combinations);
  for (std::size_t number = 0; number < combinations; ++number) {
    // The number's digits, each to the base of its input's level count, choose the values.
    Point point(levels.size());
    std::size_t digits = number;
    for (std::size_t input = levels.size(); input-- > 0;) {
      point[input] = levels[input][digits % levels[input].size()];
      digits /= levels[input].size();
    }
    points.push_back(std::move(point));
  }
  return points;
}

}  // namespace spindrift::statistics
