#include "analysis/statistics/intervals/mean_interval.hpp"

#include <cmath>

#include "analysis/statistics/distributions/student_t.hpp"
#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

using internal::as_real;

namespace {

ConfidenceInterval symmetric_interval(double estimate, double standard_error,
                                      double degrees_of_freedom, double level) {
  const double half_width =
      standard_error * student_t_quantile(0.5 + 0.5 * level, degrees_of_freedom);
  return {estimate, estimate - half_width, estimate + half_width, level};
}

}  // namespace

ConfidenceInterval mean_interval(const RunningMoments& values, double level) {
  internal::require_level(level);
  if (values.count() == 1) {
    return {.estimate = values.mean(), .level = level};
  }
  return symmetric_interval(values.mean(), values.standard_error(), as_real(values.count() - 1),
                            level);
}

ConfidenceInterval paired_difference_interval(const PairedDifferences& paired, double level) {
  return mean_interval(paired.differences(), level);
}

ConfidenceInterval independent_difference_interval(const RunningMoments& first,
                                                   const RunningMoments& second, double level) {
  internal::require_level(level);
  const double difference = first.mean() - second.mean();
  if (first.count() == 1 || second.count() == 1) {
    return {.estimate = difference, .level = level};
  }
  const double first_part = first.variance() / as_real(first.count());
  const double second_part = second.variance() / as_real(second.count());
  const double variance = first_part + second_part;
  if (variance == 0.0) {
    return {difference, difference, difference, level};
  }
  // Shares instead of squared variances: those overflow and underflow far sooner.
  const double first_share = first_part / variance;
  const double second_share = second_part / variance;
  const double degrees = 1.0 / (first_share * first_share / as_real(first.count() - 1) +
                                second_share * second_share / as_real(second.count() - 1));
  return symmetric_interval(difference, std::sqrt(variance), degrees, level);
}

}  // namespace spindrift::statistics
