#pragma once

#include <compare>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/statistics/comparison/direction.hpp"

namespace spindrift::statistics {

/// One metric's part in a weighted objective.
struct WeightedTerm {
  std::size_t metric = 0;
  Direction direction = Direction::minimise;
  /// The price of one `scale` of the metric; not negative.
  double weight = 1.0;
  /// What counts as one: a unit, a budget, or today's value. Positive. Without it a weight would
  /// silently mean something else when a metric changes from seconds to hours.
  double scale = 1.0;
};

/// The sum of weight * metric / scale, maximised metrics counted negative: lower is better.
[[nodiscard]] double weighted_cost(std::span<const double> metrics,
                                   std::span<const WeightedTerm> terms);

/// A limit that an alternative must hold to be considered at all; the limit itself is allowed.
struct Constraint {
  enum class Bound { at_most, at_least };
  std::size_t metric = 0;
  Bound bound = Bound::at_most;
  double limit = 0.0;
};

struct Violation {
  /// Which of the constraints, by its place in the list.
  std::size_t constraint = 0;
  /// How far beyond the limit, in the metric's unit; positive.
  double excess = 0.0;
};

/// The constraints that these metrics break, in the order of the list. A metric that is not a
/// number is an error (std::invalid_argument), not a constraint that happens to hold.
[[nodiscard]] std::vector<Violation> violations(std::span<const double> metrics,
                                                std::span<const Constraint> constraints);

/// One step of "then the shortest roll, then the fewest keys".
struct Goal {
  std::size_t metric = 0;
  Direction direction = Direction::minimise;
};

/// Lexicographic order by the goals: less means better, equivalent means equal in every goal.
[[nodiscard]] std::weak_ordering compare_by_goals(std::span<const double> first,
                                                  std::span<const double> second,
                                                  std::span<const Goal> goals);

/// An alternative that is out, and why.
struct Refusal {
  std::size_t alternative = 0;
  std::vector<Violation> violations{};
};

struct ConstrainedChoice {
  /// Those that hold every constraint, best first; ties in the order given. May be empty.
  std::vector<std::size_t> admitted{};
  std::vector<Refusal> refused{};
};

/// "No failed tokens, at most 90 keys, then the shortest roll": refuses what breaks a constraint
/// and orders the rest by the goals; points[a][m] is metric m of alternative a.
[[nodiscard]] ConstrainedChoice choose(std::span<const std::vector<double>> points,
                                       std::span<const Constraint> constraints,
                                       std::span<const Goal> goals);

}  // namespace spindrift::statistics
