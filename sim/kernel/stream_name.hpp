#pragma once

#include <cstdint>
#include <string_view>

namespace spindrift::kernel {

/// The name of a stream, put together piece by piece. Only its hashes are kept: who needs many
/// names that begin alike, or that end in a number, builds no text.
class StreamName {
 public:
  constexpr explicit StreamName(std::string_view text = {}) { add(text); }

  constexpr StreamName& add(std::string_view text) {
    for (const char letter : text) mix(static_cast<unsigned char>(letter));
    return *this;
  }
  /// As one piece, not as its digits.
  constexpr StreamName& add(std::uint64_t number) {
    mix(number);
    return *this;
  }

  // FNV mixes what came last badly into the high bits, so these finish as SplitMix64 does. Two
  // starts give two independent 64-bit names.
  [[nodiscard]] constexpr std::uint64_t first() const { return finish(first_); }
  [[nodiscard]] constexpr std::uint64_t second() const { return finish(second_); }

 private:
  /// FNV-1a.
  constexpr void mix(std::uint64_t piece) {
    constexpr std::uint64_t prime = 0x0000'0100'0000'01B3U;
    first_ = (first_ ^ piece) * prime;
    second_ = (second_ ^ piece) * prime;
  }
  [[nodiscard]] static constexpr std::uint64_t finish(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return value ^ (value >> 31U);
  }

  std::uint64_t first_ = 0xCBF2'9CE4'8422'2325U;
  std::uint64_t second_ = 0x9E37'79B9'7F4A'7C15U;
};

}  // namespace spindrift::kernel
