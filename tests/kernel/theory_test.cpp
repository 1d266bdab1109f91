// Queues whose mean waits are known in closed form, built from processes, a line and random
// streams.
#include <cmath>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "analysis/statistics/intervals/batch_means.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/queueing/many_servers.hpp"
#include "analysis/statistics/queueing/single_server.hpp"
#include "bench/kernel_workloads.hpp"
#include "sim/kernel/mutex.hpp"
#include "sim/kernel/random.hpp"
#include "sim/kernel/signal.hpp"
#include "sim/kernel/simulation.hpp"
#include "tests/kernel/second.hpp"

namespace spindrift::kernel {

namespace {

/// Customers, each a process, of one lock: an M/M/1 queue.
std::vector<double> waits_at_a_lock(std::uint64_t seed, Duration between_arrivals, int customers) {
  Simulation simulation{seed};
  Mutex server{simulation};
  RandomStream arrivals{seed, "arrivals"};
  RandomStream services{seed, "services"};
  std::vector<double> waits;
  const auto customer = [&]() -> Process {
    const Time begin = simulation.now();
    const MutexHold hold = co_await server.lock();
    waits.push_back(in_seconds(simulation.now() - begin));
    co_await pass(simulation, services.exponential(second));
  };
  const auto street = [&]() -> Process {
    for (int number = 0; number < customers; ++number) {
      co_await pass(simulation, arrivals.exponential(between_arrivals));
      simulation.root().start(Order{0, 2}, customer());
    }
  };
  simulation.root().start(Order{0, 1}, street());
  simulation.run();
  return waits;
}

/// Servers, each a process, that serve one line of arrivals: an M/M/c queue.
std::vector<double> waits_at_servers(std::uint64_t seed, std::uint32_t servers,
                                     Duration between_arrivals, std::size_t customers) {
  Simulation simulation{seed};
  Signal arrived{simulation};
  std::deque<Time> line;
  std::vector<double> waits;
  const auto serve = [&](std::uint32_t number) -> Process {
    RandomStream services{seed, "server " + std::to_string(number)};
    for (;;) {
      while (line.empty()) co_await arrived.wait();
      waits.push_back(in_seconds(simulation.now() - line.front()));
      line.pop_front();
      co_await pass(simulation, services.exponential(second));
    }
  };
  const auto street = [&]() -> Process {
    RandomStream arrivals{seed, "arrivals"};
    for (;;) {
      co_await pass(simulation, arrivals.exponential(between_arrivals));
      line.push_back(simulation.now());
      arrived.raise();
    }
  };
  for (std::uint32_t number = 0; number < servers; ++number) {
    simulation.root().start(Order{0, 1 + number}, serve(number));
  }
  simulation.root().start(Order{0, 0}, street());
  while (waits.size() < customers) simulation.run_until(later(simulation.now(), second));
  return waits;
}

}  // namespace

TEST_CASE("the mean wait of an M/M/1 queue lies in its confidence interval") {
  for (const std::int64_t percent : {50, 80}) {
    const double load = static_cast<double>(percent) / 100;
    const statistics::SingleServer queue{.arrival_rate = load, .service_rate = 1.0};
    const auto waits = waits_at_a_lock(1, second * 100 / percent, 200'000);
    const auto found = statistics::batch_means_interval(waits, {.warm_up = 2'000}, 0.99);
    CAPTURE(load, found.interval.estimate, found.interval.lower, found.interval.upper);
    CHECK(found.interval.contains(statistics::mm1_mean_wait(queue)));
    CHECK(found.interval.width() < 0.25 * found.interval.estimate);
    CHECK_FALSE(found.interval.contains(statistics::md1_mean_wait(queue)));
  }
}

TEST_CASE("the mean wait of an M/M/c queue lies in its confidence interval") {
  for (const std::uint32_t servers : {2U, 5U}) {
    const double load = 0.8;
    const statistics::ManyServers queue{
        .arrival_rate = load * servers, .service_rate = 1.0, .servers = servers};
    const auto waits = waits_at_servers(2, servers, second * 10 / (8 * servers), 200'000);
    const auto found = statistics::batch_means_interval(waits, {.warm_up = 2'000}, 0.99);
    CAPTURE(servers, found.interval.estimate, found.interval.lower, found.interval.upper);
    CHECK(found.interval.contains(statistics::mmc_mean_wait(queue)));
    CHECK(found.interval.width() < 0.25 * found.interval.estimate);
  }
}

TEST_CASE("PHOLD with equal delays executes exactly one event a job and second") {
  const auto phold =
      bench::make_phold({.places = 50, .jobs_per_place = 4, .delays = bench::Delays::equal});
  CHECK(phold->run(1'000) == 1'000);
  CHECK(phold->run(20'000) == 20'000);
}

TEST_CASE("PHOLD executes as many events as renewal theory says, and as every machine does") {
  // Each job renews itself after 0.1 s and an exponential time of mean 0.9 s: in a time t it makes
  // t - 0.095 hops on average with a variance of 0.81 t.
  constexpr double jobs = 16'000;
  constexpr double time = 30;
  const std::uint64_t events = bench::phold_events({}, time);
  const double deviation = std::sqrt(jobs * 0.81 * time);
  CHECK(std::abs(static_cast<double>(events) - jobs * (time - 0.095)) < 3.3 * deviation);
  CHECK(events == 478'902);
}

}  // namespace spindrift::kernel
