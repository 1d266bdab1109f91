#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace spindrift::history {

/// SipHash-1-3 with a 128-bit result (Aumasson and Bernstein, 2012), under the key 00 01 … 0f, over
/// a message of whole 64-bit words: what names of random streams hold for the name of a KMS call.
/// Another hash would give all KMS calls other luck.
class SipHash128 {
 public:
  constexpr void add(std::uint64_t word) {
    state_[3] ^= word;
    round();
    state_[0] ^= word;
    ++words_;
  }

  /// The hash of what was added so far, in the order of its bytes: first half, second half. The
  /// halves are little-endian, as in the reference implementation.
  [[nodiscard]] constexpr std::array<std::uint64_t, 2> result() const {
    SipHash128 last = *this;
    last.add((words_ * 8) << 56U);  // the last block holds the message's length in bytes, mod 256
    last.state_[2] ^= 0xee;
    for (int i = 0; i < 3; ++i) last.round();
    const std::uint64_t first_half = last.folded();
    last.state_[1] ^= 0xdd;
    for (int i = 0; i < 3; ++i) last.round();
    return {first_half, last.folded()};
  }

 private:
  constexpr void round() {
    auto& [v0, v1, v2, v3] = state_;
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  }

  [[nodiscard]] constexpr std::uint64_t folded() const {
    return state_[0] ^ state_[1] ^ state_[2] ^ state_[3];
  }

  static constexpr std::uint64_t key_low = 0x0706'0504'0302'0100;
  static constexpr std::uint64_t key_high = 0x0f0e'0d0c'0b0a'0908;

  std::array<std::uint64_t, 4> state_{
      key_low ^ 0x736f'6d65'7073'6575, key_high ^ 0x646f'7261'6e64'6f6d ^ 0xee,
      key_low ^ 0x6c79'6765'6e65'7261, key_high ^ 0x7465'6462'7974'6573};
  std::uint64_t words_ = 0;
};

}  // namespace spindrift::history
