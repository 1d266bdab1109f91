#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/design/grid.hpp"
#include "analysis/statistics/design/input_range.hpp"
#include "analysis/statistics/design/latin_hypercube.hpp"
#include "analysis/statistics/design/uniform_source.hpp"
#include "analysis/statistics/moments/running_moments.hpp"
#include "tests/statistics/counter_random.hpp"

namespace spindrift::statistics {

TEST_CASE("a Latin hypercube has one value in each slice of each input") {
  rc::prop("for any size", [] {
    const auto samples = *rc::gen::inRange<std::size_t>(1, 50);
    const auto inputs = *rc::gen::inRange<std::size_t>(1, 6);
    CounterRandom random(*rc::gen::arbitrary<std::uint64_t>());
    const std::vector<InputRange> ranges(inputs, {.lower = -2.0, .upper = 6.0});
    const std::vector<Point> points = latin_hypercube(ranges, samples, random.source());
    RC_ASSERT(points.size() == samples);
    for (std::size_t input = 0; input < inputs; ++input) {
      std::set<int> slices;
      for (const Point& point : points) {
        RC_ASSERT(point[input] >= -2.0 && point[input] <= 6.0);
        slices.insert(static_cast<int>((point[input] + 2.0) / 8.0 * double(samples)));
      }
      RC_ASSERT(slices.size() == samples);
    }
  });
}

TEST_CASE("a Latin hypercube estimates an additive mean better than chance points") {
  const std::vector<InputRange> ranges(3);
  RunningMoments by_hypercube;
  RunningMoments by_chance;
  CounterRandom random(11);
  for (int experiment = 0; experiment < 200; ++experiment) {
    RunningMoments hypercube;
    RunningMoments chance;
    for (const Point& point : latin_hypercube(ranges, 20, random.source())) {
      hypercube.add(point[0] + point[1] + point[2]);
      chance.add(random.uniform() + random.uniform() + random.uniform());
    }
    by_hypercube.add(hypercube.mean());
    by_chance.add(chance.mean());
  }
  CHECK(by_hypercube.mean() == Approx(1.5).epsilon(0.01));
  CHECK(by_hypercube.variance() < by_chance.variance() / 100.0);
}

TEST_CASE("a grid has every combination once, the last input fastest") {
  const std::vector<Point> points = grid(std::vector<std::vector<double>>{{1, 2}, {7, 8, 9}});
  CHECK(points == std::vector<Point>{{1, 7}, {1, 8}, {1, 9}, {2, 7}, {2, 8}, {2, 9}});
  CHECK(grid({}) == std::vector<Point>{{}});
  CHECK(grid(std::vector<std::vector<double>>{{1, 2}, {}}).empty());
}

TEST_CASE("a grid too large for any memory is refused") {
  const std::vector<std::vector<double>> levels(20, std::vector<double>(1000, 0.0));
  CHECK_THROWS_AS(grid(levels), std::length_error);
}

TEST_CASE("evenly spaced values include both ends") {
  CHECK(evenly_spaced({.lower = 2.0, .upper = 4.0}, 5) == std::vector{2.0, 2.5, 3.0, 3.5, 4.0});
  CHECK(evenly_spaced({.lower = 2.0, .upper = 4.0}, 1) == std::vector{3.0});
  CHECK_THROWS_AS(evenly_spaced({}, 0), std::invalid_argument);
}

TEST_CASE("a range that runs backwards is refused") {
  CHECK_THROWS_AS(value_at({.lower = 1.0, .upper = 0.0}, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(point_at(std::vector<InputRange>(2), std::vector{0.5}), std::invalid_argument);
}

TEST_CASE("a whole number below a bound is each of them equally often") {
  CounterRandom random(5);
  std::vector<int> seen(7, 0);
  for (int i = 0; i < 70'000; ++i) {
    ++seen[draw_below(7, random.source())];
  }
  CHECK(*std::ranges::min_element(seen) > 9'700);
  CHECK(*std::ranges::max_element(seen) < 10'300);
}

TEST_CASE("a source that leaves its interval is found out") {
  CHECK_THROWS_AS(draw([] { return 1.0; }), std::invalid_argument);
  CHECK_THROWS_AS(draw([] { return -0.1; }), std::invalid_argument);
  CHECK_THROWS_AS(draw_below(0, [] { return 0.5; }), std::invalid_argument);
}

}  // namespace spindrift::statistics
