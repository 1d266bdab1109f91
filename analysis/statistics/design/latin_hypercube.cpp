#include "analysis/statistics/design/latin_hypercube.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

namespace {

std::vector<std::size_t> shuffled_slices(std::size_t count, const UniformSource& uniform) {
  std::vector<std::size_t> slices(count);
  std::iota(slices.begin(), slices.end(), std::size_t{0});
  for (std::size_t left = count; left > 1; --left) {
    std::swap(slices[left - 1], slices[draw_below(left, uniform)]);
  }
  return slices;
}

}  // namespace

std::vector<Point> latin_hypercube(std::span<const InputRange> ranges, std::size_t samples,
                                   const UniformSource& uniform) {
  std::vector<Point> points(samples, Point(ranges.size()));
  for (std::size_t input = 0; input < ranges.size(); ++input) {
    const std::vector<std::size_t> slices = shuffled_slices(samples, uniform);
    for (std::size_t sample = 0; sample < samples; ++sample) {
      const double share =
          (internal::as_real(slices[sample]) + draw(uniform)) / internal::as_real(samples);
      points[sample][input] = value_at(ranges[input], std::min(share, 1.0));
    }
  }
  return points;
}

}  // namespace spindrift::statistics
