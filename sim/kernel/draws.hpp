#pragma once

#include <cstdint>

#include "sim/kernel/lognormal.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

/// What can be drawn from a source of random bits: `Source` derives from this and has `bits()`,
/// 64 of them, evenly distributed.
template <class Source>
class Draws {
 public:
  /// A whole number from [0, bound), each equally likely. REQUIRES: bound > 0.
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
  std::uint64_t below(std::uint64_t bound) {
    const Wide product = Wide{source().bits()} * bound;
    if (static_cast<std::uint64_t>(product) < bound) [[unlikely]] {
      return below_or_again(bound, product);
    }
    return static_cast<std::uint64_t>(product >> 64U);
  }

  /// From [0, 1): a multiple of 2⁻⁵³.
  double unit() {
    return static_cast<double>(static_cast<std::int64_t>(source().bits() >> 11U)) * 0x1.0p-53;
  }

  /// From [shortest, longest], whole nanoseconds.
  Duration between(Duration shortest, Duration longest) {
    if (longest <= shortest) return shortest;
    const auto choices = static_cast<std::uint64_t>((longest - shortest).count()) + 1;
    return shortest + Duration{static_cast<std::int64_t>(below(choices))};
  }

  /// Exponentially distributed.
  Duration exponential(Duration mean) {
    const double scaled = static_cast<double>(mean.count()) * -fixed::logarithm(1.0 - unit());
    return Duration{static_cast<std::int64_t>(scaled)};
  }

  Duration lognormal(const Lognormal& distribution) {
    return distribution.quantile((static_cast<double>(source().bits() >> 12U) + 0.5) * 0x1.0p-52);
  }

  /// True with probability `numerator / denominator`.
  bool chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) < numerator;
  }

 private:
  __extension__ using Wide = unsigned __int128;

  Source& source() { return static_cast<Source&>(*this); }

  /// The rare case that a draw may have to be thrown away for the rest to be even.
  [[gnu::noinline]] std::uint64_t below_or_again(std::uint64_t bound, Wide product) {
    const std::uint64_t smallest = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < smallest) product = Wide{source().bits()} * bound;
    return static_cast<std::uint64_t>(product >> 64U);
  }
};

}  // namespace spindrift::kernel
