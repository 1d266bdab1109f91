#include "sim/kernel/ticker.hpp"

#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "sim/kernel/random.hpp"
#include "sim/kernel/simulation.hpp"
#include "tests/kernel/second.hpp"

namespace spindrift::kernel {

namespace {

/// The moments at which `steps` look at a ticker of one second, each for as long as it says.
std::vector<std::int64_t> moments(const std::vector<Duration>& steps, Duration first) {
  Simulation simulation{1};
  Ticker ticker{simulation, Time{first}, second};
  std::vector<std::int64_t> found;
  const auto life = [&]() -> Process {
    for (const Duration step : steps) {
      const auto always = [] { return Time{}; };
      co_await ticker.next(always);
      found.push_back((simulation.now() - Time{}).count() / 1'000'000);
      co_await pass(simulation, step);
    }
  };
  simulation.root().start(Order{}, life());
  simulation.run();
  return found;
}

/// What a ticker's owner did, when some state on which `due` depends is changed by others.
struct Plan {
  std::uint64_t seed;
  Duration period;
  std::uint32_t changers;
  bool on_the_grid;
};

class TickedLife {
 public:
  TickedLife(const Plan& plan, IdleTicks idle_ticks)
      : plan_{plan},
        simulation_{plan.seed, idle_ticks},
        ticker_{simulation_, Time{plan.period / 2}, plan.period} {
    simulation_.root().start(Order{0, 50}, owner());
    for (std::uint32_t changer = 0; changer < plan.changers; ++changer) {
      // Some stand before the owner in the order of an instant, some after it.
      simulation_.root().start(Order{0, 49 + 2 * (changer % 2), changer}, change(changer));
    }
    simulation_.run_until(Time{200 * plan.period});
  }

  [[nodiscard]] const std::vector<Time>& looked() const { return looked_; }
  [[nodiscard]] std::uint64_t executed() const { return simulation_.executed(); }

 private:
  Process owner() {
    RandomStream random{plan_.seed, "owner"};
    for (;;) {
      const auto due = [this] { return due_; };
      co_await ticker_.next(due);
      looked_.push_back(simulation_.now());
      due_ = random.chance(1, 3) ? never
                                 : later(simulation_.now(), random.between({}, 9 * plan_.period));
      // Mostly short; sometimes it outlasts one tick or several.
      const Duration longest = random.chance(1, 5) ? 4 * plan_.period : plan_.period / 4;
      co_await pass(simulation_, some(random, longest));
    }
  }

  Process change(std::uint32_t number) {
    RandomStream random{plan_.seed, std::string(number + 1, 'c')};
    for (;;) {
      co_await pass(simulation_, some(random, 20 * plan_.period));
      due_ = random.chance(1, 4) ? never
                                 : later(simulation_.now(),
                                         random.between({}, 5 * plan_.period) - 2 * plan_.period);
      ticker_.reconsider();
    }
  }

  /// A span up to `longest`; on the grid, whole halves of the period, so that things coincide.
  Duration some(RandomStream& random, Duration longest) const {
    const Duration half = plan_.period / 2;
    if (!plan_.on_the_grid) return Duration{1} + random.between({}, longest);
    return half * random.between(Duration{1}, Duration{1 + longest / half}).count();
  }

