// A process that uses everything there is to wait for is killed at each of its waits. Whatever it
// held must be given back, and the rest of the world must go on. The sanitizers watch.
#include <chrono>

#include <catch2/catch.hpp>

#include "sim/kernel/completion.hpp"
#include "sim/kernel/mutex.hpp"
#include "sim/kernel/signal.hpp"
#include "sim/kernel/simulation.hpp"
#include "sim/kernel/task.hpp"
#include "sim/kernel/ticker.hpp"
#include "tests/kernel/second.hpp"

namespace spindrift::kernel {

namespace {

/// Counts how many of its kind are alive.
class Resource {
 public:
  explicit Resource(int& alive) : alive_{&alive} { ++*alive_; }
  Resource(const Resource& other) : Resource{*other.alive_} {}
  Resource& operator=(const Resource&) = delete;
  Resource(Resource&&) = delete;
  Resource& operator=(Resource&&) = delete;
  ~Resource() { --*alive_; }

 private:
  int* alive_;
};

/// A victim in `scope`, and a neighbour outside that shares a lock, a signal and a result with it.
struct World {
  int alive = 0;
  int finished = 0;
  int neighbour_rounds = 0;
  Simulation simulation{1};
  Scope scope{simulation.root()};
  Mutex mutex{simulation};
  Signal signal{simulation};
  Completion<int> asked{simulation};

  World() {
    simulation.root().start(Order{0, 9}, neighbour());
    scope.start(Order{0, 1}, victim());
  }

  Process neighbour() {
    for (int bell = 0; bell < 4; ++bell) {
      co_await pass(simulation, second / 2);
      signal.raise();
    }
    asked.set(42);
    for (int round = 0; round < 5; ++round) {
      {
        const MutexHold hold = co_await mutex.lock();
        co_await pass(simulation, second / 3);
      }
      signal.raise();
      ++neighbour_rounds;
      co_await pass(simulation, second / 2);
    }
  }

  Process victim() {
    const Resource whole_life{alive};
    const MutexHold hold = co_await mutex.lock();
    co_await pass(simulation, second);
    const int first = co_await nested(3);
    const Resource between{alive};
    Scope children{scope};
    children.start(Order{0, 2}, child());
    children.start(Order{0, 3}, child());
    Ticker ticker{simulation, Time{second}, second};
    for (int tick = 0; tick < 5; ++tick) {
      const auto always = [] { return Time{}; };
      co_await ticker.next(always);
    }
    const int second_result = co_await nested(0);
    if (first == 3 && second_result == 0) ++finished;
  }

  Process child() {
    const Resource life{alive};
    co_await pass(simulation, second / 4);
    const MutexHold never_got = co_await mutex.lock(later(simulation.now(), second));
    co_await signal.wait();
    for (;;) co_await pass(simulation, second);
  }

  Task<int> nested(int depth) {
    const Resource frame{alive};
    if (depth > 0) {
      const int below = co_await nested(depth - 1);
      co_return below + 1;
    }
    co_await signal.wait_until(later(simulation.now(), second / 5));
    const auto answer = co_await asked.wait_until(later(simulation.now(), 5 * second));
    const Resource copy{frame};
    co_await pass(simulation, Duration{0});
    co_return answer == 42 ? 0 : -100;
  }
};

void require_all_given_back(World& world) {
  REQUIRE(world.alive == 0);
  REQUIRE(world.scope.is_empty());
  const int rounds = world.neighbour_rounds;
  world.simulation.run();
  REQUIRE(world.neighbour_rounds == 5);
  REQUIRE(world.neighbour_rounds >= rounds);
  REQUIRE_FALSE(world.mutex.is_locked());
  REQUIRE(world.mutex.waiting() == 0);
  REQUIRE_FALSE(world.signal.has_waiters());
  REQUIRE(world.simulation.queue().size() == 0);
  REQUIRE(world.alive == 0);
}

int events_of_whole_life() {
  World world;
  int events = 0;
  while (world.finished == 0 && world.simulation.step()) ++events;
  return events;
}

}  // namespace

TEST_CASE("left alone, the victim finishes") {
  World world;
  world.simulation.run_until(Time{20 * second});
  CHECK(world.finished == 1);
  CHECK(world.neighbour_rounds == 5);
}

TEST_CASE("a process killed at any of its waits gives everything back") {
  const int events = events_of_whole_life();
  REQUIRE(events > 20);
  for (int killed_after = 0; killed_after <= events; ++killed_after) {
    CAPTURE(killed_after);
    World world;
    for (int event = 0; event < killed_after; ++event) world.simulation.step();
    world.scope.kill();
    require_all_given_back(world);
  }
}

TEST_CASE("a process killed by another at any moment gives everything back") {
  for (Duration when{0}; when < 8 * second; when += second / 12) {
    for (const std::uint32_t actor : {0U, 20U}) {
      CAPTURE(when.count(), actor);
      World world;
      const auto kill = [&]() -> Process {
        co_await wait_until(world.simulation, Time{when});
        world.scope.kill();
      };
      world.simulation.root().start(Order{0, actor}, kill());
      world.simulation.run_until(Time{20 * second});
      require_all_given_back(world);
    }
  }
}

TEST_CASE("a simulation that is destroyed at any moment gives everything back") {
  const int events = events_of_whole_life();
  for (int stopped_after = 0; stopped_after <= events; ++stopped_after) {
    int alive = 0;
    {
      Simulation simulation{1};
      // Everything it waits on is its own, as the simulation outlives nothing here.
      const auto life = [&]() -> Process {
        const Resource whole{alive};
        Mutex mutex{simulation};
        Signal signal{simulation};
        const MutexHold hold = co_await mutex.lock();
        for (int round = 0; round < events; ++round) {
          co_await signal.wait_until(later(simulation.now(), second));
        }
      };
      simulation.root().start(Order{}, life());
      for (int event = 0; event < stopped_after; ++event) simulation.step();
    }
    REQUIRE(alive == 0);
  }
}

}  // namespace spindrift::kernel
