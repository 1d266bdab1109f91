// What a race costs next to the classic of ranking and selection: S.-H. Kim, B. L. Nelson, "A fully
// sequential procedure for indifference-zone selection in simulation", ACM TOMACS 11 (2001), which
// needs an indifference and knows no constraints, but wastes little.
#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "analysis/statistics/moments/paired_differences.hpp"
#include "analysis/statistics/selection/race.hpp"
#include "tests/statistics/counter_random.hpp"

namespace spindrift::statistics {

namespace {

struct Problem {
  std::vector<double> means;
  std::uint64_t seed = 0;

  [[nodiscard]] double cost(const RaceRequest& request) const {
    CounterRandom luck(seed * 1'000'003 + request.replication * 64 + request.alternative);
    return means[request.alternative] + luck.normal();
  }
};

/// Procedure KN, minimising, with its constant c = 1. Returns the replications it takes.
std::size_t kim_nelson(const Problem& problem, double indifference, std::size_t first) {
  const std::size_t count = problem.means.size();
  const double degrees = static_cast<double>(first) - 1.0;
  const double others = static_cast<double>(count) - 1.0;
  const double eta = 0.5 * (std::pow(2.0 * 0.05 / others, -2.0 / degrees) - 1.0);
  const double h_squared = 2.0 * eta * degrees;

  std::vector<std::vector<double>> costs(count);
  std::vector<double> sums(count, 0.0);
  std::vector<bool> racing(count, true);
  std::size_t total = 0;
  std::size_t left = count;
  for (std::size_t replication = 0; left > 1; ++replication) {
    for (std::size_t one = 0; one < count; ++one) {
      if (racing[one]) {
        costs[one].push_back(problem.cost({one, replication}));
        sums[one] += costs[one].back();
        ++total;
      }
    }
    if (replication + 1 < first) {
      continue;
    }
    const double r = static_cast<double>(replication) + 1.0;
    const std::vector<bool> before = racing;
    for (std::size_t one = 0; one < count; ++one) {
      for (std::size_t rival = 0; rival < count; ++rival) {
        if (!racing[one] || !before[rival] || one == rival) {
          continue;
        }
        const auto paired = paired_differences_of(std::span(costs[one]).first(first),
                                                  std::span(costs[rival]).first(first));
        const double variance = paired.differences().variance();
        const double slack = 0.5 * (h_squared * variance / indifference - indifference * r);
        if (sums[one] > sums[rival] + std::max(0.0, slack)) {
          racing[one] = false;
          --left;
        }
      }
    }
  }
  return total;
}

/// The replications of the race over those of procedure KN, in a hundred experiments.
double relative_price(const std::vector<double>& means, double indifference) {
  std::size_t raced = 0;
  std::size_t by_kim_nelson = 0;
  for (std::uint64_t experiment = 0; experiment < 100; ++experiment) {
    const Problem problem{means, experiment};
    const RaceRules rules{.indifference = indifference, .replications_max = 5000};
    raced += race(means.size(), rules, [&](std::span<const RaceRequest> requests) {
               std::vector<RaceObservation> seen;
               for (const RaceRequest& request : requests) {
                 seen.push_back({.cost = problem.cost(request)});
               }
               return seen;
             }).replications_total;
    by_kim_nelson += kim_nelson(problem, indifference, rules.replications_first);
  }
  return static_cast<double>(raced) / static_cast<double>(by_kim_nelson);
}

}  // namespace

TEST_CASE("a race costs as much as procedure KN where alternatives differ, a third more at worst") {
  std::vector<double> spread;
  for (int i = 0; i < 10; ++i) {
    spread.push_back(0.5 * i);
  }
  std::vector<double> least_favourable(10, 0.5);
  least_favourable[3] = 0.0;
  const double usual = relative_price(spread, 0.5);
  const double worst = relative_price(least_favourable, 0.5);
  CAPTURE(usual, worst);
  CHECK(usual < 1.1);
  CHECK(worst < 1.4);
}

}  // namespace spindrift::statistics
