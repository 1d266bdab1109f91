#include "analysis/review/told_apart.hpp"

#include "analysis/review/conclusions.hpp"

namespace spindrift::review {

statistics::Ranking ranking_by(const Comparison& comparison, metrics::FleetMetric metric) {
  std::vector<std::vector<double>> series;
  for (const Alternative& each : comparison.alternatives) {
    series.push_back(series_of(each, metric));
  }
  return statistics::Ranking{series,
                             {.direction = metrics::info(metric).direction,
                              .level = comparison.level,
                              .correction = statistics::Correction::holm}};
}

std::vector<double> means_told_apart(const statistics::Ranking& ranking) {
  std::vector<double> means(ranking.standings().size());
  const statistics::Standing* leader = nullptr;
  for (const statistics::Standing& each : ranking.standings()) {
    if (leader == nullptr || ranking.is_claimed_better(leader->alternative, each.alternative)) {
      leader = &each;
    }
    means[each.alternative] = leader->mean.estimate;
  }
  return means;
}

}  // namespace spindrift::review
