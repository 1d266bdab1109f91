#pragma once

#include <array>

#include "sim/kernel/time.hpp"

namespace spindrift::analysis {

/// How many tokens are verified when: of each signing cluster at each verifier, so many a second,
/// times a factor for the hour of the day. The scenario starts at 0 h.
struct TrafficProfile {
  double verifications_per_second = 1.0;
  std::array<double, 24> by_hour{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

  /// Verifications expected from `from` to `until`, of one signing cluster at one verifier.
  [[nodiscard]] double expected(kernel::Time from, kernel::Time until) const;

 private:
  [[nodiscard]] double expected_since_start(kernel::Time until) const;
};

}  // namespace spindrift::analysis
