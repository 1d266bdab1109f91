#include "analysis/statistics/intervals/sample_quantile.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

double sample_quantile(std::span<const double> sorted, double probability) {
  internal::require(!sorted.empty(), "an empty sample has no quantiles");
  internal::require(probability >= 0.0 && probability <= 1.0,
                    "a quantile is asked for at a probability between 0 and 1");
  const double position = internal::as_real(sorted.size() - 1) * probability;
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], position - std::floor(position));
}

}  // namespace spindrift::statistics