  Plan plan_;
  Simulation simulation_;
  Ticker ticker_;
  Time due_{};
  std::vector<Time> looked_;
};

}  // namespace

TEST_CASE("a ticker ticks at its first moment and then once a period") {
  CHECK(moments({{}, {}, {}}, 3 * second) == std::vector<std::int64_t>{3'000, 4'000, 5'000});
}

TEST_CASE("a step that outlasts the period is followed at once by one tick, then by the grid") {
  // One tick only waits however long the step was, and the grid is not moved by it.
  const std::vector<Duration> steps{3 * second + second / 2, second / 10, {}, {}};
  CHECK(moments(steps, second) == std::vector<std::int64_t>{1'000, 4'500, 5'000, 6'000});
}

TEST_CASE("a step as long as the period misses no tick") {
  CHECK(moments({second, second, second}, second) ==
        std::vector<std::int64_t>{1'000, 2'000, 3'000});
}

TEST_CASE("ticks that are not due are skipped, and are not simulated at all") {
  for (const IdleTicks idle : {IdleTicks::skip, IdleTicks::run}) {
    Simulation simulation{1, idle};
    Ticker ticker{simulation, Time{second}, second};
    Time looked{};
    const auto life = [&]() -> Process {
      const auto due = [] { return Time{100 * second + Duration{1}}; };
      co_await ticker.next(due);
      looked = simulation.now();
    };
    simulation.root().start(Order{}, life());
    simulation.run();
    CHECK(looked == Time{101 * second});
    CHECK(simulation.executed() == (idle == IdleTicks::skip ? 2 : 102));
  }
}

TEST_CASE("a change of what is due takes effect at the next tick of the grid") {
  for (const IdleTicks idle : {IdleTicks::skip, IdleTicks::run}) {
    Simulation simulation{1, idle};
    Ticker ticker{simulation, Time{second}, second};
    Time due_at = never;
    Time looked{};
    const auto life = [&]() -> Process {
      const auto due = [&] { return due_at; };
      co_await ticker.next(due);
      looked = simulation.now();
    };
    simulation.root().start(Order{}, life());
    simulation.run_until(Time{10 * second + second / 2});
    due_at = Time{};
    ticker.reconsider();
    simulation.run_until(Time{20 * second});
    CHECK(looked == Time{11 * second});
  }
}

TEST_CASE("a tick that is late sees what changes at the instant at which it is waited for") {
  for (const IdleTicks idle : {IdleTicks::skip, IdleTicks::run}) {
    Simulation simulation{1, idle};
    Ticker ticker{simulation, Time{second}, second};
    Signal waits{simulation};
    Time due_at{};
    Time looked{};
    const auto life = [&]() -> Process {
      const auto due = [&] { return due_at; };
      co_await ticker.next(due);
      due_at = never;
      co_await pass(simulation, 3 * second + second / 2);
      waits.raise();
      co_await ticker.next(due);
      looked = simulation.now();
    };
    const auto change = [&]() -> Process {
      co_await waits.wait();
      due_at = Time{};
      ticker.reconsider();
    };
    simulation.root().start(Order{0, 1}, change());
    simulation.root().start(Order{1, 1}, life());
    simulation.run_until(Time{20 * second});
    CHECK(looked == Time{4 * second + second / 2});
  }
}

TEST_CASE("a signal costs a ticker nothing while the very next tick is waited for") {
  Simulation simulation{1};
  Signal changed{simulation};
  Ticker ticker{simulation, Time{second}, second};
  int asked = 0;
  Time due_at = never;
  std::vector<Time> looked;
  const auto life = [&]() -> Process {
    const auto due = [&] {
      ++asked;
      return due_at;
    };
    for (;;) {
      co_await ticker.next(due);
      looked.push_back(simulation.now());
      due_at = never;
    }
  };
  simulation.root().start(Order{}, life());
  {
    const ReconsiderAtOnce hears{changed, ticker};
    for (const std::int64_t moment : {2, 7}) {
      simulation.run_until(Time{moment * second + second / 2});
      asked = 0;
      due_at = Time{};
      for (int times = 0; times < 5; ++times) changed.raise();
      CHECK(asked == 1);
    }
    simulation.run_until(Time{9 * second});
    CHECK(looked == std::vector{Time{3 * second}, Time{8 * second}});
  }
  due_at = Time{};
  changed.raise();  // nobody hears it any more
  simulation.run_until(Time{20 * second});
  CHECK(looked.size() == 2);
}

TEST_CASE("skipping idle ticks gives the same moments as running every tick") {
  CHECK(rc::check("lives with a ticker", [](std::uint64_t seed) {
    const Plan plan{.seed = seed,
                    .period = Duration{*rc::gen::inRange(2, 400) * 2},
                    .changers = *rc::gen::inRange<std::uint32_t>(0, 4),
                    .on_the_grid = *rc::gen::arbitrary<bool>()};
    const TickedLife skipping{plan, IdleTicks::skip};
    const TickedLife running{plan, IdleTicks::run};
    RC_ASSERT(skipping.looked() == running.looked());
    RC_ASSERT(skipping.executed() <= running.executed());
    RC_TAG(!skipping.looked().empty());
  }));
}

}  // namespace spindrift::kernel
