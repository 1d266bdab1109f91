#include "analysis/statistics/comparison/pareto_front.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

bool dominates(std::span<const double> first, std::span<const double> second,
               std::span<const Direction> directions) {
  internal::require(first.size() == directions.size() && second.size() == directions.size(),
                    "every metric has a direction");
  bool better_somewhere = false;
  for (std::size_t metric = 0; metric < directions.size(); ++metric) {
    internal::require(!std::isnan(first[metric]) && !std::isnan(second[metric]),
                      "a metric is a number");
    if (is_better(second[metric], first[metric], directions[metric])) {
      return false;
    }
    better_somewhere =
        better_somewhere || is_better(first[metric], second[metric], directions[metric]);
  }
  return better_somewhere;
}

ParetoFront pareto_front(std::span<const std::vector<double>> points,
                         std::span<const Direction> directions) {
  const auto is_dominated = [&](const std::vector<double>& point) {
    return std::ranges::any_of(
        points, [&](const auto& other) { return dominates(other, point, directions); });
  };
  ParetoFront front;
  std::vector<std::size_t> others;
  for (std::size_t alternative = 0; alternative < points.size(); ++alternative) {
    (is_dominated(points[alternative]) ? others : front.members).push_back(alternative);
  }
  // Domination is transitive and finite, so whoever is dominated is dominated from the front.
  for (const std::size_t other : others) {
    for (const std::size_t member : front.members) {
      if (!dominates(points[member], points[other], directions)) {
        continue;
      }
      Domination why{.dominated = other, .by = member};
      for (std::size_t metric = 0; metric < directions.size(); ++metric) {
        why.advantages.push_back(
            advantage(points[member][metric], points[other][metric], directions[metric]));
      }
      front.dominations.push_back(std::move(why));
    }
  }
  return front;
}

}  // namespace spindrift::statistics
