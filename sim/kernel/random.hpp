#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

/// A named sequence of random numbers. Draw number `i` is a pure function of (seed, name, i), by
/// Philox 4×32-10 (Salmon et al., SC 2011): a stream that nobody else draws from cannot be moved
/// by what others do. The name is the path of who draws and for what: "eu-1/2/kms.create".
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view name);

  /// 64 evenly distributed bits.
  std::uint64_t bits();

  /// A whole number from [0, bound), each equally likely (Lemire's method). REQUIRES: bound > 0.
  std::uint64_t below(std::uint64_t bound);

  /// From [0, 1): a multiple of 2⁻⁵³.
  double unit();

  /// From [shortest, longest], whole nanoseconds.
  Duration between(Duration shortest, Duration longest);

  /// Exponentially distributed.
  Duration exponential(Duration mean);

  /// Lognormal: half are below `median`, 99 % below `percentile_99`.
  Duration lognormal(Duration median, Duration percentile_99);

  /// True with probability `numerator / denominator`.
  bool chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) < numerator;
  }

  /// How many 64-bit words were drawn.
  [[nodiscard]] std::uint64_t position() const { return position_; }

 private:
  std::array<std::uint32_t, 2> key_;
  std::uint64_t name_;
  std::uint64_t position_ = 0;
  std::array<std::uint64_t, 2> block_{};
};

/// Logarithm, exponential and inverse normal distribution by fixed algorithms that use nothing but
/// exact IEEE operations, so that they give the same bits everywhere (the library's do not).
namespace fixed {
[[nodiscard]] double logarithm(double positive);
[[nodiscard]] double exponential(double exponent);
[[nodiscard]] double normal_quantile(double probability);
}  // namespace fixed

}  // namespace spindrift::kernel
