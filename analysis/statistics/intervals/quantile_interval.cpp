#include "analysis/statistics/intervals/quantile_interval.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

#include "analysis/statistics/distributions/binomial.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/sample_quantile.hpp"

namespace spindrift::statistics {

namespace {

void require_inner_probability(double probability) {
  internal::require(probability > 0.0 && probability < 1.0,
                    "a quantile has an interval at a probability strictly between 0 and 1");
}

}  // namespace

QuantileRanks quantile_ranks(std::size_t count, double probability, double level) {
  internal::require(count >= 1, "an empty sample has no quantiles");
  require_inner_probability(probability);
  internal::require_level(level);
  const double error_each_side = 0.5 * (1.0 - level);

  // The r-th smallest value exceeds the quantile if fewer than r values lie below it, and falls
  // short of it if at least r do. Both probabilities are monotone in r, so halving finds the ranks.
  const auto ranks = std::views::iota(std::size_t{1}, count + 1);
  const auto exceeds = [&](std::size_t rank) { return binomial_cdf(rank - 1, count, probability); };
  const auto falls_short = [&](std::size_t rank) {
    return binomial_upper_tail(rank, count, probability);
  };
  const auto end_of_lower = std::ranges::partition_point(
      ranks, [&](std::size_t rank) { return exceeds(rank) <= error_each_side; });
  const auto start_of_upper = std::ranges::partition_point(
      ranks, [&](std::size_t rank) { return falls_short(rank) > error_each_side; });

  QuantileRanks found{.attained_level = 1.0};
  if (end_of_lower != ranks.begin()) {
    found.lower = *std::ranges::prev(end_of_lower);
    found.attained_level -= exceeds(*found.lower);
  }
  if (start_of_upper != ranks.end()) {
    found.upper = *start_of_upper;
    found.attained_level -= falls_short(*found.upper);
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
