#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/selection/look_schedule.hpp"
#include "analysis/statistics/selection/sequential_stopping.hpp"
#include "tests/statistics/counter_random.hpp"

namespace spindrift::statistics {

namespace {

using State = StoppingDecision::State;

RunningMoments alternating(std::size_t count, double mean, double deviation) {
  RunningMoments values;
  for (std::size_t i = 0; i < count; ++i) {
    values.add(i % 2 == 0 ? mean - deviation : mean + deviation);
  }
  return values;
}

}  // namespace

TEST_CASE("replications go on until the minimum, whatever they show") {
  const StoppingDecision decision = decide_stopping(alternating(19, 10.0, 0.0));
  CHECK(decision.state == State::keep_going);
  CHECK(decision.replications_projected == 20);
  CHECK(decide_stopping(alternating(20, 10.0, 0.0)).state == State::precision_reached);
}

TEST_CASE("a relative error is that in the true mean, which the sample mean may exceed") {
  // 20 values of 10 -+ d: the half-width is 2.0930 d sqrt(20/19) / sqrt(20) = 0.480173 d.
  const PrecisionGoal goal{.relative_error = 0.10};
  const double largest = 10.0 * (0.10 / 1.10) / 0.480173;
  CHECK(decide_stopping(alternating(20, 10.0, 0.999 * largest), goal).state ==
        State::precision_reached);
  CHECK(decide_stopping(alternating(20, 10.0, 1.001 * largest), goal).state == State::keep_going);
}

TEST_CASE("an absolute error is enough where the mean is near zero") {
  const RunningMoments values = alternating(20, 0.0, 1.0);
  CHECK(decide_stopping(values, {.relative_error = 0.05}).state == State::keep_going);
  CHECK(decide_stopping(values, {.relative_error = 0.05, .absolute_error = 0.5}).state ==
        State::precision_reached);
}

TEST_CASE("the projection says how many replications the goal needs") {
  const PrecisionGoal goal{.relative_error = 0.01};
  CounterRandom random(3);
  RunningMoments values;
  while (values.count() < 100) {
    values.add(10.0 + random.normal());
  }
  const StoppingDecision first = decide_stopping(values, goal);
  CHECK(first.state == State::keep_going);
  while (values.count() < first.replications_projected) {
    values.add(10.0 + random.normal());
  }
  const StoppingDecision second = decide_stopping(values, goal);
  CHECK(second.replications_projected == Approx(first.replications_projected).epsilon(0.2));
}

TEST_CASE("at the maximum replications end without the precision") {
  const PrecisionGoal goal{.relative_error = 0.001, .replications_max = 50};
  const StoppingDecision decision = decide_stopping(alternating(50, 10.0, 9.0), goal);
  CHECK(decision.state == State::maximum_reached);
  CHECK(decision.interval.contains(10.0));
}

TEST_CASE("every projection asks for more and stays within its limits") {
  rc::prop("for any series and goal", [] {
    const auto count = *rc::gen::inRange<std::size_t>(1, 300);
    const double mean = *rc::gen::inRange(-50, 50);
    const double deviation = *rc::gen::inRange(0, 100);
    const PrecisionGoal goal{.relative_error = *rc::gen::inRange(1, 100) / 200.0,
                             .replications_max = *rc::gen::inRange<std::size_t>(20, 400)};
    const StoppingDecision decision = decide_stopping(alternating(count, mean, deviation), goal);
    if (decision.state == State::keep_going) {
      RC_ASSERT(count < goal.replications_max);
      RC_ASSERT(decision.replications_projected > count);
      RC_ASSERT(decision.replications_projected <= goal.replications_max);
    }
    RC_ASSERT(decision.state == State::keep_going || count >= goal.replications_min);
  });
}

TEST_CASE("a goal that nothing can reach, or anything, is refused") {
  const RunningMoments values = alternating(30, 1.0, 1.0);
  CHECK_THROWS_AS(decide_stopping(values, {.relative_error = 0.0}), std::invalid_argument);
  CHECK_THROWS_AS(decide_stopping(values, {.relative_error = -0.1}), std::invalid_argument);
  CHECK_THROWS_AS(decide_stopping(values, {.replications_min = 1}), std::invalid_argument);
  CHECK_THROWS_AS(decide_stopping(values, {.replications_min = 9, .replications_max = 8}),
                  std::invalid_argument);
  CHECK_THROWS_AS(decide_stopping(RunningMoments{}), std::invalid_argument);
}

TEST_CASE("looks start at the first, grow, and end at the maximum") {
  CHECK(look_schedule(10, 80, 2.0) == std::vector<std::size_t>{10, 20, 40, 80});
  CHECK(look_schedule(10, 70, 2.0) == std::vector<std::size_t>{10, 20, 40, 70});
  CHECK(look_schedule(5, 5, 1.5) == std::vector<std::size_t>{5});
  rc::prop("none is more than the growth away from the one before", [] {
    const auto first = *rc::gen::inRange<std::size_t>(1, 50);
    const auto maximum = first + *rc::gen::inRange<std::size_t>(0, 5000);
    const double growth = 1.0 + *rc::gen::inRange(1, 30) / 10.0;
    const std::vector<std::size_t> looks = look_schedule(first, maximum, growth);
    RC_ASSERT(looks.front() == first);
    RC_ASSERT(looks.back() == maximum);
    for (std::size_t i = 1; i < looks.size(); ++i) {
      RC_ASSERT(looks[i] > looks[i - 1]);
      RC_ASSERT(double(looks[i]) < double(looks[i - 1]) * growth + 1.0);
    }
  });
  CHECK_THROWS_AS(look_schedule(0, 5, 2.0), std::invalid_argument);
  CHECK_THROWS_AS(look_schedule(6, 5, 2.0), std::invalid_argument);
  CHECK_THROWS_AS(look_schedule(1, 5, 1.0), std::invalid_argument);
}

}  // namespace spindrift::statistics
