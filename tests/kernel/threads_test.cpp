#include <array>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/kernel/completion.hpp"
#include "sim/kernel/mutex.hpp"
#include "sim/kernel/random.hpp"
#include "sim/kernel/simulation.hpp"
#include "sim/kernel/ticker.hpp"
#include "tests/kernel/second.hpp"

namespace spindrift::kernel {

namespace {

/// A digest of who did what when in a world of quarrelling processes.
std::uint64_t digest_of_a_world(std::uint64_t seed) {
  Simulation simulation{seed};
  Mutex mutex{simulation};
  Signal signal{simulation};
  std::uint64_t digest = seed;
  const auto note = [&](std::uint64_t who) {
    const auto when = static_cast<std::uint64_t>((simulation.now() - Time{}).count());
    digest = (digest ^ (when + who)) * 0x9E37'79B9'7F4A'7C15U;
    digest ^= digest >> 31U;
  };
  const auto life = [&](std::uint32_t number) -> Process {
    RandomStream random{seed, std::to_string(number)};
    Ticker ticker{simulation, Time{second}, second};
    for (;;) {
      {
        const MutexHold hold = co_await mutex.lock(later(simulation.now(), second));
        note(hold.is_held() ? number : number + 1'000);
        co_await pass(simulation, random.exponential(second / 20));
      }
      const bool raised = co_await signal.wait_until(later(simulation.now(), second / 7));
      note(raised ? 1 : 2);
      if (random.chance(1, 3)) signal.raise();
      const auto always = [] { return Time{}; };
      co_await ticker.next(always);
    }
  };
  for (std::uint32_t number = 0; number < 30; ++number) {
    simulation.root().start(Order{0, number % 7, number}, life(number));
  }
  simulation.run_until(Time{200 * second});
  return digest;
}

}  // namespace

TEST_CASE("simulations in several threads give what they give one after the other") {
  constexpr std::size_t worlds = 8;
  std::array<std::uint64_t, worlds> serial{};
  for (std::size_t world = 0; world < worlds; ++world) serial[world] = digest_of_a_world(world);
  std::array<std::uint64_t, worlds> parallel{};
  {
    std::vector<std::jthread> threads;
    for (std::size_t world = 0; world < worlds; ++world) {
      threads.emplace_back([world, &parallel] { parallel[world] = digest_of_a_world(world); });
    }
  }
  CHECK(serial == parallel);
  // The luck matters: another seed is another life.
  CHECK(serial[0] != serial[1]);
}

TEST_CASE("two simulations that take turns do not notice each other") {
  Simulation one{1};
  Simulation two{1};
  std::string page_of_one;
  std::string page_of_two;
  const auto write = [](Simulation& simulation, std::string& page) -> Process {
    RandomStream random{simulation.seed(), "writer"};
    for (;;) {
      co_await pass(simulation, random.exponential(second));
      page += std::to_string(simulation.now().time_since_epoch().count()) + '\n';
    }
  };
  one.root().start(Order{}, write(one, page_of_one));
  two.root().start(Order{}, write(two, page_of_two));
  for (int turn = 1; turn <= 50; ++turn) one.run_until(Time{turn * second});
  two.run_until(Time{50 * second});
  CHECK(page_of_one == page_of_two);
  CHECK_FALSE(page_of_one.empty());
}

}  // namespace spindrift::kernel
