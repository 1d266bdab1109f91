#include "analysis/propagation/propagation.hpp"

#include <catch2/catch.hpp>

#include "analysis/propagation/summary.hpp"
#include "tests/propagation/spread_fleet.hpp"

namespace spindrift::analysis::test {
namespace {

using namespace std::chrono_literals;
using model::ActionKind;

/// A root, a region of two servers and an edge, each with an agent.
model::Deployment small_fleet(const std::string& version) {
  model::Deployment deployment;
  add_agent(deployment, add_cluster(deployment, "root", 2, "", version));
  add_agent(deployment, add_cluster(deployment, "region", 2, "root", version));
  add_agent(deployment, add_cluster(deployment, "edge", 1, "region", version));
  deployment.until = 60h;
  return deployment;
}

TEST_CASE("parts add up to the delays, for every place") {
  for (const char* const version : {"1.10.4", "1.12.4", "1.15.3"}) {
    model::Deployment deployment = small_fleet(version);
    const PropagationResult result = spread(deployment, 30min);
    CHECK(result.keys >= 15);
    CHECK(result.places.size() >= 9);
    for (const auto& [group, delays] : result.places) {
      INFO(version << ", " << to_string(group));
      double hop = 0.0;
      double whole = 0.0;
      for (std::size_t part = 0; part < part_count; ++part) {
        hop += delays.hop_parts[part];
        whole += delays.whole_parts[part];
        CHECK(delays.whole_parts[part] >= -1e-9);
      }
      const auto count = static_cast<double>(delays.hop.count());
      CHECK(hop == Approx(delays.hop.mean() * count).margin(1e-9));
      CHECK(whole == Approx(delays.whole.mean() * count).margin(1e-9));
    }
  }
}

TEST_CASE("a publication reaches the clusters above its maker without a poll, others by polls") {
  model::Deployment deployment = small_fleet("1.12.4");
  const PropagationResult result = spread(deployment, 30min);
  const auto count = [&](PlaceKind kind, std::uint32_t hops) {
    const auto found = result.places.find({kind, hops});
    return found == result.places.end() ? 0 : found->second.hop.count();
  };
  CHECK(count(PlaceKind::root, 0) == result.keys);
  CHECK(count(PlaceKind::publisher, 0) > 0);
  // Two clusters below the root; an edge below a publishing region takes one hop.
  CHECK(count(PlaceKind::publisher, 0) + count(PlaceKind::cluster, 1) +
            count(PlaceKind::cluster, 2) ==
        2 * result.keys);
  CHECK(count(PlaceKind::agent, 0) + count(PlaceKind::agent, 1) + count(PlaceKind::agent, 2) ==
        3 * result.keys);
  CHECK(count(PlaceKind::server, 0) + count(PlaceKind::server, 1) + count(PlaceKind::server, 2) ==
        5 * result.keys);
  for (const Undelivered& none : result.undelivered) CHECK(none.deaf + none.missing == 0);
}

TEST_CASE("keys that a deaf cluster misses are counted apart and spoil no distribution") {
  model::Deployment deployment = small_fleet("1.10.4");
  // A server that finds its keys hears nothing until it prepares the next one (R11).
  add_action(deployment, 1h, ActionKind::restart, "edge/1");
  add_action(deployment, 2h, ActionKind::replace, "root/1");
  deployment.until = 8h;
  const PropagationResult result = spread(deployment, 90min);
  CHECK(result.keys == 1);
  CHECK(result.undelivered[static_cast<std::size_t>(PlaceKind::cluster)].deaf == 1);
  CHECK(result.undelivered[static_cast<std::size_t>(PlaceKind::agent)].deaf == 1);
  CHECK_FALSE(result.places.contains({PlaceKind::cluster, 2}));
  CHECK(result.places.at({PlaceKind::cluster, 1}).whole.largest() < 7.1);
}

TEST_CASE("a key of which the history does not see the end is under way") {
  model::Deployment deployment = small_fleet("1.12.4");
  add_action(deployment, 2h, ActionKind::prepare, "root/1");
  deployment.until = 2h + 100ms;
  const PropagationResult result = spread(deployment, 90min);
  CHECK(result.keys == 1);
  CHECK(result.undelivered[static_cast<std::size_t>(PlaceKind::cluster)].under_way >= 1);
  CHECK(result.undelivered[static_cast<std::size_t>(PlaceKind::cluster)].missing == 0);
}

TEST_CASE("only keys of the window count, and runs put together count as many as each") {
  model::Deployment deployment = small_fleet("1.12.4");
  const PropagationResult one = spread(deployment, 30min, 1);
  const PropagationResult two = spread(deployment, 30min, 2);
  CHECK(spread(deployment, 59h).keys == 0);
  PropagationResult both = one;
  both.merge(two);
  CHECK(both.keys == one.keys + two.keys);
  const PlaceGroup agents{PlaceKind::agent, 2};
  CHECK(both.places.at(agents).whole.count() ==
        one.places.at(agents).whole.count() + two.places.at(agents).whole.count());
  CHECK(both.row_lock.rates.count() == 2);
}

}  // namespace
}  // namespace spindrift::analysis::test
