#include "analysis/statistics/distributions/incomplete_beta.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/internal/saddle_point.hpp"

namespace spindrift::statistics {

namespace {

/// A denominator of the Lentz algorithm may come out as zero; any tiny number in its place yields
/// the right limit.
double away_from_zero(double value) {
  constexpr double tiny = 1e-300;
  return std::abs(value) < tiny ? tiny : value;
}

/// I_x(a, b) less the factor beta_power: 1 / (beta_0 + alpha_1 / (beta_1 + alpha_2 / (beta_2 +
/// ...))). The number of terms grows with the root of max(a, b).
double continued_fraction(double a, double b, double x, double complement) {
  const double terms_max = 1000.0 + 20.0 * std::sqrt(std::max(a, b));
  // a - (a + b) x, which would cancel near the mean.
  const double from_mean = a * complement - b * x;
  double denominator = away_from_zero(a / (a + 1.0) * (from_mean + 1.0));
  double ratio_above = denominator;
  double ratio_below = 0.0;
  for (double m = 1.0; m <= terms_max; m += 1.0) {
    const double share = m * (b - m) * x / (a + 2.0 * m - 1.0);
    const double alpha = (a + m - 1.0) / (a + 2.0 * m - 1.0) * (a + b + m - 1.0) * x * share;
    const double beta =
        m + share + (a + m) / (a + 2.0 * m + 1.0) * (from_mean + 1.0 + m * (1.0 + complement));
    ratio_below = 1.0 / away_from_zero(beta + alpha * ratio_below);
    ratio_above = away_from_zero(beta + alpha / ratio_above);
    const double change = ratio_below * ratio_above;
    denominator *= change;
    if (std::abs(change - 1.0) <= 2.0 * std::numeric_limits<double>::epsilon()) {
      return 1.0 / denominator;
    }
  }
  throw std::runtime_error("the continued fraction of the incomplete beta did not converge");
}

}  // namespace

double regularized_incomplete_beta(double a, double b, double x, double complement) {
  internal::require(a > 0.0 && std::isfinite(a) && b > 0.0 && std::isfinite(b),
                    "the parameters of a beta distribution are positive and finite");
  internal::require(x >= 0.0 && x <= 1.0 && complement >= 0.0 && complement <= 1.0,
                    "a beta distributed variable lies between 0 and 1");
  if (x == 0.0) {
    return 0.0;
  }
  if (complement == 0.0) {
    return 1.0;
  }
  const double power = internal::beta_power(a, b, x, complement);
  if (x < (a + 1.0) / (a + b + 2.0)) {
    return std::min(1.0, power * continued_fraction(a, b, x, complement));
  }
  return std::max(0.0, 1.0 - power * continued_fraction(b, a, complement, x));
}

double regularized_incomplete_beta(double a, double b, double x) {
  return regularized_incomplete_beta(a, b, x, 1.0 - x);
}

}  // namespace spindrift::statistics
