#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/statistics/moments/running_moments.hpp"
#include "analysis/statistics/selection/race.hpp"

namespace spindrift::statistics {

/// Watches one alternative's constrained values during a race and decides, constraint by
/// constraint, whether it holds. A decision once made stays: the race's guarantee covers each of
/// them, and going back on one would only spend replications.
class ConstraintJudge {
 public:
  /// Each one-sided bound errs with at most probability `error`. The constraints must outlive this.
  ConstraintJudge(std::span<const RaceConstraint> constraints, double error);

  /// One replication. Throws std::invalid_argument unless there is a value for each constraint, a
  /// finite one, and 0 or 1 where the constraint is on a probability.
  void add(std::span<const double> constrained);

  /// Decides what can be decided. REQUIRES: at least two replications.
  void judge();

  [[nodiscard]] bool holds_all() const;

  /// The first constraint that is known to be broken.
  [[nodiscard]] std::optional<std::size_t> broken() const;

 private:
  enum class Finding { undecided, holds, broken };

  [[nodiscard]] Finding find(const RaceConstraint& constraint, const RunningMoments& values) const;

  std::span<const RaceConstraint> constraints_;
  double error_;
  std::vector<RunningMoments> values_;
  std::vector<Finding> findings_;
};

}  // namespace spindrift::statistics
