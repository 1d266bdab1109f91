#include "analysis/review/objective_order.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/review/told_apart.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/intervals/proportion_interval.hpp"

namespace spindrift::review {
namespace {

LimitRecord record_of(const Limit& limit, const Alternative& alternative, double level) {
  LimitRecord record;
  record.worst = alternative.replications.front()[limit.metric];
  for (const metrics::MetricValues& values : alternative.replications) {
    const double value = values[limit.metric];
    record.worst = limit.is_upper ? std::max(record.worst, value) : std::min(record.worst, value);
    if (!holds(limit, values)) ++record.broken;
  }
  record.broken_share_at_most =
      statistics::proportion_upper_bound(record.broken, alternative.replications.size(), 1 - level);
  return record;
}

std::vector<std::vector<double>> costs_by(std::span<const CostTerm> goal,
                                          const Comparison& comparison) {
  std::vector<std::vector<double>> costs;
  for (const Alternative& each : comparison.alternatives) {
    costs.emplace_back();
    for (const metrics::MetricValues& values : each.replications) {
      costs.back().push_back(cost_of(goal, values));
    }
  }
  return costs;
}

std::size_t worst_broken(const ObjectiveStanding& standing) {
  std::size_t worst = 0;
  for (const LimitRecord& record : standing.limits) worst = std::max(worst, record.broken);
  return worst;
}

}  // namespace

std::vector<ObjectiveStanding> order_by_objective(const Comparison& comparison) {
  const Objective& objective = comparison.objective.value();
  std::vector<ObjectiveStanding> standings;
  for (std::size_t place = 0; place < comparison.alternatives.size(); ++place) {
    ObjectiveStanding standing;
    standing.alternative = place;
    for (const Limit& limit : objective.limits) {
      standing.limits.push_back(record_of(limit, comparison.alternatives[place], comparison.level));
    }
    standing.admitted = worst_broken(standing) == 0;
    standings.push_back(std::move(standing));
  }

  std::vector<statistics::Ranking> rankings;
  std::vector<std::vector<double>> decided;  // by goal, then alternative
  for (const auto& goal : objective.goals) {
    const auto costs = costs_by(goal, comparison);
    for (std::size_t place = 0; place < costs.size(); ++place) {
      standings[place].goals.push_back(
          statistics::mean_interval(statistics::moments_of(costs[place]), comparison.level));
    }
    rankings.emplace_back(costs,
                          statistics::RankingRules{.level = comparison.level,
                                                   .correction = statistics::Correction::holm});
    decided.push_back(means_told_apart(rankings.back()));
  }

  std::ranges::stable_sort(standings, [&](const auto& one, const auto& other) {
    if (one.admitted != other.admitted) return one.admitted;
    if (worst_broken(one) != worst_broken(other)) return worst_broken(one) < worst_broken(other);
    for (const auto& goal : decided) {
      const double first = goal[one.alternative];
      const double second = goal[other.alternative];
      if (first != second) return first < second;
    }
    return false;
  });
  for (std::size_t place = 0; place + 1 < standings.size(); ++place) {
    const std::size_t one = standings[place].alternative;
    const std::size_t next = standings[place + 1].alternative;
    standings[place].clearly_before_next =
        standings[place].admitted &&
        (!standings[place + 1].admitted ||
         std::ranges::any_of(rankings, [&](const statistics::Ranking& ranking) {
           return ranking.is_claimed_better(one, next);
         }));
  }
  return standings;
}

}  // namespace spindrift::review
