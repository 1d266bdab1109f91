#include "analysis/review/conclusions.hpp"

#include <algorithm>

#include "analysis/review/objective_order.hpp"
#include "analysis/review/told_apart.hpp"
#include "analysis/review/verdict.hpp"
#include "analysis/statistics/comparison/multiple_comparisons.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/intervals/quantile_interval.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;
using statistics::PairedDifferences;

MetricSummary summary_of(const std::vector<double>& series, double level) {
  MetricSummary summary;
  summary.mean = statistics::mean_interval(statistics::moments_of(series), level);
  std::vector<double> sorted = series;
  std::ranges::sort(sorted);
  constexpr double median = 0.5;
  constexpr double high = 0.95;
  summary.median = statistics::quantile_interval(sorted, median, level);
  summary.percentile_95 = statistics::quantile_interval(sorted, high, level);
  summary.least = sorted.front();
  summary.most = sorted.back();
  return summary;
}

AgainstBaseline judged(const PairedDifferences& paired, double adjusted_p_value,
                       statistics::Direction direction, double level) {
  const auto& differences = paired.differences();
  if (differences.minimum() == 0 && differences.maximum() == 0) {
    return AgainstBaseline::same_in_every_replication;
  }
  if (adjusted_p_value > 1 - level) return AgainstBaseline::cannot_tell_apart;
  return statistics::is_better(differences.mean(), 0, direction) ? AgainstBaseline::better
                                                                 : AgainstBaseline::worse;
}

/// One metric of all alternatives: each by itself, and beside the baseline.
void summarise(Comparison& comparison, FleetMetric metric) {
  const std::vector<double> baseline = series_of(comparison.alternatives.front(), metric);
  const std::size_t comparisons = std::max<std::size_t>(1, comparison.alternatives.size() - 1);
  const double each_level = statistics::bonferroni_level(comparison.level, comparisons);
  std::vector<PairedDifferences> paired;
  std::vector<double> p_values;
  for (const Alternative& each : comparison.alternatives) {
    paired.push_back(statistics::paired_differences_of(series_of(each, metric), baseline));
    if (&each != &comparison.alternatives.front()) {
      p_values.push_back(statistics::paired_p_value(paired.back()));
    }
  }
  const std::vector<double> adjusted = statistics::holm_adjusted(p_values);
  for (std::size_t place = 0; place < comparison.alternatives.size(); ++place) {
    Alternative& each = comparison.alternatives[place];
    MetricSummary summary = summary_of(series_of(each, metric), comparison.level);
    if (place > 0) {
      summary.difference = statistics::paired_difference_interval(paired[place], each_level);
      summary.adjusted_p_value = adjusted[place - 1];
      summary.against_baseline = judged(paired[place], adjusted[place - 1],
                                        metrics::info(metric).direction, comparison.level);
      summary.variance_reduction_factor = paired[place].variance_reduction_factor();
      summary.variance_reduction_limit = paired[place].variance_reduction_limit();
    } else {
      summary.difference = {0, 0, 0, comparison.level};
    }
    each.metrics.push_back(summary);
  }
}

void rank(Comparison& comparison, FleetMetric metric) {
  const statistics::Ranking ranking = ranking_by(comparison, metric);
  comparison.rankings.push_back({metric, ranking.standings(), ranking.groups()});
}

/// By means that differ only where they can be told apart, so that noise decides nothing.
void find_pareto_front(Comparison& comparison) {
  if (comparison.pareto_metrics.empty()) {
    comparison.pareto_metrics = {FleetMetric::failed_verifications, FleetMetric::keys_at_most,
                                 FleetMetric::roll_duration, FleetMetric::kms_dollars_a_month};
  }
  std::vector<std::vector<double>> points(comparison.alternatives.size());
  std::vector<statistics::Direction> directions;
  for (const FleetMetric metric : comparison.pareto_metrics) {
    directions.push_back(metrics::info(metric).direction);
    const std::vector<double> means = means_told_apart(ranking_by(comparison, metric));
    for (std::size_t place = 0; place < points.size(); ++place) {
      points[place].push_back(means[place]);
    }
  }
  comparison.pareto = statistics::pareto_front(points, directions);
}

}  // namespace

std::vector<double> series_of(const Alternative& alternative, FleetMetric metric) {
  std::vector<double> series;
  series.reserve(alternative.replications.size());
  for (const auto& values : alternative.replications) series.push_back(values[metric]);
  return series;
}

void draw_conclusions(Comparison& comparison) {
  for (Alternative& each : comparison.alternatives) {
    each.cut_off = static_cast<std::size_t>(std::ranges::count_if(
        each.replications,
        [](const metrics::MetricValues& values) { return values[FleetMetric::cut_off] > 0; }));
  }
  for (const FleetMetric metric : comparison.metrics) {
    summarise(comparison, metric);
    rank(comparison, metric);
  }
  find_pareto_front(comparison);
  if (comparison.objective) comparison.by_objective = order_by_objective(comparison);
  comparison.verdict = verdict_of(comparison);
  comparison.remarks = remarks_on(comparison);
}

}  // namespace spindrift::review
