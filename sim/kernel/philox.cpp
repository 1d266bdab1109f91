#include "sim/kernel/philox.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace spindrift::kernel {

namespace {

constexpr int rounds = 10;
constexpr std::uint64_t low_half = 0xFFFF'FFFFU;
// The paper's multipliers, and the Weyl constants that the key is stepped by.
constexpr std::uint64_t multiplier[] = {0xD251'1F53U, 0xCD9E'8D57U};
constexpr std::uint64_t key_step[] = {0x9E37'79B9U, 0xBB67'AE85U};

}  // namespace

std::array<std::uint64_t, Philox::block_words> Philox::block(std::uint64_t number) const {
  std::uint64_t word[] = {number & low_half, number >> 32U, name & low_half, name >> 32U};
  std::uint64_t keys[] = {key & low_half, key >> 32U};
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t even = multiplier[0] * word[0];
    const std::uint64_t odd = multiplier[1] * word[2];
    word[0] = (odd >> 32U) ^ word[1] ^ keys[0];
    word[1] = odd & low_half;
    word[2] = (even >> 32U) ^ word[3] ^ keys[1];
    word[3] = even & low_half;
    keys[0] = (keys[0] + key_step[0]) & low_half;
    keys[1] = (keys[1] + key_step[1]) & low_half;
  }
  return {word[0] | word[1] << 32U, word[2] | word[3] << 32U};
}

void Philox::batch_portably(std::uint64_t first,
                            std::array<std::uint64_t, batch_words>& words) const {
  for (std::size_t number = 0; number < batch_blocks; ++number) {
    const auto [low, high] = block(first + number);
    words[block_words * number] = low;
    words[block_words * number + 1] = high;
  }
}

#if defined(__SSE2__)

namespace {

__m128i both(std::uint64_t value) { return _mm_set1_epi64x(static_cast<std::int64_t>(value)); }

/// Two blocks, one in each 64-bit lane. Only the lower half of a lane counts: the multiplication
/// looks at nothing else, so the upper halves need not be cleared before the end.
struct TwoBlocks {
  __m128i word[4];

  void round(__m128i even_key, __m128i odd_key) {
    const __m128i even = _mm_mul_epu32(both(multiplier[0]), word[0]);
    const __m128i odd = _mm_mul_epu32(both(multiplier[1]), word[2]);
    word[0] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(odd, 32), word[1]), even_key);
    word[1] = odd;
    word[2] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(even, 32), word[3]), odd_key);
    word[3] = even;
  }

  static __m128i join(__m128i low, __m128i high) {
    return _mm_or_si128(_mm_and_si128(low, both(low_half)), _mm_slli_epi64(high, 32));
  }

  void store(std::uint64_t* words) const {
    const __m128i first = join(word[0], word[1]);
    const __m128i second = join(word[2], word[3]);
    auto* const place = reinterpret_cast<__m128i*>(words);
    _mm_storeu_si128(place, _mm_unpacklo_epi64(first, second));
    _mm_storeu_si128(place + 1, _mm_unpackhi_epi64(first, second));
  }
};

}  // namespace

void Philox::batch(std::uint64_t first, std::array<std::uint64_t, batch_words>& words) const {
  const __m128i counter = both(first);
  const __m128i counter_high = both(first >> 32U);
  const __m128i name_low = both(name);
  const __m128i name_high = both(name >> 32U);
  TwoBlocks early{{_mm_or_si128(counter, _mm_set_epi64x(1, 0)), counter_high, name_low, name_high}};
  TwoBlocks late{{_mm_or_si128(counter, _mm_set_epi64x(3, 2)), counter_high, name_low, name_high}};
  __m128i even_key = both(key);
  __m128i odd_key = both(key >> 32U);
  for (int round = 0; round < rounds; ++round) {
    early.round(even_key, odd_key);
    late.round(even_key, odd_key);
    even_key = _mm_add_epi64(even_key, both(key_step[0]));
    odd_key = _mm_add_epi64(odd_key, both(key_step[1]));
  }
  early.store(words.data());
  late.store(words.data() + 4);
}

#else

void Philox::batch(std::uint64_t first, std::array<std::uint64_t, batch_words>& words) const {
  batch_portably(first, words);
}

#endif

}  // namespace spindrift::kernel
