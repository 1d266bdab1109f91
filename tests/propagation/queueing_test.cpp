// The queue for the root's bundle row against theory.
#include <catch2/catch.hpp>

#include "analysis/statistics/intervals/mean_interval.hpp"
#include "sim/kernel/random.hpp"
#include "tests/propagation/spread_fleet.hpp"

namespace spindrift::analysis::test {
namespace {

using namespace std::chrono_literals;
using model::ActionKind;

constexpr Duration commit = 100ms;
constexpr int servers = 60;

/// A root of many servers, so that each has done with one key before it makes the next.
model::Deployment large_root() {
  model::Deployment deployment;
  add_cluster(deployment, "root", servers, "", "1.12.4");
  deployment.first_starts.gap = {};
  deployment.clusters.front().datastore.commit = model::always(commit);
  return deployment;
}

TEST_CASE("publications at random wait for the row as M/D/1 theory says, up to the knee") {
  for (const double busy : {0.3, 0.6, 0.8}) {
    RowLockUse use;
    const auto mean_gap =
        Duration{static_cast<std::int64_t>(static_cast<double>(commit.count()) / busy)};
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
      model::Deployment deployment = large_root();
      kernel::RandomStream gaps{seed, "test/gaps"};
      Duration at = 1h;
      constexpr int keys = 800;
      for (int key = 0; key < keys; ++key) {
        at += gaps.exponential(mean_gap);
        add_action(deployment, at, ActionKind::prepare,
                   "root/" + std::to_string(key % servers + 1));
      }
      deployment.until = at + 2min;
      // The first hundred find the queue shorter than it will be.
      use.merge(spread(deployment, 1h + 100 * mean_gap, seed).row_lock);
    }
    const double rate = 1e9 / static_cast<double>(mean_gap.count());
    const auto seen = statistics::mean_interval(use.mean_waits, 0.99);
    INFO(busy << " busy: " << seen.lower << " to " << seen.upper);
    CHECK(seen.contains(expected_row_wait(rate, commit)));
    CHECK(seen.width() / seen.estimate < 0.5);  // else it would contain anything
    CHECK(use.rates.mean() == Approx(rate).epsilon(0.05));
  }
}

TEST_CASE("publications at one moment wait for all before them") {
  model::Deployment deployment = large_root();
  for (int server = 1; server <= servers; ++server) {
    add_action(deployment, 1h, ActionKind::prepare, "root/" + std::to_string(server));
  }
  deployment.until = 2h;
  const PropagationResult result = spread(deployment, 1h);
  const double service = 0.1;
  CHECK(result.busiest_minute.waits.mean() == Approx(service * (servers - 1) / 2));
  CHECK(result.busiest_minute.waits.maximum() == Approx(service * (servers - 1)));
  CHECK(result.places.at({PlaceKind::root, 0}).beyond_bound == servers - 1);
}

TEST_CASE("beyond the knee theory has no mean wait") {
  CHECK(expected_row_wait(9.9, 100ms) == Approx(0.1 * 0.99 / (2 * 0.01)));
  CHECK(std::isinf(expected_row_wait(10.0, 100ms)));
  CHECK(expected_row_wait(0.0, 100ms) == 0.0);
  CHECK(expected_row_wait(10.0, 0ms) == 0.0);
}

}  // namespace
}  // namespace spindrift::analysis::test
