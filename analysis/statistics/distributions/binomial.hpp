#pragma once

#include <cstddef>

namespace spindrift::statistics {

/// The probability of exactly `successes` in `trials`, each with probability `success`.
/// Throws std::invalid_argument unless 0 <= success <= 1. More successes than trials: 0.
[[nodiscard]] double binomial_probability(std::size_t successes, std::size_t trials,
                                          double success);

/// The probability of at most `successes` in `trials`. Exact (incomplete beta), not a normal
/// approximation.
[[nodiscard]] double binomial_cdf(std::size_t successes, std::size_t trials, double success);

/// The probability of at least `successes` in `trials`, with the digits that 1 - cdf would lose.
[[nodiscard]] double binomial_upper_tail(std::size_t successes, std::size_t trials, double success);

}  // namespace spindrift::statistics
