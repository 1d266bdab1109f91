#include "sim/kernel/random.hpp"

namespace spindrift::kernel {

namespace {

/// FNV-1a over the name, from a given start: two starts give two independent 64-bit names.
constexpr std::uint64_t hash(std::string_view text, std::uint64_t start) {
  std::uint64_t value = start;
  for (const char letter : text) {
    value ^= static_cast<unsigned char>(letter);
    value *= 0x0000'0100'0000'01B3U;
  }
  // FNV mixes the last letters badly into the high bits; finish as SplitMix64 does.
  value = (value ^ (value >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D0'49BB'1331'11EBU;
  return value ^ (value >> 31U);
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view name)
    : philox_{.key = seed ^ hash(name, 0xCBF2'9CE4'8422'2325U),
              .name = hash(name, 0x9E37'79B9'7F4A'7C15U)} {}

/// The rare case that a draw may have to be thrown away for the rest to be even.
std::uint64_t RandomStream::below_or_again(std::uint64_t bound, std::uint64_t fraction,
                                           std::uint64_t whole) {
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t smallest = (0 - bound) % bound;
  while (fraction < smallest) {
    const Wide product = Wide{bits()} * bound;
    fraction = static_cast<std::uint64_t>(product);
    whole = static_cast<std::uint64_t>(product >> 64U);
  }
  return whole;
}

Duration RandomStream::between(Duration shortest, Duration longest) {
  if (longest <= shortest) return shortest;
  const auto choices = static_cast<std::uint64_t>((longest - shortest).count()) + 1;
  return shortest + Duration{static_cast<std::int64_t>(below(choices))};
}

Duration RandomStream::lognormal(Duration median, Duration percentile_99) {
  constexpr double normal_percentile_99 = 2.3263478740408408;
  const double low = static_cast<double>(median.count());
  const double high = static_cast<double>(percentile_99.count());
  const double sigma = fixed::logarithm(high / low) / normal_percentile_99;
  const double probability = (static_cast<double>(bits() >> 12U) + 0.5) * 0x1.0p-52;
  const double scaled = low * fixed::exponential(sigma * fixed::normal_quantile(probability));
  constexpr double longest = 9.0e18;
  return Duration{static_cast<std::int64_t>(scaled < longest ? scaled : longest)};
}

}  // namespace spindrift::kernel
