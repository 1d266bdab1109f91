#include "analysis/statistics/selection/constraint_judge.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/distributions/student_t.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/proportion_interval.hpp"

namespace spindrift::statistics {

using internal::as_real;
using internal::require;

namespace {

struct Bounds {
  double lower = 0.0;
  double upper = 0.0;
};

Bounds mean_bounds(const RunningMoments& values, double error) {
  const double reach =
      values.standard_error() * student_t_quantile(1.0 - error, as_real(values.count() - 1));
  return {values.mean() - reach, values.mean() + reach};
}

Bounds probability_bounds(const RunningMoments& values, double error) {
  const std::size_t trials = values.count();
  const auto ones = static_cast<std::size_t>(std::llround(values.mean() * as_real(trials)));
  return {proportion_lower_bound(ones, trials, error), proportion_upper_bound(ones, trials, error)};
}

}  // namespace

ConstraintJudge::ConstraintJudge(std::span<const RaceConstraint> constraints, double error)
    : constraints_(constraints),
      error_(error),
      values_(constraints.size()),
      findings_(constraints.size(), Finding::undecided) {}

void ConstraintJudge::add(std::span<const double> constrained) {
  require(constrained.size() == constraints_.size(), "there is a value for each constraint");
  for (std::size_t i = 0; i < constrained.size(); ++i) {
    require(constraints_[i].kind == RaceConstraint::Kind::mean || constrained[i] == 0.0 ||
                constrained[i] == 1.0,
            "what happens with a probability is 0 or 1 in a replication");
    values_[i].add(constrained[i]);
  }
}

void ConstraintJudge::judge() {
  for (std::size_t i = 0; i < findings_.size(); ++i) {
    if (findings_[i] == Finding::undecided) {
      findings_[i] = find(constraints_[i], values_[i]);
    }
  }
}

bool ConstraintJudge::holds_all() const {
  return std::ranges::all_of(findings_, [](Finding found) { return found == Finding::holds; });
}

std::optional<std::size_t> ConstraintJudge::broken() const {
  const auto first = std::ranges::find(findings_, Finding::broken);
  if (first == findings_.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(first - findings_.begin());
}

ConstraintJudge::Finding ConstraintJudge::find(const RaceConstraint& constraint,
                                               const RunningMoments& values) const {
  const Bounds bounds = constraint.kind == RaceConstraint::Kind::mean
                            ? mean_bounds(values, error_)
                            : probability_bounds(values, error_);
  if (bounds.lower > constraint.at_most) {
    return Finding::broken;
  }
  return bounds.upper <= constraint.at_most ? Finding::holds : Finding::undecided;
}

}  // namespace spindrift::statistics
