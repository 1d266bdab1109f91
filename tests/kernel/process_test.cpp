#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/kernel/completion.hpp"
#include "sim/kernel/mutex.hpp"
#include "sim/kernel/simulation.hpp"
#include "sim/kernel/task.hpp"
#include "tests/kernel/second.hpp"

namespace spindrift::kernel {

namespace {

Task<int> fails_after(Simulation& simulation, Duration span) {
  co_await pass(simulation, span);
  throw std::runtime_error("the disk is full");
  co_return 1;
}

}  // namespace

TEST_CASE("a process that kills its own scope runs on to its next wait and ends there") {
  Simulation simulation{1};
  Scope scope{simulation.root()};
  std::string page;
  const auto life = [&]() -> Process {
    co_await pass(simulation, second);
    scope.kill();
    page += "still here";
    co_await pass(simulation, second);
    page += ", never here";
  };
  scope.start(Order{}, life());
  simulation.run();
  CHECK(page == "still here");
  CHECK(simulation.now() == Time{second});
  CHECK(scope.is_empty());
  CHECK(scope.is_killed());
}

TEST_CASE("a process that kills its own scope inside a task is destroyed with the task") {
  Simulation simulation{1};
  Scope scope{simulation.root()};
  const auto alive = std::make_shared<int>(0);
  const auto task = [&](std::shared_ptr<int>) -> Task<int> {
    scope.kill();
    co_return 1;
  };
  bool went_on = false;
  const auto life = [&](std::shared_ptr<int> held) -> Process {
    Task<int> inner = task(held);
    co_await inner;
    went_on = true;
  };
  scope.start(Order{}, life(alive));
  simulation.run();
  CHECK_FALSE(went_on);
  CHECK(alive.use_count() == 1);
}

TEST_CASE("a process that kills its own scope and then ends is destroyed once") {
  Simulation simulation{1};
  Scope scope{simulation.root()};
  const auto life = [&]() -> Process {
    co_await pass(simulation, second);
    scope.kill();
  };
  scope.start(Order{}, life());
  simulation.run();
  CHECK(scope.is_empty());
}

TEST_CASE("killing a scope kills the scopes inside it, and it starts nothing more") {
  Simulation simulation{1};
  Scope outer{simulation.root()};
  Scope inner{outer};
  int steps = 0;
  const auto life = [&]() -> Process {
    for (;;) {
      co_await pass(simulation, second);
      ++steps;
    }
  };
  outer.start(Order{0, 1}, life());
  inner.start(Order{0, 2}, life());
  simulation.run_until(Time{3 * second});
  CHECK(steps == 6);
  outer.kill();
  inner.start(Order{0, 3}, life());
  simulation.run_until(Time{9 * second});
  CHECK(steps == 6);
  CHECK(simulation.queue().size() == 0);
}

TEST_CASE("a paused scope stands still and goes on at the moment of its resumption") {
  Simulation simulation{1};
  Scope scope{simulation.root()};
  std::vector<Time> steps;
  const auto life = [&]() -> Process {
    for (int step = 0; step < 3; ++step) {
      co_await pass(simulation, second);
      steps.push_back(simulation.now());
    }
  };
  scope.start(Order{}, life());
  simulation.run_until(Time{second});
  scope.pause();
  simulation.run_until(Time{10 * second});
  scope.resume();
  simulation.run();
  CHECK(steps == std::vector{Time{second}, Time{10 * second}, Time{11 * second}});
}

TEST_CASE("what starts in a paused scope, or in one inside it, begins when that is resumed") {
  Simulation simulation{1};
  Scope outer{simulation.root()};
  Scope inner{outer};
  std::vector<Time> begun;
  const auto life = [&]() -> Process {
    begun.push_back(simulation.now());
    co_return;
  };
  outer.pause();
  Scope later{inner};
  outer.start(Order{0, 1}, life());
  inner.start(Order{0, 2}, life());
  later.start(Order{0, 3}, life());
  simulation.run_until(Time{5 * second});
  CHECK(begun.empty());
  outer.resume();
  inner.start(Order{0, 4}, life());
  simulation.run();
  CHECK(begun == std::vector(4, Time{5 * second}));
}

TEST_CASE("an exception that leaves a process stops the simulation with its cause") {
  Simulation simulation{1};
  bool other_ran = false;
  const auto fail = [&]() -> Process {
    Task<int> task = fails_after(simulation, second);
    co_await task;
  };
  const auto other = [&]() -> Process {
    co_await pass(simulation, 2 * second);
    other_ran = true;
  };
  simulation.root().start(Order{0, 1}, fail());
  simulation.root().start(Order{0, 2}, other());
  CHECK_THROWS_WITH(simulation.run_until(Time{9 * second}), "the disk is full");
  CHECK(simulation.now() == Time{second});
  CHECK_FALSE(other_ran);
  // The rest is still there, for whoever wants to look further.
  simulation.run_until(Time{9 * second});
  CHECK(other_ran);
}

TEST_CASE("an exception of a task can be caught by the process that awaits it") {
  Simulation simulation{1};
  std::string caught;
  const auto life = [&]() -> Process {
    try {
      Task<int> task = fails_after(simulation, second);
      co_await task;
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
    co_await pass(simulation, second);
  };
  simulation.root().start(Order{}, life());
  simulation.run();
  CHECK(caught == "the disk is full");
  CHECK(simulation.now() == Time{2 * second});
}

TEST_CASE("a long chain of tasks that end at once needs no deep stack") {
  Simulation simulation{1};
  long sum = 0;
  const auto one = []() -> Task<long> { co_return 1; };
  const auto life = [&]() -> Process {
    for (int round = 0; round < 300'000; ++round) {
      Task<long> task = one();
      sum += co_await task;
    }
  };
  simulation.root().start(Order{}, life());
  simulation.run();
  CHECK(sum == 300'000);
}

TEST_CASE("a lock is given in the order of asking, and a deadline ends the waiting") {
  Simulation simulation{1};
  Mutex mutex{simulation};
  std::string page;
  const auto worker = [&](char name, Duration patience) -> Process {
    const Time deadline = later(simulation.now(), patience);
    const MutexHold hold = co_await mutex.lock(deadline);
    page += hold.is_held() ? name : '-';
    if (hold.is_held()) co_await pass(simulation, second);
  };
  simulation.root().start(Order{0, 1}, worker('a', 9 * second));
  simulation.root().start(Order{0, 2}, worker('b', 9 * second));
  simulation.root().start(Order{0, 3}, worker('x', second / 2));
  simulation.root().start(Order{0, 4}, worker('c', 2 * second));
  simulation.run();
  CHECK(page == "a-bc");
  CHECK_FALSE(mutex.is_locked());
}

TEST_CASE("only the first value of a completion counts, and it carries its cause") {
  Simulation simulation{1};
  const Completion<std::string> completion{simulation};
  std::string got;
  std::uint64_t cause = 0;
  const auto ask = [&]() -> Process {
    simulation.set_cause(5);
    const auto answer = co_await completion.wait_until(never);
    got = answer.value_or("nothing");
    cause = simulation.cause();
  };
  const auto answer = [&]() -> Process {
    co_await pass(simulation, second);
    simulation.set_cause(77);
    completion.set("first");
    completion.set("second");
  };
  simulation.root().start(Order{0, 1}, ask());
  simulation.root().start(Order{0, 2}, answer());
  simulation.run();
  CHECK(got == "first");
  CHECK(cause == 77);
}

TEST_CASE("a process takes over the cause of whoever starts it, then has its own") {
  Simulation simulation{1};
  simulation.set_cause(3);
  std::vector<std::uint64_t> causes;
  const auto child = [&]() -> Process {
    causes.push_back(simulation.cause());
    co_return;
  };
  const auto life = [&]() -> Process {
    causes.push_back(simulation.cause());
    simulation.set_cause(8);
    simulation.root().start(Order{0, 2}, child());
    simulation.set_cause(9);
    co_return;
  };
  simulation.root().start(Order{0, 1}, life());
  simulation.run();
  CHECK(causes == std::vector<std::uint64_t>{3, 8});
  CHECK(simulation.cause() == 3);
}

}  // namespace spindrift::kernel
