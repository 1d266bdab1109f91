#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/kernel/fixed_functions.hpp"
#include "sim/kernel/philox.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

/// The name of a stream, put together piece by piece. Only its hashes are kept: who needs many
/// names that begin alike, or that end in a number, builds no text.
class StreamName {
 public:
  constexpr explicit StreamName(std::string_view text = {}) { add(text); }

  constexpr StreamName& add(std::string_view text) {
    for (const char letter : text) add_letter(letter);
    return *this;
  }
  /// In decimal digits.
  StreamName& add(std::int64_t number);

  // FNV mixes the last letters badly into the high bits, so these finish as SplitMix64 does. Two
  // starts give two independent 64-bit names.
  [[nodiscard]] constexpr std::uint64_t first() const { return finish(first_); }
  [[nodiscard]] constexpr std::uint64_t second() const { return finish(second_); }

 private:
  /// FNV-1a.
  constexpr void add_letter(char letter) {
    constexpr std::uint64_t prime = 0x0000'0100'0000'01B3U;
    first_ = (first_ ^ static_cast<unsigned char>(letter)) * prime;
    second_ = (second_ ^ static_cast<unsigned char>(letter)) * prime;
  }
  [[nodiscard]] static constexpr std::uint64_t finish(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return value ^ (value >> 31U);
  }

  std::uint64_t first_ = 0xCBF2'9CE4'8422'2325U;
  std::uint64_t second_ = 0x9E37'79B9'7F4A'7C15U;
};

/// A named sequence of random numbers. Draw number `i` is a pure function of (seed, name, i), by
/// Philox 4×32-10 (Salmon et al., SC 2011): a stream that nobody else draws from cannot be moved
/// by what others do. The name is the path of who draws and for what: "eu-1/2/disk.write".
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, const StreamName& name)
      : philox_{.key = seed ^ name.first(), .name = name.second()} {}
  RandomStream(std::uint64_t seed, std::string_view name) : RandomStream{seed, StreamName{name}} {}

  /// 64 evenly distributed bits.
  std::uint64_t bits() {
    const std::size_t place = position_ % Philox::batch_words;
    if (place == 0) philox_.batch(position_ / 2, words_);
    ++position_;
    return words_[place];
  }

  /// A whole number from [0, bound), each equally likely. REQUIRES: bound > 0.
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
  std::uint64_t below(std::uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide{bits()} * bound;
    if (static_cast<std::uint64_t>(product) < bound) [[unlikely]] {
      return below_or_again(bound, static_cast<std::uint64_t>(product),
                            static_cast<std::uint64_t>(product >> 64U));
    }
    return static_cast<std::uint64_t>(product >> 64U);
  }

  /// From [0, 1): a multiple of 2⁻⁵³.
  double unit() {
    return static_cast<double>(static_cast<std::int64_t>(bits() >> 11U)) * 0x1.0p-53;
  }

  /// From [shortest, longest], whole nanoseconds.
  Duration between(Duration shortest, Duration longest);

  /// Exponentially distributed.
  Duration exponential(Duration mean) {
    const double scaled = static_cast<double>(mean.count()) * -fixed::logarithm(1.0 - unit());
    return Duration{static_cast<std::int64_t>(scaled)};
  }

  /// Lognormal: half are below `median`, 99 % below `percentile_99`.
  Duration lognormal(Duration median, Duration percentile_99);

  /// True with probability `numerator / denominator`.
  bool chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) < numerator;
  }

  /// How many 64-bit words were drawn.
  [[nodiscard]] std::uint64_t position() const { return position_; }

 private:
  std::uint64_t below_or_again(std::uint64_t bound, std::uint64_t fraction, std::uint64_t whole);

  Philox philox_;
  std::uint64_t position_ = 0;
  std::array<std::uint64_t, Philox::batch_words> words_{};
};

}  // namespace spindrift::kernel
