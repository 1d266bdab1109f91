#include "analysis/statistics/intervals/batch_means.hpp"

#include <vector>

#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/moments/running_moments.hpp"

namespace spindrift::statistics {

namespace {

/// The lag-one autocorrelation, around the common mean.
double correlation_of_neighbours(std::span<const double> means, double centre) {
  double squares = 0.0;
  double products = 0.0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double deviation = means[i] - centre;
    squares += deviation * deviation;
    if (i > 0) {
      products += deviation * (means[i - 1] - centre);
    }
  }
  return squares > 0.0 ? products / squares : 0.0;
}

}  // namespace

BatchMeans batch_means_interval(std::span<const double> series, const BatchPlan& plan,
                                double level) {
  internal::require(plan.batch_count >= 2, "batch means need two batches");
  internal::require(series.size() >= plan.warm_up, "the warm-up is longer than the series");
  const std::size_t batch_size = (series.size() - plan.warm_up) / plan.batch_count;
  internal::require(batch_size >= 1, "there are fewer values than batches");

  const auto steady = series.last(batch_size * plan.batch_count);
  std::vector<double> means;
  means.reserve(plan.batch_count);
  for (std::size_t batch = 0; batch < plan.batch_count; ++batch) {
    means.push_back(moments_of(steady.subspan(batch * batch_size, batch_size)).mean());
  }
  const RunningMoments over_batches = moments_of(means);
  return {.interval = mean_interval(over_batches, level),
          .batch_size = batch_size,
          .correlation_of_neighbours = correlation_of_neighbours(means, over_batches.mean())};
}

}  // namespace spindrift::statistics
