#include "bench/kernel_workloads.hpp"

#include <deque>
#include <string>
#include <vector>

#include "sim/kernel/random.hpp"
#include "sim/kernel/simulation.hpp"

namespace spindrift::bench {

namespace {

using kernel::Duration;
using kernel::Order;
using kernel::Process;
using kernel::RandomStream;
using kernel::Simulation;
using kernel::Time;
using kernel::Wakeup;

constexpr Duration second{1'000'000'000};
constexpr Duration shortest = second / 10;
constexpr Duration mean_of_the_rest = second - shortest;

Duration draw(Delays delays, RandomStream& random) {
  switch (delays) {
    case Delays::exponential:
      return shortest + random.exponential(mean_of_the_rest);
    case Delays::clustered:
      return second * static_cast<std::int64_t>(1 + random.below(3)) +
             Duration{static_cast<std::int64_t>(random.below(3))};
    case Delays::equal:
      return second;
    case Delays::decades: {
      std::int64_t span = 1;
      for (std::uint64_t decade = random.below(12); decade > 0; --decade) span *= 10;
      return random.between(Duration{span}, Duration{span * 10});
    }
  }
  return second;
}

struct Place {
  RandomStream random;
  std::uint64_t arrivals = 0;
};

/// One draw decides both whether a job leaves (nine of ten times) and to where.
std::uint32_t next_place(std::uint32_t place, std::uint32_t places, RandomStream& random) {
  const std::uint64_t choice = random.below(std::uint64_t{places} * 10) / 9;
  return choice < places ? static_cast<std::uint32_t>(choice) : place;
}

std::vector<Place> make_places(std::uint32_t count) {
  std::vector<Place> places;
  for (std::uint32_t number = 0; number < count; ++number) {
    places.push_back({RandomStream{1, "place " + std::to_string(number)}});
  }
  return places;
}

class Simulated : public Workload {
 public:
  std::uint64_t run(std::uint64_t events) final {
    // Small enough steps to stop soon after the wanted event.
    constexpr Duration step = second / 100;
    const std::uint64_t begin = simulation_.executed();
    while (simulation_.executed() - begin < events) {
      simulation_.run_until(later(simulation_.now(), step));
    }
    return simulation_.executed() - begin;
  }

  [[nodiscard]] double bytes_per_pending_event() const final {
    const kernel::EventQueue& queue = simulation_.queue();
    return sizeof(Wakeup) + static_cast<double>(queue.bytes()) / static_cast<double>(queue.size());
  }

 protected:
  Simulation& simulation() { return simulation_; }

 private:
  Simulation simulation_{1};
};

class Phold final : public Simulated {
 public:
  explicit Phold(const PholdOptions& options)
      : options_{options}, places_{make_places(options.places)} {
    for (std::uint32_t number = 0; number < options.places; ++number) {
      for (std::uint32_t job = 0; job < options.jobs_per_place; ++job) {
        jobs_.emplace_back(*this, number).start();
      }
    }
  }

  std::uint64_t run_until(Time until) {
    simulation().run_until(until);
    return simulation().executed();
  }

 private:
  class Job final : public Wakeup {
   public:
    Job(Phold& world, std::uint32_t place) : world_{world}, place_{place} {}

    void start() { hop(world_.places_[place_].random); }

   private:
    void fire() override {
      world_.simulation().set_cause(cause_);
      Place& here = world_.places_[place_];
      ++here.arrivals;
      place_ = next_place(place_, world_.options_.places, here.random);
      hop(here.random);
    }
    void hop(RandomStream& random) {
      Simulation& simulation = world_.simulation();
      cause_ = simulation.executed();
      const Time at = later(simulation.now(), draw(world_.options_.delays, random));
      simulation.queue().schedule(*this, at, Order{0, place_});
    }

    Phold& world_;
    std::uint64_t cause_ = 0;
    std::uint32_t place_;
  };

  PholdOptions options_;
  std::vector<Place> places_;
  std::deque<Job> jobs_;
};

class CoroutineTicks final : public Simulated {
 public:
  explicit CoroutineTicks(std::uint32_t processes) : places_{make_places(processes)} {
    std::uint32_t number = 0;
    for (Place& place : places_) {
      simulation().root().start(Order{0, number++}, tick(simulation(), place));
    }
    run(2 * std::uint64_t{processes});
  }

 private:
  static Process tick(Simulation& simulation, Place& place) {
    for (;;) {
      co_await pass(simulation, place.random.exponential(second));
      ++place.arrivals;
    }
  }

  std::vector<Place> places_;
};

class Churn final : public Simulated {
 public:
  explicit Churn(std::uint32_t timers) : timers_(timers) {
    for (Timer& timer : timers_) schedule(timer);
    simulation().root().start(Order{}, renew());
    run(2 * std::uint64_t{timers});
  }

 private:
  struct Timer final : Wakeup {
    void fire() override {}
  };

  void schedule(Timer& timer) {
    simulation().queue().schedule(timer, later(simulation().now(), 30 * second), Order{});
  }

  Process renew() {
    for (std::size_t oldest = 0;; oldest = oldest + 1 < timers_.size() ? oldest + 1 : 0) {
      co_await pass(simulation(), second / 10'000);
      simulation().queue().cancel(timers_[oldest]);
      schedule(timers_[oldest]);
    }
  }

  std::vector<Timer> timers_;
};

/// What a model does whatever the kernel is.
class Bare final : public Workload {
 public:
  Bare(std::uint32_t places, bool hops) : places_{make_places(places)}, hops_{hops} {}

  std::uint64_t run(std::uint64_t events) override {
    std::uint32_t next = 0;
    for (std::uint64_t event = 0; event < events; ++event) {
      Place& here = places_[next];
      ++here.arrivals;
      if (hops_) {
        next = next_place(next, static_cast<std::uint32_t>(places_.size()), here.random);
        now_ += draw(Delays::exponential, here.random);
      } else {
        now_ += here.random.exponential(second);
        next = next + 1 < places_.size() ? next + 1 : 0;
      }
    }
    return events;
  }

  [[nodiscard]] double bytes_per_pending_event() const override { return 0; }

 private:
  std::vector<Place> places_;
  bool hops_;
  Time now_{};
};

}  // namespace

std::unique_ptr<Workload> make_phold(const PholdOptions& options) {
  auto phold = std::make_unique<Phold>(options);
  phold->run(2 * std::uint64_t{options.places} * options.jobs_per_place);
  return phold;
}

std::uint64_t phold_events(const PholdOptions& options, double seconds) {
  return Phold{options}.run_until(Time{Duration{static_cast<std::int64_t>(seconds * 1e9)}});
}

std::unique_ptr<Workload> make_coroutine_ticks(std::uint32_t processes) {
  return std::make_unique<CoroutineTicks>(processes);
}

std::unique_ptr<Workload> make_churn(std::uint32_t timers) {
  return std::make_unique<Churn>(timers);
}

std::unique_ptr<Workload> make_bare_phold(std::uint32_t places) {
  return std::make_unique<Bare>(places, true);
}

std::unique_ptr<Workload> make_bare_ticks(std::uint32_t processes) {
  return std::make_unique<Bare>(processes, false);
}

std::unique_ptr<Workload> make_workload(std::string_view name) {
  if (name == "phold-16k") return make_phold({});
  if (name == "phold-1m") return make_phold({.places = 100'000, .jobs_per_place = 10});
  if (name == "phold-16k-clustered") return make_phold({.delays = Delays::clustered});
  if (name == "phold-16k-equal") return make_phold({.delays = Delays::equal});
  if (name == "phold-16k-decades") return make_phold({.delays = Delays::decades});
  if (name == "coroutine-ticks") return make_coroutine_ticks(10'000);
  if (name == "churn") return make_churn(10'000);
  if (name == "bare-phold") return make_bare_phold(1'000);
  if (name == "bare-ticks") return make_bare_ticks(10'000);
  return nullptr;
}

}  // namespace spindrift::bench
