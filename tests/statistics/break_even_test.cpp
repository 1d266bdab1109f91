#include "analysis/statistics/selection/break_even.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "tests/statistics/counter_random.hpp"

namespace spindrift::statistics {

namespace {

/// Differences of slope * (value - zero) and noise whose draw is that of the replication.
DifferenceExperiment line_through(double zero, double slope, double noise, std::uint64_t seed = 0) {
  return [=](double value, std::size_t first, std::size_t count) {
    std::vector<double> differences;
    for (std::size_t replication = first; replication < first + count; ++replication) {
      CounterRandom luck(seed * 100'000 + replication);
      differences.push_back(slope * (value - zero) + noise * luck.normal());
    }
    return differences;
  };
}

using Outcome = BreakEven::Outcome;

}  // namespace

TEST_CASE("without noise the break-even is bracketed to the resolution") {
  rc::prop("wherever it lies and whichever way the sign turns", [] {
    const double zero = *rc::gen::inRange(1, 1000) / 1000.0 + 0.0003;
    const double slope = *rc::gen::element(-3.0, 3.0);
    const BreakEvenSearch search{.lower = 0.0, .upper = 1.1, .resolution = 0.001};
    const BreakEven found = find_break_even(search, line_through(zero, slope, 0.0));
    RC_ASSERT(found.outcome == Outcome::found);
    RC_ASSERT(found.original_sign == (slope > 0.0 ? -1 : 1));
    RC_ASSERT(*found.last_original < zero);
    RC_ASSERT(zero < *found.first_reversed);
    RC_ASSERT(*found.first_reversed - *found.last_original < 0.0010001);
  });
}

TEST_CASE("with noise the bracket shows what the replications cannot tell") {
  const BreakEvenSearch search{.upper = 10.0, .resolution = 0.05, .replications_max = 256};
  const BreakEven found = find_break_even(search, line_through(6.2, 1.0, 3.0));
  REQUIRE(found.outcome == Outcome::found);
  CHECK(*found.last_original < 6.2);
  CHECK(*found.first_reversed > 6.2);
  CHECK(*found.first_reversed - *found.last_original > 0.5);
  CHECK(*found.first_reversed - *found.last_original < 3.0);
  // Values far from the break-even are settled with few replications.
  CHECK(found.probes.front().replications == 16);
  CHECK(std::ranges::is_sorted(found.probes, {}, &BreakEvenProbe::value));
}

TEST_CASE("the break-even lies in its bracket in at least 95 of 100 searches") {
  int right = 0;
  for (std::uint64_t experiment = 0; experiment < 400; ++experiment) {
    const BreakEvenSearch search{.upper = 10.0, .resolution = 0.1, .replications_max = 128};
    const BreakEven found = find_break_even(search, line_through(4.33, 1.0, 5.0, experiment));
    right += found.outcome == Outcome::found && *found.last_original < 4.33 &&
                     *found.first_reversed > 4.33
                 ? 1
                 : 0;
  }
  CHECK(right >= 0.95 * 400);
}

TEST_CASE("no value is asked for twice, and only values of the grid") {
  std::set<std::pair<double, std::size_t>> asked;
  const DifferenceExperiment line = line_through(0.37, 1.0, 0.2);
  const BreakEvenSearch search{.resolution = 0.03, .replications_max = 64};
  const BreakEven found =
      find_break_even(search, [&](double value, std::size_t first, std::size_t count) {
        for (std::size_t replication = first; replication < first + count; ++replication) {
          CHECK(asked.insert({value, replication}).second);
        }
        return line(value, first, count);
      });
  CHECK(found.probes.back().value == 1.0);
  std::size_t replications = 0;
  for (const BreakEvenProbe& probe : found.probes) {
    const double steps = probe.value / 0.03;
    CHECK((probe.value == 1.0 || steps == Approx(std::round(steps))));
    replications += probe.replications;
  }
  CHECK(replications == asked.size());
}

TEST_CASE("a sign that never turns has no break-even") {
  const BreakEven found = find_break_even({}, line_through(2.0, 1.0, 0.1));
  CHECK(found.outcome == Outcome::not_reversed);
  CHECK(found.original_sign == -1);
  CHECK_FALSE(found.first_reversed);
  CHECK(found.probes.size() == 2);
}

TEST_CASE("a sign that cannot be seen at the lower end cannot turn") {
  const BreakEven found = find_break_even({}, line_through(0.0, 1.0, 1.0));
  CHECK(found.outcome == Outcome::no_sign_at_lower_end);
  CHECK(found.probes.front().replications == 1024);
}

TEST_CASE("a search without an extent and an experiment that falls short are refused") {
  const DifferenceExperiment line = line_through(0.5, 1.0, 0.0);
  CHECK_THROWS_AS(find_break_even({.lower = 1.0, .upper = 1.0}, line), std::invalid_argument);
  CHECK_THROWS_AS(find_break_even({.resolution = 0.0}, line), std::invalid_argument);
  CHECK_THROWS_AS(find_break_even({.replications_first = 1}, line), std::invalid_argument);
  const auto none = [](double, std::size_t, std::size_t) { return std::vector<double>{}; };
  CHECK_THROWS_AS(find_break_even({}, none), std::invalid_argument);
}

}  // namespace spindrift::statistics
