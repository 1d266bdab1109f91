#pragma once

#include "sim/kernel/fixed_functions.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

/// A lognormal distribution of times: half are below `median`, 99 % below `percentile_99`.
class Lognormal {
 public:
  constexpr Lognormal() = default;
  /// All zero where the median is. REQUIRES: 0 <= median <= percentile_99.
  constexpr Lognormal(Duration median, Duration percentile_99)
      : median_ns_{static_cast<double>(median.count())} {
    constexpr double normal_percentile_99 = 2.3263478740408408;
    if (median <= Duration{}) return;
    const auto high_ns = static_cast<double>(percentile_99.count());
    sigma_ = fixed::logarithm(high_ns / median_ns_) / normal_percentile_99;
  }

  /// What a value stays below with this probability. REQUIRES: 0 < probability < 1.
  [[nodiscard]] Duration quantile(double probability) const {
    const double scaled =
        median_ns_ * fixed::exponential(sigma_ * fixed::normal_quantile(probability));
    constexpr double longest = 9.0e18;
    return Duration{static_cast<std::int64_t>(scaled < longest ? scaled : longest)};
  }

  friend constexpr bool operator==(const Lognormal&, const Lognormal&) = default;

 private:
  double median_ns_ = 0;
  double sigma_ = 0;
};

}  // namespace spindrift::kernel
