#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "sim/kernel/signal.hpp"
#include "sim/kernel/simulation.hpp"
#include "tests/kernel/second.hpp"

namespace spindrift::kernel {

namespace {

struct Note {
  Order order;
  std::string text;
};

Process write(Simulation& simulation, Time at, std::string text, std::string& page) {
  co_await wait_until(simulation, at);
  page += text;
}

/// What is written when the processes are started in this sequence.
std::string page_of(const std::vector<Note>& notes) {
  Simulation simulation{1};
  std::string page;
  for (const Note& note : notes) {
    simulation.root().start(note.order, write(simulation, Time{second}, note.text, page));
  }
  simulation.run();
  return page;
}

}  // namespace

TEST_CASE("events of one instant come by phase, then actor, then number, however scheduled") {
  const std::vector<Note> sorted{{Order{0, 1, 0}, "a"}, {Order{0, 1, 7}, "b"},
                                 {Order{0, 2, 0}, "c"}, {Order{0, 0xFF'FFFF, 1}, "d"},
                                 {Order{1, 0, 0}, "e"}, {Order{1, 0, 0}.last(), "f"}};
  std::vector<std::size_t> places(sorted.size());
  for (std::size_t place = 0; place < places.size(); ++place) places[place] = place;
  do {
    std::vector<Note> notes;
    for (const std::size_t place : places) notes.push_back(sorted[place]);
    REQUIRE(page_of(notes) == "abcdef");
  } while (std::ranges::next_permutation(places).found);
}

TEST_CASE("events that agree in time and order come as they were scheduled") {
  CHECK(page_of({{Order{0, 1}, "1"}, {Order{0, 1}, "2"}, {Order{0, 1}, "3"}}) == "123");
  CHECK(page_of({{Order{0, 1}, "3"}, {Order{0, 1}, "1"}, {Order{0, 0}, "2"}}) == "231");
}

TEST_CASE("an event that is moved counts as scheduled when it was moved") {
  struct Letter final : Wakeup {
    Letter(char sign, std::string& text) : letter{sign}, page{text} {}
    void fire() override { page += letter; }
    char letter;
    std::string& page;
  };
  std::string page;
  EventQueue queue;
  Letter a{'a', page};
  Letter b{'b', page};
  queue.schedule(a, Time{second}, Order{});
  queue.schedule(b, Time{second}, Order{});
  queue.schedule(a, Time{second}, Order{});
  queue.fire_earliest();
  queue.fire_earliest();
  CHECK(page == "ba");
  CHECK(queue.size() == 0);
}

TEST_CASE("a signal at the very deadline counts as a signal") {
  for (const bool signal_first : {true, false}) {
    Simulation simulation{1};
    Signal signal{simulation};
    int raised = -1;
    const auto wait = [&]() -> Process {
      const bool is_raised = co_await signal.wait_until(Time{second});
      raised = is_raised ? 1 : 0;
    };
    const auto raise = [&]() -> Process {
      co_await wait_until(simulation, Time{second});
      signal.raise();
    };
    if (signal_first) simulation.root().start(Order{0, 9}, raise());
    simulation.root().start(Order{0, 1}, wait());
    if (!signal_first) simulation.root().start(Order{0, 9}, raise());
    simulation.run();
    CHECK(raised == 1);
  }
}

TEST_CASE("without a signal the wait ends at its deadline, and says so") {
  Simulation simulation{1};
  Signal signal{simulation};
  int raised = -1;
  const auto wait = [&]() -> Process {
    const bool is_raised = co_await signal.wait_until(Time{second});
    raised = is_raised ? 1 : 0;
  };
  simulation.root().start(Order{}, wait());
  simulation.run();
  CHECK(raised == 0);
  CHECK(simulation.now() == Time{second});
  CHECK_FALSE(signal.has_waiters());
}

TEST_CASE("run_until executes what is due at its very end, and nothing later") {
  Simulation simulation{1};
  std::string page;
  simulation.root().start(Order{}, write(simulation, Time{second}, "in", page));
  simulation.root().start(Order{}, write(simulation, Time{second + Duration{1}}, "out", page));
  simulation.run_until(Time{second});
  CHECK(page == "in");
  CHECK(simulation.now() == Time{second});
  simulation.run_until(Time{2 * second});
  CHECK(page == "inout");
  CHECK(simulation.now() == Time{2 * second});
}

TEST_CASE("a wait that is past goes on at once, and never ends before it began") {
  Simulation simulation{1};
  simulation.run_until(Time{5 * second});
  Time went_on{};
  const auto life = [&]() -> Process {
    co_await wait_until(simulation, Time{second});
    went_on = simulation.now();
  };
  simulation.root().start(Order{}, life());
  simulation.run_until(Time{6 * second});
  CHECK(went_on == Time{5 * second});
}

TEST_CASE("what would come after 292 years never comes") {
  CHECK(later(Time{second}, never - Time{}) == never);
  CHECK(later(never, second) == never);
  CHECK(later(Time{second}, second) == Time{2 * second});
  Simulation simulation{1};
  std::string page;
  simulation.root().start(Order{}, write(simulation, never, "never", page));
  simulation.run();
  CHECK(page.empty());
}

}  // namespace spindrift::kernel
