#include "analysis/statistics/comparison/ranking.hpp"

#include <algorithm>

#include "analysis/statistics/comparison/indistinguishable_groups.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/moments/paired_differences.hpp"
#include "analysis/statistics/moments/running_moments.hpp"

namespace spindrift::statistics {

namespace {

void require_series(std::span<const std::vector<double>> series) {
  internal::require(!series.empty(), "a ranking needs an alternative");
  internal::require(series.front().size() >= 2, "a ranking needs two replications");
  internal::require(
      std::ranges::all_of(series, [&](const auto& s) { return s.size() == series.front().size(); }),
      "every alternative ran the same replications");
}

std::vector<double> corrected(std::span<const double> p_values, Correction correction) {
  return correction == Correction::holm ? holm_adjusted(p_values) : bonferroni_adjusted(p_values);
}

/// `side` is the side of zero on which first - second is claimed to lie; 0 means no claim.
Relation relation_of(int side, const RunningMoments& differences, Direction direction) {
  if (differences.minimum() == 0.0 && differences.maximum() == 0.0) {
    return Relation::same_in_every_replication;
  }
  if (side == 0) {
    return Relation::cannot_tell_apart;
  }
  return is_better(side, 0, direction) ? Relation::first_better : Relation::second_better;
}

/// The side that is claimed: read off the interval for Bonferroni, off the p-value for Holm.
int claimed_side(const PairComparison& pair, const RankingRules& rules) {
  if (rules.correction == Correction::bonferroni) {
    return pair.difference.side_of(0.0);
  }
  if (pair.adjusted_p_value > 1.0 - rules.level) {
    return 0;
  }
  return pair.difference.estimate < 0.0 ? -1 : 1;
}

}  // namespace

Ranking::Ranking(std::span<const std::vector<double>> series, const RankingRules& rules) {
  require_series(series);
  internal::require_level(rules.level);
  better_.assign(series.size(), std::vector<bool>(series.size(), false));
  compare_pairs(series, rules);
  close_claims();
  place(series, rules);
  form_groups();
}

bool Ranking::is_claimed_better(std::size_t one, std::size_t other) const {
  internal::require(one < better_.size() && other < better_.size(), "there is no such alternative");
  return better_[one][other];
}

void Ranking::compare_pairs(std::span<const std::vector<double>> series,
                            const RankingRules& rules) {
  const std::size_t pair_count = series.size() * (series.size() - 1) / 2;
  if (pair_count == 0) {
    return;
  }
  const double level_each = bonferroni_level(rules.level, pair_count);
  std::vector<PairedDifferences> differences;
  std::vector<double> p_values;
  for (std::size_t first = 0; first < series.size(); ++first) {
    for (std::size_t second = first + 1; second < series.size(); ++second) {
      const auto& paired =
          differences.emplace_back(paired_differences_of(series[first], series[second]));
      p_values.push_back(paired_p_value(paired));
      pairs_.push_back({.first = first,
                        .second = second,
                        .difference = paired_difference_interval(paired, level_each),
                        .variance_reduction_factor = paired.variance_reduction_factor()});
    }
  }
  const std::vector<double> adjusted = corrected(p_values, rules.correction);
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    PairComparison& pair = pairs_[i];
    pair.adjusted_p_value = adjusted[i];
    pair.relation =
        relation_of(claimed_side(pair, rules), differences[i].differences(), rules.direction);
    better_[pair.first][pair.second] = pair.relation == Relation::first_better;
    better_[pair.second][pair.first] = pair.relation == Relation::second_better;
  }
}

void Ranking::close_claims() {
  // Claims are transitive but for rounding in a case that is decided by the last digit. Warshall's
  // closure makes them so without that exception. It makes no cycle: claims follow the means.
  const std::size_t count = better_.size();
  for (std::size_t middle = 0; middle < count; ++middle) {
    for (std::size_t one = 0; one < count; ++one) {
      for (std::size_t other = 0; other < count; ++other) {
        better_[one][other] =
            better_[one][other] || (better_[one][middle] && better_[middle][other]);
      }
    }
  }
}

void Ranking::place(std::span<const std::vector<double>> series, const RankingRules& rules) {
  for (std::size_t alternative = 0; alternative < series.size(); ++alternative) {
    Standing standing{.alternative = alternative,
                      .mean = mean_interval(moments_of(series[alternative]), rules.level),
                      .worst_rank = series.size()};
    for (std::size_t other = 0; other < series.size(); ++other) {
      standing.best_rank += better_[other][alternative] ? 1U : 0U;
      standing.worst_rank -= better_[alternative][other] ? 1U : 0U;
    }
    standings_.push_back(standing);
  }
  std::ranges::stable_sort(standings_, [&](const Standing& left, const Standing& right) {
    return is_better(left.mean.estimate, right.mean.estimate, rules.direction);
  });
}

void Ranking::form_groups() {
  groups_ = indistinguishable_groups(standings_.size(), [&](std::size_t left, std::size_t right) {
    const std::size_t one = standings_[left].alternative;
    const std::size_t other = standings_[right].alternative;
    return !better_[one][other] && !better_[other][one];
  });
  for (auto& group : groups_) {
    for (std::size_t& member : group) {
      member = standings_[member].alternative;
    }
  }
}

}  // namespace spindrift::statistics
