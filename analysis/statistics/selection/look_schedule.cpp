#include "analysis/statistics/selection/look_schedule.hpp"

#include <cmath>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

std::vector<std::size_t> look_schedule(std::size_t first, std::size_t maximum, double growth) {
  internal::require(first >= 1 && first <= maximum,
                    "the first look comes with a replication and not after the last");
  internal::require(growth > 1.0, "looks grow");
  std::vector<std::size_t> looks;
  double next = internal::as_real(first);
  while (next < internal::as_real(maximum)) {
    looks.push_back(static_cast<std::size_t>(next));
    next = std::ceil(next * growth);
  }
  looks.push_back(maximum);
  return looks;
}

}  // namespace spindrift::statistics
