#include "analysis/statistics/intervals/proportion_interval.hpp"

#include "analysis/statistics/distributions/binomial.hpp"
#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

using internal::as_real;

namespace {

/// The zero of a function of a probability that is negative below it and positive above. Halving
/// until neighbouring doubles are reached needs about sixty steps and no derivative.
template <typename Function>
double root_by_halving(Function increasing) {
  double below = 0.0;
  double above = 1.0;
  for (;;) {
    const double middle = 0.5 * (below + above);
    if (middle <= below || middle >= above || above - below <= 1e-15 * above) {
      return middle;
    }
    (increasing(middle) < 0.0 ? below : above) = middle;
  }
}

void require_trials(std::size_t successes, std::size_t trials, double error) {
  internal::require(trials >= 1, "a proportion needs a trial");
  internal::require(successes <= trials, "there are no more successes than trials");
  internal::require(error > 0.0 && error < 1.0, "an error probability lies between 0 and 1");
}

}  // namespace

double proportion_upper_bound(std::size_t successes, std::size_t trials, double error) {
  require_trials(successes, trials, error);
  if (successes == trials) {
    return 1.0;
  }
  return root_by_halving([&](double p) { return error - binomial_cdf(successes, trials, p); });
}

double proportion_lower_bound(std::size_t successes, std::size_t trials, double error) {
  require_trials(successes, trials, error);
  if (successes == 0) {
    return 0.0;
  }
  return root_by_halving(
      [&](double p) { return binomial_upper_tail(successes, trials, p) - error; });
}

ConfidenceInterval proportion_interval(std::size_t successes, std::size_t trials, double level) {
  internal::require_level(level);
  const double error_each_side = 0.5 * (1.0 - level);
  return {.estimate = as_real(successes) / as_real(trials),
          .lower = proportion_lower_bound(successes, trials, error_each_side),
          .upper = proportion_upper_bound(successes, trials, error_each_side),
          .level = level};
}

}  // namespace spindrift::statistics
