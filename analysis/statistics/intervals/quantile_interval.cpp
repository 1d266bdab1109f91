#include "analysis/statistics/intervals/quantile_interval.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/distributions/binomial.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/sample_quantile.hpp"

namespace spindrift::statistics {

namespace {

void require_inner_probability(double probability) {
  internal::require(probability > 0.0 && probability < 1.0,
                    "a quantile has an interval at a probability strictly between 0 and 1");
}

/// The least rank in 1 ... count at which a condition begins to hold, count + 1 if it never does.
/// Once it holds it holds at every higher rank, so halving finds it.
template <typename Condition>
std::size_t first_rank_where(std::size_t count, Condition holds) {
  std::size_t below = 0;
  std::size_t found = count + 1;
  while (found - below > 1) {
    const std::size_t middle = below + (found - below) / 2;
    (holds(middle) ? found : below) = middle;
  }
  return found;
}

}  // namespace

QuantileRanks quantile_ranks(std::size_t count, double probability, double level) {
  internal::require(count >= 1, "an empty sample has no quantiles");
  require_inner_probability(probability);
  internal::require_level(level);
  const double error_each_side = 0.5 * (1.0 - level);

  // The r-th smallest value exceeds the quantile if fewer than r values lie below it, and falls
  // short of it if at least r do.
  const auto exceeds = [&](std::size_t rank) { return binomial_cdf(rank - 1, count, probability); };
  const auto falls_short = [&](std::size_t rank) {
    return binomial_upper_tail(rank, count, probability);
  };
  const std::size_t lower =
      first_rank_where(count, [&](std::size_t r) { return exceeds(r) > error_each_side; }) - 1;
  const std::size_t upper =
      first_rank_where(count, [&](std::size_t r) { return falls_short(r) <= error_each_side; });

  QuantileRanks found{.attained_level = 1.0};
  if (lower >= 1) {
    found.lower = lower;
    found.attained_level -= exceeds(lower);
  }
  if (upper <= count) {
    found.upper = upper;
    found.attained_level -= falls_short(upper);
  }
  return found;
}

ConfidenceInterval quantile_interval(std::span<const double> sorted, double probability,
                                     double level) {
  const QuantileRanks ranks = quantile_ranks(sorted.size(), probability, level);
  ConfidenceInterval interval{.estimate = sample_quantile(sorted, probability), .level = level};
  if (ranks.lower) {
    interval.lower = sorted[*ranks.lower - 1];
  }
  if (ranks.upper) {
    interval.upper = sorted[*ranks.upper - 1];
  }
  return interval;
}

std::size_t quantile_sample_size(double probability, double level) {
  require_inner_probability(probability);
  internal::require_level(level);
  // The extreme values bound the quantile once it is improbable that all values lie on one side.
  const double log_error = std::log(0.5 * (1.0 - level));
  const double log_one_side = std::max(std::log(probability), std::log1p(-probability));
  return static_cast<std::size_t>(std::ceil(log_error / log_one_side));
}

}  // namespace spindrift::statistics
