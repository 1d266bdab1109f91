#include "sim/kernel/fixed_functions.hpp"

#include <cmath>

namespace spindrift::kernel::fixed {

using detail::natural_log_of_2;
using detail::polynomial_in_pairs;

namespace {

constexpr std::int64_t steps = 64;  // of 2^(1/64) each, from one power of two to the next

/// By its series. REQUIRES: near 0.
constexpr double exponential_near_0(double exponent) {
  double series = 1.0;
  for (int term = 18; term >= 1; --term) series = 1.0 + series * exponent / term;
  return series;
}

constexpr std::array<double, steps> make_powers() {
  std::array<double, steps> powers{};
  for (std::size_t step = 0; step < powers.size(); ++step) {
    powers[step] = exponential_near_0(static_cast<double>(step) * natural_log_of_2 / steps);
  }
  return powers;
}

/// 2^(step / 64)
constexpr auto powers = make_powers();

}  // namespace

double exponential(double exponent) {
  if (exponent > 709.0) exponent = 709.0;
  if (exponent < -700.0) return 0.0;
  const double scaled = exponent * (steps / natural_log_of_2);
  // Adding and subtracting it leaves the nearest whole number: no branch, which luck would decide.
  constexpr double shifter = 0x1.8p52;
  const double count = (scaled + shifter) - shifter;
  const auto nearest = static_cast<std::int64_t>(count);
  // The logarithm of 2 in two parts; the first has so few digits that its product is exact.
  constexpr double log_high = 6.93147180369123816490e-01 / steps;
  constexpr double log_low = 1.90821492927058770002e-10 / steps;
  const double rest = (exponent - count * log_high) - count * log_low;
  // |rest| <= 0.0055, so what the series leaves out is less than 2⁻⁵³ / 1000.
  constexpr double coefficients[] = {1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2};
  const double more = rest + rest * rest * polynomial_in_pairs(coefficients, rest);
  const double power = powers[static_cast<std::uint64_t>(nearest) % steps];
  const std::int64_t whole = nearest >> 6;
  return (power + power * more) *
         std::bit_cast<double>(static_cast<std::uint64_t>(whole + 1023) << 52U);
}

/// Acklam's rational approximation, relative error below 1.2e-9: far finer than any latency that
/// a scenario states.
double normal_quantile(double probability) {
  constexpr double numerator[] = {-3.969683028665376e+01, 2.209460984245205e+02,
                                  -2.759285104469687e+02, 1.383577518672690e+02,
                                  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr double denominator[] = {-5.447609879822406e+01, 1.615858368580409e+02,
                                    -1.556989798598866e+02, 6.680131188771972e+01,
                                    -1.328068155288572e+01, 1.0};
  constexpr double tail_numerator[] = {-7.784894002430293e-03, -3.223964580411365e-01,
                                       -2.400758277161838e+00, -2.549732539343734e+00,
                                       4.374664141464968e+00,  2.938163982698783e+00};
  constexpr double tail_denominator[] = {7.784695709041462e-03, 3.224671290700398e-01,
                                         2.445134137142996e+00, 3.754408661907416e+00, 1.0};
  constexpr double tail_begins = 0.02425;
  const auto tail = [&](double mass) {
    const double root = std::sqrt(-2.0 * logarithm(mass));
    return polynomial_in_pairs(tail_numerator, root) / polynomial_in_pairs(tail_denominator, root);
  };
  if (probability < tail_begins) return tail(probability);
  if (probability > 1.0 - tail_begins) return -tail(1.0 - probability);
  const double centred = probability - 0.5;
  const double square = centred * centred;
  return polynomial_in_pairs(numerator, square) * centred /
         polynomial_in_pairs(denominator, square);
}

}  // namespace spindrift::kernel::fixed
