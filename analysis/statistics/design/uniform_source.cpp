#include "analysis/statistics/design/uniform_source.hpp"

#include <algorithm>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

double draw(const UniformSource& uniform) {
  const double value = uniform();
  internal::require(value >= 0.0 && value < 1.0, "a uniform source gives numbers in [0, 1)");
  return value;
}

std::size_t draw_below(std::size_t bound, const UniformSource& uniform) {
  internal::require(bound >= 1, "there is no number below zero");
  const auto drawn = static_cast<std::size_t>(draw(uniform) * internal::as_real(bound));
  // The product may round up to the bound itself.
  return std::min(drawn, bound - 1);
}

}  // namespace spindrift::statistics
