#include "analysis/statistics/distributions/student_t.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/statistics/distributions/incomplete_beta.hpp"
#include "analysis/statistics/distributions/normal.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/internal/saddle_point.hpp"

namespace spindrift::statistics {

namespace {

void require_degrees(double degrees_of_freedom) {
  internal::require(degrees_of_freedom >= 1.0 && std::isfinite(degrees_of_freedom),
                    "a Student t distribution has at least one degree of freedom");
}

/// t as the beta variable x = degrees / (degrees + t^2), and its complement without cancellation.
struct BetaVariable {
  double x;
  double complement;

  BetaVariable(double t, double degrees)
      : x(degrees / (degrees + t * t)), complement(t * t / (degrees + t * t)) {}
};

/// P(T > t) for t > 0.
double upper_tail(double t, double degrees) {
  const BetaVariable beta(t, degrees);
  return 0.5 * regularized_incomplete_beta(0.5 * degrees, 0.5, beta.x, beta.complement);
}

/// The density at t > 0: the derivative of upper_tail, in which all but 1/t cancels.
double density(double t, double degrees) {
  const BetaVariable beta(t, degrees);
  return internal::beta_power(0.5 * degrees, 0.5, beta.x, beta.complement) / t;
}

}  // namespace

double student_t_cdf(double t, double degrees_of_freedom) {
  require_degrees(degrees_of_freedom);
  internal::require_finite(t, "a Student t variable is finite");
  if (t == 0.0) {
    return 0.5;
  }
  const double tail = upper_tail(std::abs(t), degrees_of_freedom);
  return t < 0.0 ? tail : 1.0 - tail;
}

double student_t_quantile(double probability, double degrees_of_freedom) {
  require_degrees(degrees_of_freedom);
  const double normal = normal_quantile(probability);
  if (normal == 0.0) {
    return 0.0;
  }
  const double tail = std::min(probability, 1.0 - probability);
  double t = std::abs(normal);
  // The steps are all outwards; the first that is not, or is below rounding, is noise.
  for (;;) {
    const double excess = upper_tail(t, degrees_of_freedom) - tail;
    const double step = excess / density(t, degrees_of_freedom);
    if (!(step > 4.0 * std::numeric_limits<double>::epsilon() * t)) {
      return std::copysign(t, normal);
    }
    t += step;
  }
}

}  // namespace spindrift::statistics
