#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>

#include "analysis/statistics/sensitivity/one_at_a_time.hpp"
#include "analysis/statistics/sensitivity/sobol_indices.hpp"
#include "tests/statistics/counter_random.hpp"

namespace spindrift::statistics {

namespace {

constexpr double pi = std::numbers::pi;

template <typename Model>
SobolStudy study(const std::vector<InputRange>& ranges, std::size_t rows, Model model,
                 std::uint64_t seed = 1) {
  CounterRandom random(seed);
  std::vector<double> outputs;
  for (const Point& point : saltelli_design(ranges, rows, random.source())) {
    outputs.push_back(model(point));
  }
  return sobol_indices(outputs, ranges.size(), random.source(), {.resamples = 200});
}

/// T. Ishigami, T. Homma, "An importance quantification technique in uncertainty analysis for
/// computer models" (1990): not monotone, not additive, and its indices known in closed form.
double ishigami(const Point& x) {
  return std::sin(x[0]) + 7.0 * std::pow(std::sin(x[1]), 2) +
         0.1 * std::pow(x[2], 4) * std::sin(x[0]);
}

}  // namespace

TEST_CASE("the indices of the Ishigami function are those of its closed form") {
  const std::vector<InputRange> ranges(3, {.lower = -pi, .upper = pi});
  const SobolStudy result = study(ranges, 16'384, ishigami);

  const double b = 0.1;
  const double variance =
      49.0 / 8.0 + b * std::pow(pi, 4) / 5.0 + b * b * std::pow(pi, 8) / 18.0 + 0.5;
  const double first = 0.5 * std::pow(1.0 + b * std::pow(pi, 4) / 5.0, 2) / variance;
  const double second = 49.0 / 8.0 / variance;
  const double together = 8.0 * b * b * std::pow(pi, 8) / 225.0 / variance;
  CHECK(result.output_mean == Approx(3.5).epsilon(0.02));
  CHECK(result.output_variance == Approx(variance).epsilon(0.02));
  const double first_order[] = {first, second, 0.0};
  const double total_order[] = {first + together, second, together};
  for (std::size_t input = 0; input < 3; ++input) {
    CAPTURE(input);
    const SobolIndex& index = result.indices[input];
    CHECK(index.first_order.estimate == Approx(first_order[input]).margin(0.025));
    CHECK(index.total_order.estimate == Approx(total_order[input]).margin(0.025));
    CHECK(index.first_order.contains(index.first_order.estimate));
    CHECK(index.total_order.width() < 0.06);
  }
}

TEST_CASE("the indices of a sum are its terms' shares, and totals add nothing") {
  // Variances 1/12 (1, 4, 9, 0): the last input does nothing at all.
  const auto sum = [](const Point& x) { return 1000.0 + x[0] + 2.0 * x[1] + 3.0 * x[2]; };
  const SobolStudy result = study(std::vector<InputRange>(4), 8192, sum);
  const double shares[] = {1.0 / 14.0, 4.0 / 14.0, 9.0 / 14.0, 0.0};
  for (std::size_t input = 0; input < 4; ++input) {
    CAPTURE(input);
    CHECK(result.indices[input].first_order.estimate == Approx(shares[input]).margin(0.02));
    CHECK(result.indices[input].total_order.estimate == Approx(shares[input]).margin(0.02));
  }
  CHECK(result.indices[3].total_order.estimate == 0.0);
  CHECK(result.indices[3].total_order.width() == 0.0);
}

TEST_CASE("an output far from zero has the same indices") {
  const std::vector<InputRange> ranges(3, {.lower = -pi, .upper = pi});
  const SobolStudy near = study(ranges, 1024, ishigami);
  const SobolStudy far = study(ranges, 1024, [](const Point& x) { return 1e6 + ishigami(x); });
  for (std::size_t input = 0; input < 3; ++input) {
    CHECK(far.indices[input].first_order.estimate ==
          Approx(near.indices[input].first_order.estimate).margin(1e-6));
    CHECK(far.indices[input].total_order.upper ==
          Approx(near.indices[input].total_order.upper).margin(1e-6));
  }
}

TEST_CASE("bootstrap intervals of the indices cover the truth") {
  const auto sum = [](const Point& x) { return x[0] + 2.0 * x[1]; };
  int covered = 0;
  for (std::uint64_t experiment = 0; experiment < 400; ++experiment) {
    const SobolStudy result = study(std::vector<InputRange>(2), 200, sum, experiment);
    covered += result.indices[1].total_order.contains(0.8) ? 1 : 0;
  }
  CHECK(covered >= 0.91 * 400);
  CHECK(covered <= 0.99 * 400);
}

TEST_CASE("an output that never varies has no variance to share out") {
  const SobolStudy result = study(std::vector<InputRange>(2), 16, [](const Point&) { return 0.1; });
  CHECK(result.output_variance == 0.0);
  CHECK(result.indices[0].first_order.estimate == 0.0);
  CHECK(result.indices[1].total_order.upper == 0.0);
}

TEST_CASE("a row is A, the hybrids, B, and its leading rows are a smaller design") {
  const std::vector<InputRange> ranges(2);
  CounterRandom random(3);
  const std::vector<Point> points = saltelli_design(ranges, 5, random.source());
  REQUIRE(points.size() == 20);
  for (std::size_t row = 0; row < 20; row += 4) {
    const Point& a = points[row];
    const Point& b = points[row + 3];
    CHECK(points[row + 1] == Point{b[0], a[1]});
    CHECK(points[row + 2] == Point{a[0], b[1]});
  }
  CounterRandom again(3);
  const std::vector<Point> fewer = saltelli_design(ranges, 2, again.source());
  CHECK(std::equal(fewer.begin(), fewer.end(), points.begin()));
}

TEST_CASE("outputs that belong to no design are refused") {
  CounterRandom random(1);
  CHECK_THROWS_AS(sobol_indices(std::vector<double>(7), 2, random.source()), std::invalid_argument);
  CHECK_THROWS_AS(sobol_indices(std::vector<double>(4), 2, random.source()), std::invalid_argument);
  CHECK_THROWS_AS(sobol_indices(std::vector<double>(8), 2, random.source(), {.resamples = 0}),
                  std::invalid_argument);
}

TEST_CASE("one input at a time: the design moves one input to each of its ends") {
  const std::vector<InputRange> ranges{{.lower = 0.0, .upper = 4.0},
                                       {.lower = 10.0, .upper = 20.0}};
  CHECK(one_at_a_time_design(std::vector{1.0, 15.0}, ranges) ==
        std::vector<Point>{{1, 15}, {0, 15}, {4, 15}, {1, 10}, {1, 20}});
  CHECK_THROWS_AS(one_at_a_time_design(std::vector{1.0}, ranges), std::invalid_argument);
}

TEST_CASE("one input at a time: the input that moves the output most comes first") {
  // y = x0 + 2 x1 + luck; the same luck at every point cancels.
  const std::vector<InputRange> ranges(2, {.lower = -1.0, .upper = 3.0});
  const std::vector<Point> points = one_at_a_time_design(std::vector{0.0, 0.0}, ranges);
  CounterRandom random(9);
  std::vector<std::vector<double>> outputs(points.size());
  for (int replication = 0; replication < 10; ++replication) {
    const double luck = 50.0 * random.normal();
    for (std::size_t point = 0; point < points.size(); ++point) {
      const double own_luck = 0.01 * random.normal();
      outputs[point].push_back(points[point][0] + 2.0 * points[point][1] + luck + own_luck);
    }
  }
  const std::vector<InputSwing> swings = input_swings(outputs);
  REQUIRE(swings.size() == 2);
  CHECK(swings[0].input == 1);
  CHECK(swings[0].swing() == Approx(8.0).epsilon(0.01));
  CHECK(swings[0].at_lower.contains(-2.0));
  CHECK(swings[0].at_upper.contains(6.0));
  CHECK(swings[1].swing() == Approx(4.0).epsilon(0.01));
}

TEST_CASE("one input at a time: a single replication gives estimates without bounds") {
  const std::vector<std::vector<double>> outputs{{5.0}, {4.0}, {9.0}};
  const std::vector<InputSwing> swings = input_swings(outputs);
  CHECK(swings[0].swing() == 5.0);
  CHECK(std::isinf(swings[0].at_upper.width()));
  CHECK_THROWS_AS(input_swings(std::vector<std::vector<double>>{{5.0}, {4.0}}),
                  std::invalid_argument);
}

}  // namespace spindrift::statistics
