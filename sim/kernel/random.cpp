#include "sim/kernel/random.hpp"

#include <charconv>

namespace spindrift::kernel {

StreamName& StreamName::add(std::int64_t number) {
  std::array<char, 20> digits{};  // enough for a sign and 19 digits
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return add(std::string_view{digits.data(), end});
}

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
