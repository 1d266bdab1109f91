#include "analysis/statistics/distributions/binomial.hpp"

#include <cmath>

#include "analysis/statistics/distributions/incomplete_beta.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/internal/saddle_point.hpp"

namespace spindrift::statistics {

using internal::as_real;

namespace {

void require_probability(double success) {
  internal::require(success >= 0.0 && success <= 1.0, "a probability lies between 0 and 1");
}

}  // namespace

double binomial_probability(std::size_t successes, std::size_t trials, double success) {
  require_probability(success);
  if (successes > trials) {
    return 0.0;
  }
  if (success == 0.0 || success == 1.0) {
    return successes == (success == 0.0 ? 0 : trials) ? 1.0 : 0.0;
  }
  if (successes == 0) {
    return std::exp(as_real(trials) * std::log1p(-success));
  }
  if (successes == trials) {
    return std::exp(as_real(trials) * std::log(success));
  }
  const double k = as_real(successes);
  const double rest = as_real(trials - successes);
  const double beta = internal::beta_power(k, rest, success, 1.0 - success);
  return beta * as_real(trials) / (k * rest);
}

double binomial_upper_tail(std::size_t successes, std::size_t trials, double success) {
  require_probability(success);
  if (successes == 0) {
    return 1.0;
  }
  if (successes > trials) {
    return 0.0;
  }
  return regularized_incomplete_beta(as_real(successes), as_real(trials - successes + 1), success);
}

double binomial_cdf(std::size_t successes, std::size_t trials, double success) {
  require_probability(success);
  if (successes >= trials) {
    return 1.0;
  }
  return regularized_incomplete_beta(as_real(trials - successes), as_real(successes + 1),
                                     1.0 - success, success);
}

}  // namespace spindrift::statistics
