#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/statistics/comparison/direction.hpp"

namespace spindrift::statistics {

/// Why an alternative is not on the front: this other one is at least as good in every metric and
/// better in some.
struct Domination {
  std::size_t dominated = 0;
  /// An alternative on the front.
  std::size_t by = 0;
  /// For each metric, by how much `by` is better; never negative, positive somewhere.
  std::vector<double> advantages{};
};

struct ParetoFront {
  /// The alternatives that nobody dominates, ascending. Equal ones are all of them here.
  std::vector<std::size_t> members{};
  /// For everybody else, each member of the front that dominates it; ordered by both.
  std::vector<Domination> dominations{};
};

/// Whether `first` is at least as good as `second` in every metric and better in at least one.
/// REQUIRES: as many directions as each has metrics; no metric is NaN.
[[nodiscard]] bool dominates(std::span<const double> first, std::span<const double> second,
                             std::span<const Direction> directions);

/// The alternatives between which only taste can choose; points[a][m] is metric m of alternative a.
///
/// The metrics are taken at their word: to keep noise from putting an alternative on the front or
/// pushing it off, round them to what the intervals can tell apart.
///
/// Source: the definition, by comparing all pairs. H. T. Kung, F. Luccio, F. P. Preparata, "On
/// finding the maxima of a set of vectors", JACM 22 (1975) is faster from thousands of points on.
[[nodiscard]] ParetoFront pareto_front(std::span<const std::vector<double>> points,
                                       std::span<const Direction> directions);

}  // namespace spindrift::statistics
