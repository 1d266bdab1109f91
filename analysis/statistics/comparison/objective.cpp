#include "analysis/statistics/comparison/objective.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

namespace {

double metric_at(std::span<const double> metrics, std::size_t index) {
  internal::require(index < metrics.size(), "there is no such metric");
  internal::require(!std::isnan(metrics[index]), "a metric is a number");
  return metrics[index];
}

}  // namespace

double weighted_cost(std::span<const double> metrics, std::span<const WeightedTerm> terms) {
  double cost = 0.0;
  for (const WeightedTerm& term : terms) {
    internal::require(term.weight >= 0.0, "a weight is not negative; turn the direction instead");
    internal::require(term.scale > 0.0, "a scale is positive");
    cost +=
        term.weight * advantage(0.0, metric_at(metrics, term.metric), term.direction) / term.scale;
  }
  return cost;
}

std::vector<Violation> violations(std::span<const double> metrics,
                                  std::span<const Constraint> constraints) {
  std::vector<Violation> found;
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    const Constraint& constraint = constraints[i];
    const double beyond = metric_at(metrics, constraint.metric) - constraint.limit;
    const double excess = constraint.bound == Constraint::Bound::at_most ? beyond : -beyond;
    if (excess > 0.0) {
      found.push_back({.constraint = i, .excess = excess});
    }
  }
  return found;
}

std::weak_ordering compare_by_goals(std::span<const double> first, std::span<const double> second,
                                    std::span<const Goal> goals) {
  for (const Goal& goal : goals) {
    const double left = metric_at(first, goal.metric);
    const double right = metric_at(second, goal.metric);
    if (is_better(left, right, goal.direction)) {
      return std::weak_ordering::less;
    }
    if (is_better(right, left, goal.direction)) {
      return std::weak_ordering::greater;
    }
  }
  return std::weak_ordering::equivalent;
}

ConstrainedChoice choose(std::span<const std::vector<double>> points,
                         std::span<const Constraint> constraints, std::span<const Goal> goals) {
  ConstrainedChoice choice;
  for (std::size_t alternative = 0; alternative < points.size(); ++alternative) {
    std::vector<Violation> broken = violations(points[alternative], constraints);
    if (broken.empty()) {
      choice.admitted.push_back(alternative);
    } else {
      choice.refused.push_back({alternative, std::move(broken)});
    }
  }
  std::ranges::stable_sort(choice.admitted, [&](std::size_t left, std::size_t right) {
    return std::is_lt(compare_by_goals(points[left], points[right], goals));
  });
  return choice;
}

}  // namespace spindrift::statistics
