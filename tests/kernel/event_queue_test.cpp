// The queue against a sorted map: the same schedules and cancels must fire in the same order, for
// times that are spread, clustered, equal, or distributed over twelve decades.
#include "sim/kernel/event_queue.hpp"

#include <cstdint>
#include <memory>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "sim/kernel/random.hpp"
#include "tests/kernel/reference_queue.hpp"

namespace spindrift::kernel {

namespace {

enum class Spread : std::uint8_t { even, exponential, clustered, equal, decades, far_outliers };

constexpr Spread all_spreads[] = {Spread::even,  Spread::exponential, Spread::clustered,
                                  Spread::equal, Spread::decades,     Spread::far_outliers};

Duration delay(Spread spread, RandomStream& random) {
  constexpr Duration second{1'000'000'000};
  switch (spread) {
    case Spread::even:
      return random.between(Duration{0}, second);
    case Spread::exponential:
      return random.exponential(second);
    case Spread::clustered:
      return second * static_cast<std::int64_t>(random.below(3)) + Duration{random.below(20) != 0};
    case Spread::equal:
      return Duration{0};
    case Spread::decades: {
      std::int64_t span = 1;
      for (std::uint64_t decade = random.below(13); decade > 0; --decade) span *= 10;
      return random.between(Duration{span}, Duration{span * 10});
    }
    case Spread::far_outliers:
      if (random.chance(1, 50)) return never - Time{} - second * 1'000'000;
      return random.between(Duration{0}, Duration{100});
  }
  return second;
}

class Probe final : public Wakeup {
 public:
  Probe(std::size_t number, std::vector<std::size_t>& fired) : number_{number}, fired_{fired} {}
  void fire() override { fired_.push_back(number_); }

 private:
  std::size_t number_;
  std::vector<std::size_t>& fired_;
};

/// Both queues side by side, asked the same.
class Pair {
 public:
  explicit Pair(std::size_t count) {
    for (std::size_t number = 0; number < count; ++number) {
      probes_.push_back(std::make_unique<Probe>(number, fired_));
    }
  }

  void schedule(std::size_t number, Duration delay, Order order) {
    const Time at = later(now_, delay);
    queue_.schedule(*probes_[number], at, order);
    reference_.schedule(number, at, order);
  }
  void cancel(std::size_t number) {
    queue_.cancel(*probes_[number]);
    reference_.cancel(number);
  }
  void destroy(std::size_t number) {
    probes_[number] = std::make_unique<Probe>(number, fired_);
    reference_.cancel(number);
  }
  /// Whether the next event is the same in both, if there is one.
  bool fire() {
    const Time at = reference_.earliest();
    if (queue_.earliest() != at) return false;
    if (reference_.size() == 0) return !queue_.fire_next(never, now_);
    fired_.clear();
    const bool is_fired = queue_.fire_next(never, now_);
    return is_fired && now_ == at && fired_ == std::vector{reference_.take_earliest()};
  }
  [[nodiscard]] std::size_t pending() const { return reference_.size(); }
  [[nodiscard]] bool agree_in_size() const { return queue_.size() == reference_.size(); }
  [[nodiscard]] bool agree_in_scheduled(std::size_t number) {
    const bool before = probes_[number]->is_scheduled();
    const std::size_t size = reference_.size();
    reference_.cancel(number);
    queue_.cancel(*probes_[number]);
    return before == (size != reference_.size()) && !probes_[number]->is_scheduled();
  }

 private:
  EventQueue queue_;
  ReferenceQueue reference_;
  std::vector<std::size_t> fired_;
  std::vector<std::unique_ptr<Probe>> probes_;
  Time now_{};
};

Order some_order(RandomStream& random) {
  return Order{static_cast<std::uint8_t>(random.below(2)),
               static_cast<std::uint32_t>(random.below(3))};
}

/// A random life of `count` events; true when both queues agreed all the time.
bool agree(std::uint64_t seed, Spread spread, std::size_t count, std::size_t steps) {
  RandomStream random{seed, "life"};
  Pair queues{count};
  // Waves: mostly scheduling, then mostly firing, so that the queue grows and drains.
  for (std::size_t step = 0; step < steps; ++step) {
    const bool growing = step / count % 2 == 0;
    const std::uint64_t choice = random.below(20);
    const std::size_t number = random.below(count);
    if (choice < (growing ? 13U : 6U)) {
      queues.schedule(number, delay(spread, random), some_order(random));
    } else if (choice < (growing ? 14U : 7U)) {
      queues.cancel(number);
    } else if (choice == 19 && !growing) {
      queues.destroy(number);
    } else if (!queues.fire()) {
      return false;
    }
  }
  if (!queues.agree_in_size() || !queues.agree_in_scheduled(0)) return false;
  while (queues.pending() > 0) {
    if (!queues.fire()) return false;
  }
  return queues.fire();
}

}  // namespace

TEST_CASE("any schedules and cancels fire in the order of a sorted map") {
  REQUIRE(rc::check("small lives", [](std::uint64_t seed) {
    const auto spread =
        *rc::gen::elementOf(std::vector<Spread>(std::begin(all_spreads), std::end(all_spreads)));
    const auto count = *rc::gen::inRange<std::size_t>(1, 200);
    RC_ASSERT(agree(seed, spread, count, count * 12));
  }));
}

TEST_CASE("thousands of events fire in the order of a sorted map, however they are spread") {
  for (const Spread spread : all_spreads) {
    CAPTURE(static_cast<int>(spread));
    CHECK(agree(7, spread, 5'000, 60'000));
  }
}

TEST_CASE("a population that grows from one event at the front stays in order") {
  // One event far away makes the front reach far; all that follows comes late.
  for (const Spread spread : all_spreads) {
    CAPTURE(static_cast<int>(spread));
    Pair queues{3'001};
    RandomStream random{3, "growth"};
    queues.schedule(3'000, std::chrono::hours{10'000}, Order{});
    queues.schedule(0, Duration{1}, Order{});
    CHECK(queues.fire());
    for (std::size_t number = 0; number < 3'000; ++number) {
      queues.schedule(number, delay(spread, random), some_order(random));
      if (number % 3 == 2) CHECK(queues.fire());
    }
    while (queues.pending() > 0) REQUIRE(queues.fire());
  }
}

TEST_CASE("a queue that is destroyed lets its wakeups go") {
  std::vector<std::size_t> fired;
  Probe near{0, fired};
  Probe far{1, fired};
  {
    EventQueue queue;
    queue.schedule(near, Time{}, Order{});
    queue.schedule(far, never, Order{});
    CHECK(queue.earliest() == Time{});
    CHECK(queue.size() == 2);
  }
  CHECK_FALSE(near.is_scheduled());
  CHECK_FALSE(far.is_scheduled());
}

TEST_CASE("cancelled events leave nothing behind, however often that happens") {
  std::vector<std::size_t> fired;
  EventQueue queue;
  Probe last{0, fired};
  queue.schedule(last, Time{Duration{1'000'000}}, Order{});
  CHECK(queue.earliest() == Time{Duration{1'000'000}});
  Probe cancelled{1, fired};
  for (int round = 0; round < 100'000; ++round) {
    queue.schedule(cancelled, Time{Duration{999'999 - round % 1'000}}, Order{});
    queue.cancel(cancelled);
  }
  CHECK(queue.size() == 1);
  CHECK(queue.bytes() < 16'384);
  queue.fire_earliest();
  CHECK(fired == std::vector<std::size_t>{0});
}

}  // namespace spindrift::kernel
