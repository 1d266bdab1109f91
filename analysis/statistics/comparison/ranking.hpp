#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/statistics/comparison/direction.hpp"
#include "analysis/statistics/comparison/multiple_comparisons.hpp"
#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::statistics {

struct RankingRules {
  Direction direction = Direction::minimise;
  /// The confidence in all claims of the ranking together.
  double level = 0.95;
  Correction correction = Correction::bonferroni;
};

/// What the replications say of two alternatives.
enum class Relation {
  first_better,
  second_better,
  cannot_tell_apart,
  /// Equal in each single replication: a tie, not a lack of data.
  same_in_every_replication,
};

struct PairComparison {
  std::size_t first = 0;
  std::size_t second = 0;
  /// The mean of first - second. All pairs' intervals hold together (Bonferroni), also under Holm.
  ConfidenceInterval difference{};
  /// To be compared with 1 - level; corrected as the rules say.
  double adjusted_p_value = 1.0;
  Relation relation = Relation::cannot_tell_apart;
  double variance_reduction_factor = 1.0;
};

/// One alternative's place. If all claims hold, its true rank lies in [best_rank, worst_rank]
/// (ranks count from 1): compare D. Al Mohamad, J. Goeman, E. van Zwet, "Simultaneous confidence
/// intervals for ranks with application to ranking institutions", Biometrics 78 (2022).
struct Standing {
  std::size_t alternative = 0;
  /// The alternative's own mean; this interval holds at the level alone, not with the others.
  ConfidenceInterval mean{};
  std::size_t best_rank = 1;
  std::size_t worst_rank = 1;
};

/// A ranking that claims no more than the data show: a partial order, never a forced list.
class Ranking {
 public:
  /// Ranks alternatives by paired differences; series[a][r] is what alternative a measured in
  /// replication r. REQUIRES: at least one alternative, series of the same length >= 2.
  explicit Ranking(std::span<const std::vector<double>> series, const RankingRules& rules = {});

  /// By mean, best first; equal means in the order given. An order to print in, not a claim.
  [[nodiscard]] const std::vector<Standing>& standings() const { return standings_; }

  /// Every pair with first < second, in lexicographic order.
  [[nodiscard]] const std::vector<PairComparison>& pairs() const { return pairs_; }

  /// Whether `one` is claimed to be better than `other`. The claims are a strict partial order:
  /// means of differences add up and their deviations at most do, so the t of A against C is never
  /// below the lesser of those of A against B and of B against C.
  [[nodiscard]] bool is_claimed_better(std::size_t one, std::size_t other) const;

  /// The largest groups within which nothing is claimed, members and groups in printing order; an
  /// alternative may stand in several (see indistinguishable_groups).
  [[nodiscard]] const std::vector<std::vector<std::size_t>>& groups() const { return groups_; }

 private:
  void compare_pairs(std::span<const std::vector<double>> series, const RankingRules& rules);
  void close_claims();
  void place(std::span<const std::vector<double>> series, const RankingRules& rules);
  void form_groups();

  std::vector<PairComparison> pairs_;
  std::vector<std::vector<bool>> better_;
  std::vector<Standing> standings_;
  std::vector<std::vector<std::size_t>> groups_;
};

}  // namespace spindrift::statistics
