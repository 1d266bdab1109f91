#include "analysis/statistics/selection/sequential_stopping.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"

namespace spindrift::statistics {

using internal::as_real;
using internal::require;

namespace {

void require_goal(const PrecisionGoal& goal) {
  require(goal.relative_error >= 0.0 && goal.absolute_error >= 0.0, "an error is not negative");
  require(goal.relative_error > 0.0 || goal.absolute_error > 0.0,
          "without a wished error replications never end");
  require(goal.replications_min >= 2, "precision cannot be judged from one replication");
  require(goal.replications_min <= goal.replications_max,
          "the minimum of replications exceeds the maximum");
}

/// The half-width needed to be worth `half_width` now shrinks with the root of the replications.
std::size_t project(std::size_t replications, double half_width, double wished,
                    const PrecisionGoal& goal) {
  const double ratio = half_width / wished;
  const double projected = std::ceil(as_real(replications) * ratio * ratio);
  if (!(projected < as_real(goal.replications_max))) {
    return goal.replications_max;
  }
  return std::clamp(static_cast<std::size_t>(projected), goal.replications_min,
                    goal.replications_max);
}

}  // namespace

StoppingDecision decide_stopping(const RunningMoments& values, const PrecisionGoal& goal) {
  require_goal(goal);
  const ConfidenceInterval interval = mean_interval(values, goal.level);
  if (values.count() < goal.replications_min) {
    const std::size_t next = goal.replications_min;
    return {StoppingDecision::State::keep_going, interval, next};
  }
  const double half_width = 0.5 * interval.width();
  const double relative = goal.relative_error / (1.0 + goal.relative_error);
  const double wished = std::max(goal.absolute_error, relative * std::abs(interval.estimate));
  if (half_width <= wished) {
    return {StoppingDecision::State::precision_reached, interval, values.count()};
  }
  const std::size_t projected = project(values.count(), half_width, wished, goal);
  if (values.count() >= goal.replications_max) {
    return {StoppingDecision::State::maximum_reached, interval, projected};
  }
  return {StoppingDecision::State::keep_going, interval, std::max(projected, values.count() + 1)};
}

}  // namespace spindrift::statistics
