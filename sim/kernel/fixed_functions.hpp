#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

/// Logarithm, exponential and inverse normal distribution by fixed algorithms that use nothing but
/// exact IEEE operations, so that they give the same bits everywhere (the library's do not).
namespace spindrift::kernel::fixed {

namespace detail {

inline constexpr double natural_log_of_2 = 0.693147180559945309417232121458;

/// Value of a polynomial, highest coefficient first, by Horner's rule.
template <std::size_t Count>
constexpr double polynomial(const double (&coefficients)[Count], double at) {
  double value = 0;
  for (const double coefficient : coefficients) value = value * at + coefficient;
  return value;
}

/// The same by Estrin's rule: pairs side by side, and pairs of those. More products, but fewer that
/// wait for the one before.
template <std::size_t Count>
constexpr double polynomial_in_pairs(const double (&coefficients)[Count], double at) {
  if constexpr (Count == 1) {
    return coefficients[0];
  } else {
    constexpr std::size_t alone = Count % 2;
    double pairs[Count / 2 + alone]{};
    if (alone == 1) pairs[0] = coefficients[0];
    for (std::size_t first = alone; first < Count; first += 2) {
      pairs[first / 2 + alone] = coefficients[first] * at + coefficients[first + 1];
    }
    return polynomial_in_pairs(pairs, at * at);
  }
}

/// ln y = 2 artanh((y − 1) / (y + 1)). REQUIRES: y is near 1; from 0.7 to 1.4 it errs by less than
/// one unit in the last place of 1.
constexpr double logarithm_near_1(double y) {
  const double x = (y - 1.0) / (y + 1.0);
  double series = 0;
  for (int odd = 21; odd >= 1; odd -= 2) series = series * (x * x) + 1.0 / odd;
  return 2.0 * x * series;
}

// A number is cut into 2^k · z with z from [0.6875, 1.375), and that range into 256 cells.
inline constexpr unsigned mantissa_bits = 52;
inline constexpr unsigned cell_bits = 8;
inline constexpr std::uint64_t smallest_z = std::bit_cast<std::uint64_t>(0.6875);

struct Cell {
  double inverse_of_centre;
  double logarithm_of_centre;
};

constexpr std::array<Cell, 1U << cell_bits> make_cells() {
  std::array<Cell, 1U << cell_bits> cells{};
  for (std::uint64_t number = 0; number < cells.size(); ++number) {
    constexpr unsigned shift = mantissa_bits - cell_bits;
    const double begin = std::bit_cast<double>(smallest_z + (number << shift));
    const double end = std::bit_cast<double>(smallest_z + ((number + 1) << shift));
    // Next to 1 the result is small, and nothing may be subtracted from it.
    const double inverse = begin == 1.0 || end == 1.0 ? 1.0 : 2.0 / (begin + end);
    cells[number] = {inverse, -logarithm_near_1(inverse)};
  }
  return cells;
}

inline constexpr auto cells = make_cells();

}  // namespace detail

/// The natural logarithm. It errs by less than 4e-16 times the larger of 1 and its magnitude, and
/// close to 1, where the result is small, by less than 1e-13 of it.
/// REQUIRES: a positive, normal number.
[[nodiscard]] constexpr double logarithm(double positive) {
  const auto bits = std::bit_cast<std::uint64_t>(positive);
  const std::uint64_t distance = bits - detail::smallest_z;
  const auto power = static_cast<std::int64_t>(distance) >> detail::mantissa_bits;
  const detail::Cell& cell =
      detail::cells[(distance >> (detail::mantissa_bits - detail::cell_bits)) %
                    detail::cells.size()];
  const double z =
      std::bit_cast<double>(bits - (static_cast<std::uint64_t>(power) << detail::mantissa_bits));
  // |r| <= 1/256, so what the series leaves out is less than 2⁻⁵⁰ of r.
  const double r = z * cell.inverse_of_centre - 1.0;
  constexpr double coefficients[] = {-1.0 / 6, 1.0 / 5, -1.0 / 4, 1.0 / 3, -1.0 / 2};
  const double rest = r * r * detail::polynomial(coefficients, r);
  return static_cast<double>(power) * detail::natural_log_of_2 + cell.logarithm_of_centre +
         (r + rest);
}

/// e to the power of `exponent`, relative error below 1e-15 for exponents from -700 to 700; 0 below
/// that, and above 709 what it is there.
[[nodiscard]] double exponential(double exponent);

/// The value that a standard normal variable stays below with this probability, relative error
/// below 1.2e-9. REQUIRES: 0 < probability < 1.
[[nodiscard]] double normal_quantile(double probability);

}  // namespace spindrift::kernel::fixed
