// Simulated delays against the sums of waits that theory gives. Phases are spread evenly on
// purpose: by when servers are started (which decides when they poll and look) and when keys are
// made. Left to luck, it would take a hundred thousand lives to come within a hundredth.
#include <catch2/catch.hpp>

#include "tests/propagation/spread_fleet.hpp"

namespace spindrift::analysis::test {
namespace {

using namespace std::chrono_literals;
using model::ActionKind;

constexpr Duration poll = 5s;

Duration part_of(Duration whole, double share) {
  return Duration{static_cast<std::int64_t>(static_cast<double>(whole.count()) * share)};
}

/// A root whose server prepares a key every minute from 2 h on, at all phases of a 5 s clock.
void publish_evenly(model::Deployment& deployment, std::size_t count) {
  deployment.clusters.front().behaviour.local_authority_commands = true;
  deployment.first_starts.gap = {};
  deployment.until = 2h + 1min * static_cast<int>(count) + 1min;
  for (std::size_t key = 0; key < count; ++key) {
    const double phase = (static_cast<double>(key) + 0.5) / static_cast<double>(count);
    add_action(deployment, 2h + 1min * static_cast<int>(key) + part_of(poll, phase),
               ActionKind::prepare, "root/1");
  }
}

TEST_CASE("two levels of polls and an agent's sync take within 1 % of what theory says") {
  model::Deployment deployment;
  add_cluster(deployment, "root", 1, "", "1.12.4");
  constexpr int regions = 16;
  constexpr int edges = 16;
  for (int region = 0; region < regions; ++region) {
    const std::string name = "region-" + std::to_string(region);
    add_cluster(deployment, name, 1, "root", "1.12.4");
    // A restart at a moment of its own gives each region polls with a phase of their own.
    add_action(deployment, 1h + poll / regions * region + 1953us * region, ActionKind::restart,
               name + "/1");
  }
  for (int edge = 0; edge < regions * edges; ++edge) {
    const std::string name = "edge-" + std::to_string(edge);
    const std::string above = "region-" + std::to_string(edge / edges);
    add_agent(deployment, add_cluster(deployment, name, 1, above, "1.12.4"));
    // 1953 us a region more than the region itself: the differences then lie evenly.
    add_action(deployment, 90min + poll / edges * (edge % edges) + 21484us * (edge / edges),
               ActionKind::restart, name + "/1");
  }
  publish_evenly(deployment, 160);
  const PropagationResult result = spread(deployment, 2h);
  CHECK(result.keys == 160);
  CHECK(result.places.at({PlaceKind::agent, 2}).hop.count() == 160 * regions * edges);
  check_within_a_hundredth(result, {PlaceKind::cluster, 1}, Measure::hop);
  check_within_a_hundredth(result, {PlaceKind::cluster, 2}, Measure::hop);
  check_within_a_hundredth(result, {PlaceKind::cluster, 1}, Measure::whole);
  check_within_a_hundredth(result, {PlaceKind::cluster, 2}, Measure::whole);
  check_within_a_hundredth(result, {PlaceKind::agent, 2}, Measure::whole);
}

TEST_CASE("an agent's sync takes within 1 % of what theory says") {
  // Its jitter is left to luck, so here it takes many keys: of a hundred roots, each with an agent.
  model::Deployment deployment;
  constexpr int roots = 100;
  constexpr int keys = 800;
  deployment.first_starts.gap = {};
  for (int root = 0; root < roots; ++root) {
    const std::string name = "root-" + std::to_string(root);
    const std::size_t cluster = add_cluster(deployment, name, 1, "", "1.12.4");
    add_agent(deployment, cluster);
    // Keys go soon, so that bundles stay short.
    deployment.clusters[cluster].ca_ttl = 10min;
    deployment.clusters[cluster].behaviour.bundle_prune_interval = 1min;
    deployment.clusters[cluster].behaviour.bundle_safety_threshold = {};
    for (int key = 0; key < keys; ++key) {
      add_action(deployment, 1h + 1min * key, ActionKind::prepare, name + "/1");
    }
  }
  deployment.until = 1h + 1min * keys;
  check_within_a_hundredth(spread(deployment, 1h), {PlaceKind::agent, 0}, Measure::hop);
}

TEST_CASE("a poll and a stream's look of any phase take within 1 % of what theory says") {
  model::Deployment deployment;
  add_cluster(deployment, "root", 1, "", "1.10.4");
  constexpr int phases = 16;
  for (int place = 0; place < phases * phases; ++place) {
    const std::string name = "region-" + std::to_string(place);
    const std::size_t cluster = add_cluster(deployment, name, 1, "root", "1.10.4");
    // Polls begin with the mint, looks when the JWT key, made after it, has been published: the
    // time that it takes to make a key is what parts the two phases (R11).
    const Duration generate = 10ms + Duration{1s} * (place % phases) / phases;
    deployment.clusters[cluster].key_manager.disk_generate = model::always(generate);
    add_action(deployment, 1h + poll * (place / phases) / phases + 31us * place - generate,
               ActionKind::replace, name + "/1");
  }
  publish_evenly(deployment, 100);
  const PropagationResult result = spread(deployment, 2h);
  check_within_a_hundredth(result, {PlaceKind::cluster, 1}, Measure::hop);
  check_within_a_hundredth(result, {PlaceKind::cluster, 1}, Measure::whole);
  const PlaceDelays& delays = result.places.at({PlaceKind::cluster, 1});
  const auto mean_of = [&](Part part) {
    return delays.hop_parts[static_cast<std::size_t>(part)] /
           static_cast<double>(delays.hop.count());
  };
  CHECK(mean_of(Part::poll) == Approx(2.5).epsilon(0.01));
  CHECK(mean_of(Part::look) == Approx(0.5).epsilon(0.02));
  CHECK(mean_of(Part::other) == 0.0);
}

TEST_CASE("of two servers that listen side by side the first to poll counts, within 1 %") {
  model::Deployment deployment;
  add_cluster(deployment, "root", 1, "", "1.12.4");
  constexpr std::size_t clusters = 225;
  for (std::size_t place = 0; place < clusters; ++place) {
    const std::string name = "region-" + std::to_string(place);
    add_cluster(deployment, name, 2, "root", "1.12.4");
    for (std::size_t server = 0; server < 2; ++server) {
      add_action(deployment,
                 1h + 10min * static_cast<int>(server) + part_of(poll, evenly(place, server)),
                 ActionKind::restart, name + "/" + std::to_string(server + 1));
    }
  }
  publish_evenly(deployment, 100);
  const PropagationResult result = spread(deployment, 2h);
  check_within_a_hundredth(result, {PlaceKind::cluster, 1}, Measure::hop);
  check_within_a_hundredth(result, {PlaceKind::cluster, 1}, Measure::whole);
}

TEST_CASE("a discovery provider and its relying party take within 1 % of what theory says") {
  model::Deployment deployment;
  const std::size_t root = add_cluster(deployment, "root", 1, "", "1.12.4");
  const history::ClusterId cluster{static_cast<std::uint32_t>(root)};
  const history::ServerId server = deployment.topology.find_server("root/1");
  history::Observer provider{"oidc", history::ObserverKind::discovery_provider, cluster, server,
                             history::ObserverId::none};
  history::Observer party{"cloud", history::ObserverKind::relying_party, cluster,
                          history::ServerId::none, history::ObserverId{0}};
  deployment.topology.observers = {provider, party};
  deployment.providers.push_back({"oidc", server, 10s});
  model::RelyingParty rely;
  rely.name = "cloud";
  rely.provider = history::ObserverId{0};
  // Longer than the providers' interval by a part that is no multiple of it, so that phases differ.
  rely.cache_lifetime = 61700ms;
  deployment.relying_parties.push_back(rely);
  deployment.clusters.front().behaviour.local_authority_commands = true;
  constexpr int keys = 2000;
  for (int key = 0; key < keys; ++key) {
    const Duration phase = part_of(617s, evenly(static_cast<std::size_t>(key), 0));
    add_action(deployment, 1h + 617s * key + phase, ActionKind::prepare, "root/1");
  }
  deployment.until = 1h + 617s * (keys + 2);
  const PropagationResult result = spread(deployment, 1h);
  check_within_a_hundredth(result, {PlaceKind::discovery_provider, 0}, Measure::hop);
  check_within_a_hundredth(result, {PlaceKind::discovery_provider, 0}, Measure::whole);
  check_within_a_hundredth(result, {PlaceKind::relying_party, 0}, Measure::hop);
  check_within_a_hundredth(result, {PlaceKind::relying_party, 0}, Measure::whole);
}

}  // namespace
}  // namespace spindrift::analysis::test
