#include "tests/propagation/spread_fleet.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <catch2/catch.hpp>

#include "analysis/cli/hop_times.hpp"
#include "analysis/propagation/summary.hpp"
#include "sim/model/simulation.hpp"

namespace spindrift::analysis::test {

using namespace std::chrono_literals;

std::size_t add_cluster(model::Deployment& deployment, const std::string& name, int servers,
                        const std::string& upstream, const std::string& version) {
  history::Topology& topology = deployment.topology;
  const std::size_t place = topology.clusters.size();
  const history::ClusterId id{static_cast<std::uint32_t>(place)};
  history::Cluster cluster{name, topology.find_cluster(upstream), {}};
  for (int number = 1; number <= servers; ++number) {
    cluster.servers.push_back(
        history::ServerId{static_cast<std::uint32_t>(topology.servers.size())});
    topology.servers.push_back({name + "/" + std::to_string(number), id});
  }
  topology.clusters.push_back(std::move(cluster));
  model::ClusterOptions& options = deployment.clusters.emplace_back();
  options.version = version;
  options.behaviour = model::preset(version).value();
  options.machine.process_start = model::always(100ms);
  options.network.connection_idle_close = {};
  return place;
}

void add_agent(model::Deployment& deployment, std::size_t cluster) {
  history::Observer agent;
  agent.name = "agent-" + deployment.topology.clusters[cluster].name;
  agent.cluster = history::ClusterId{static_cast<std::uint32_t>(cluster)};
  deployment.topology.observers.push_back(std::move(agent));
}

void add_action(model::Deployment& deployment, Duration at, model::ActionKind kind,
                const std::string& server) {
  model::Action action;
  action.at = at;
  action.kind = kind;
  action.servers = {deployment.topology.find_server(server)};
  deployment.plan.push_back(std::move(action));
}

PropagationResult spread(model::Deployment& deployment, Duration from, std::uint64_t seed) {
  std::ranges::stable_sort(deployment.plan, {}, &model::Action::at);
  PropagationOptions options;
  options.times = cli::hop_times_of(deployment);
  options.from = history::Time{from};
  Propagation propagation{std::move(options)};
  model::run(deployment, seed, {}, propagation);
  return propagation.take();
}

double evenly(std::size_t place, std::size_t dimension) {
  constexpr double root = 1.3247179572447460;
  const std::array<double, 2> steps{1 / root, 1 / (root * root)};
  const double at = 0.5 + static_cast<double>(place) * steps.at(dimension);
  return at - std::floor(at);
}

void check_within_a_hundredth(const PropagationResult& result, PlaceGroup group, Measure measure) {
  for (const PlaceSummary& place : summaries_of(result)) {
    if (place.group != group) continue;
    const DelaySummary& delay = measure == Measure::hop ? place.hop : place.whole;
    INFO(to_string(group) << ", " << place.count << " keys");
    CHECK(delay.seen.p50 == Approx(delay.expected.p50).epsilon(0.01));
    CHECK(delay.seen.p90 == Approx(delay.expected.p90).epsilon(0.01));
    CHECK(delay.seen.p99 == Approx(delay.expected.p99).epsilon(0.01));
    CHECK(delay.seen.largest <= delay.bound);
    CHECK(place.beyond_bound == 0);
    return;
  }
  FAIL(to_string(group) << ": no key got there");
}

}  // namespace spindrift::analysis::test
