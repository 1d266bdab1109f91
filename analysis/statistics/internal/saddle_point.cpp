#include "analysis/statistics/internal/saddle_point.hpp"

#include <cmath>
#include <numbers>

namespace spindrift::statistics::internal {

double stirling_error(double n) {
  // The series needs a large n; the recurrence Gamma(n+2) = (n+1) Gamma(n+1) leads there.
  double steps_below = 0.0;
  while (n < 15.0) {
    steps_below += (n + 0.5) * std::log1p(1.0 / n) - 1.0;
    n += 1.0;
  }
  const double inverse_square = 1.0 / (n * n);
  // The Bernoulli numbers B(2k) / (2k (2k-1)); the first one left out is below 1e-18 at n = 15.
  const double series =
      1.0 / 12 -
      inverse_square *
          (1.0 / 360 -
           inverse_square *
               (1.0 / 1260 -
                inverse_square *
                    (1.0 / 1680 -
                     inverse_square *
                         (1.0 / 1188 -
                          inverse_square * (691.0 / 360360 - inverse_square * (1.0 / 156))))));
  return series / n + steps_below;
}

double deviance(double x, double expected) {
  const double distance = x - expected;
  if (std::abs(distance) >= 0.1 * (x + expected)) {
    return x * std::log(x / expected) - distance;
  }
  // ln(x / expected) = 2 artanh(ratio); the first term cancels against -distance on paper.
  const double ratio = distance / (x + expected);
  double sum = distance * ratio;
  double power = 2.0 * x * ratio;
  for (int exponent = 3;; exponent += 2) {
    power *= ratio * ratio;
    const double next = sum + power / exponent;
    if (next == sum) {
      return sum;
    }
    sum = next;
  }
}

double beta_power(double a, double b, double x, double complement) {
  const double n = a + b;
  const double exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) -
                          deviance(a, n * x) - deviance(b, n * complement);
  return std::sqrt(a / n * b / (2.0 * std::numbers::pi)) * std::exp(exponent);
}

}  // namespace spindrift::statistics::internal
