#include <algorithm>
#include <compare>
#include <limits>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/comparison/objective.hpp"
#include "analysis/statistics/comparison/pareto_front.hpp"
#include "tests/statistics/generators.hpp"

namespace spindrift::statistics {

namespace {

using Points = std::vector<std::vector<double>>;

const std::vector both_small{Direction::minimise, Direction::minimise};

rc::Gen<Points> any_points() {
  const auto coordinate = rc::gen::map(rc::gen::inRange(0, 6), [](int x) { return double(x); });
  return rc::gen::container<Points>(rc::gen::container<std::vector<double>>(3, coordinate));
}

}  // namespace

TEST_CASE("the front holds what nobody beats, and the others are told who beats them") {
  //                     on      on      by 0, 1  on      on: equal to 3
  const Points points{{1, 9}, {5, 5}, {6, 9}, {9, 1}, {9, 1}};
  const ParetoFront front = pareto_front(points, both_small);
  CHECK(front.members == std::vector<std::size_t>{0, 1, 3, 4});
  REQUIRE(front.dominations.size() == 2);
  CHECK(front.dominations[0].dominated == 2);
  CHECK(front.dominations[0].by == 0);
  CHECK(front.dominations[0].advantages == std::vector{5.0, 0.0});
  CHECK(front.dominations[1].by == 1);
  CHECK(front.dominations[1].advantages == std::vector{1.0, 4.0});
}

TEST_CASE("a metric to maximise is good where it is large") {
  const Points points{{1, 9}, {5, 5}, {6, 9}};
  const std::vector directions{Direction::minimise, Direction::maximise};
  const ParetoFront front = pareto_front(points, directions);
  CHECK(front.members == std::vector<std::size_t>{0});
  CHECK(front.dominations[0].advantages == std::vector{4.0, 4.0});
}

TEST_CASE("metrics that cannot be compared are refused") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(pareto_front(Points{{1.0}}, both_small), std::invalid_argument);
  CHECK_THROWS_AS(pareto_front(Points{{1.0, nan}, {0.0, 0.0}}, both_small), std::invalid_argument);
  CHECK(pareto_front({}, both_small).members.empty());
}

TEST_CASE("domination is a strict partial order and the front is its best") {
  rc::prop("for any points and directions", [] {
    const Points points = *any_points();
    const auto directions = *rc::gen::container<std::vector<Direction>>(
        3, rc::gen::element(Direction::minimise, Direction::maximise));
    const ParetoFront front = pareto_front(points, directions);
    const auto on_front = [&](std::size_t one) {
      return std::ranges::find(front.members, one) != front.members.end();
    };
    for (std::size_t a = 0; a < points.size(); ++a) {
      bool beaten = false;
      for (std::size_t b = 0; b < points.size(); ++b) {
        const bool beats = dominates(points[b], points[a], directions);
        beaten = beaten || beats;
        RC_ASSERT(!(beats && dominates(points[a], points[b], directions)));
      }
      RC_ASSERT(on_front(a) == !beaten);
      const auto explained = std::ranges::count(front.dominations, a, &Domination::dominated);
      RC_ASSERT((explained > 0) == beaten);
    }
    for (const Domination& why : front.dominations) {
      RC_ASSERT(on_front(why.by));
      RC_ASSERT(*std::ranges::min_element(why.advantages) >= 0.0);
      RC_ASSERT(*std::ranges::max_element(why.advantages) > 0.0);
    }
  });
}

TEST_CASE("a weighted cost is in units of its scales") {
  const std::vector metrics{120.0, 30.0, 0.9};
  const std::vector<WeightedTerm> terms{
      {.metric = 0, .weight = 2.0, .scale = 60.0},
      {.metric = 1, .weight = 1.0, .scale = 90.0},
      {.metric = 2, .direction = Direction::maximise, .weight = 10.0},
  };
  CHECK(weighted_cost(metrics, terms) == Approx(4.0 + 1.0 / 3.0 - 9.0));
  CHECK_THROWS_AS(weighted_cost(metrics, std::vector<WeightedTerm>{{.metric = 3}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(weighted_cost(metrics, std::vector<WeightedTerm>{{.weight = -1.0}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(weighted_cost(metrics, std::vector<WeightedTerm>{{.scale = 0.0}}),
                  std::invalid_argument);
}

TEST_CASE("the least weighted cost lies on the Pareto front") {
  rc::prop("for any positive weights", [] {
    const Points points = *rc::gen::nonEmpty(any_points());
    std::vector<WeightedTerm> terms;
    for (std::size_t metric = 0; metric < 3; ++metric) {
      terms.push_back({.metric = metric, .weight = double(*rc::gen::inRange(1, 10))});
    }
    const std::vector directions(3, Direction::minimise);
    const auto cost = [&](const std::vector<double>& point) { return weighted_cost(point, terms); };
    const auto best = std::ranges::min_element(points, {}, cost);
    const auto members = pareto_front(points, directions).members;
    RC_ASSERT(std::ranges::any_of(members, [&](std::size_t one) { return points[one] == *best; }));
  });
}

TEST_CASE("no failed tokens, at most 90 keys, then the shortest roll") {
  //                  failed keys roll
  const Points points{{0, 95, 10}, {3, 40, 20}, {0, 90, 60}, {0, 60, 45}, {7, 99, 5}};
  const std::vector<Constraint> constraints{{.metric = 0, .limit = 0}, {.metric = 1, .limit = 90}};
  const std::vector<Goal> goals{{.metric = 2}, {.metric = 1}};
  const ConstrainedChoice choice = choose(points, constraints, goals);
  CHECK(choice.admitted == std::vector<std::size_t>{3, 2});
  REQUIRE(choice.refused.size() == 3);
  CHECK(choice.refused[0].alternative == 0);
  CHECK(choice.refused[0].violations[0].constraint == 1);
  CHECK(choice.refused[0].violations[0].excess == 5.0);
  CHECK(choice.refused[2].violations.size() == 2);
}

TEST_CASE("a lower limit is broken from below, and what is not a number breaks the question") {
  const std::vector<Constraint> at_least{{.bound = Constraint::Bound::at_least, .limit = 5.0}};
  CHECK(violations(std::vector{5.0}, at_least).empty());
  CHECK(violations(std::vector{4.0}, at_least)[0].excess == 1.0);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(violations(std::vector{nan}, at_least), std::invalid_argument);
}

TEST_CASE("goals decide in their order") {
  const std::vector<Goal> goals{{.metric = 0}, {.metric = 1, .direction = Direction::maximise}};
  CHECK(std::is_lt(compare_by_goals(std::vector{1.0, 0.0}, std::vector{2.0, 9.0}, goals)));
  CHECK(std::is_gt(compare_by_goals(std::vector{1.0, 0.0}, std::vector{1.0, 9.0}, goals)));
  CHECK(std::is_eq(compare_by_goals(std::vector{1.0, 9.0}, std::vector{1.0, 9.0}, goals)));
}

}  // namespace spindrift::statistics
