// What it costs to watch keys spread: the analysis alone, over a history that is kept, for fleets
// of different fan-out and depth; and theory's part, the law of a way. One item is one arrival of
// one key at one place.
#include <cstdint>
#include <map>
#include <string>

#include <benchmark/benchmark.h>

#include "analysis/cli/hop_times.hpp"
#include "analysis/propagation/propagation.hpp"
#include "analysis/propagation/summary.hpp"
#include "sim/model/simulation.hpp"

namespace {

using namespace spindrift;
using namespace std::chrono_literals;

/// Adds a cluster of one server with an agent.
void add_cluster(model::Deployment& deployment, const std::string& name,
                 history::ClusterId upstream) {
  history::Topology& topology = deployment.topology;
  const history::ClusterId id{static_cast<std::uint32_t>(topology.clusters.size())};
  const history::ServerId server{static_cast<std::uint32_t>(topology.servers.size())};
  topology.clusters.push_back({name, upstream, {server}});
  topology.servers.push_back({name + "/1", id});
  history::Observer agent;
  agent.name = "agent-" + name;
  agent.cluster = id;
  topology.observers.push_back(agent);
  model::ClusterOptions& options = deployment.clusters.emplace_back();
  options.version = "1.12.4";
  options.behaviour = *model::preset("1.12.4");
}

/// A root and so many clusters in `depth` levels below it, for two days.
model::Deployment fleet(std::int64_t clusters, std::int64_t depth) {
  model::Deployment deployment;
  deployment.until = 48h;
  deployment.first_starts.gap = {};
  add_cluster(deployment, "root", history::ClusterId::none);
  for (std::int64_t place = 0; place < clusters; ++place) {
    // The clusters of a branch stand below each other.
    const std::int64_t above = place % depth == 0 ? 0 : place;
    add_cluster(deployment, "c" + std::to_string(place),
                history::ClusterId{static_cast<std::uint32_t>(above)});
  }
  return deployment;
}

std::uint64_t arrivals_in(const analysis::PropagationResult& result) {
  std::uint64_t arrivals = 0;
  for (const auto& [group, delays] : result.places) arrivals += delays.hop.count();
  return arrivals;
}

void watch_keys_spread(benchmark::State& state) {
  const model::Deployment deployment = fleet(state.range(0), state.range(1));
  history::History kept;
  history::HistoryBuilder builder{kept};
  model::run(deployment, 1, {}, builder);
  const analysis::HopTimes times = cli::hop_times_of(deployment);
  std::uint64_t arrivals = 0;
  for (auto _ : state) {
    analysis::PropagationOptions options;
    options.times = times;
    analysis::Propagation propagation{options};
    history::replay(kept, propagation);
    arrivals += arrivals_in(propagation.take());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(arrivals));
  state.counters["events"] = static_cast<double>(kept.events.size());
  // Every cluster makes keys for all others, so the work is that of clusters times clusters.
  state.SetComplexityN(state.range(0) * state.range(0));
}

void sum_up_laws(benchmark::State& state) {
  analysis::HopLaw follow;
  follow.interval = 5s;
  follow.look = 1s;
  analysis::HopLaw agent;
  agent.to = analysis::PlaceKind::agent;
  agent.interval = 5s;
  analysis::Way way(static_cast<std::size_t>(state.range(0)), follow);
  way.push_back(agent);
  for (auto _ : state) {
    analysis::WayLaws laws;
    benchmark::DoNotOptimize(laws.of(way).quantile(0.99));
  }
}

}  // namespace

BENCHMARK(watch_keys_spread)
    ->Name("watch_keys_spread/fan-out")
    ->ArgNames({"clusters", "depth"})
    ->ArgsProduct({{16, 32, 64, 128}, {1}})
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oN);
BENCHMARK(watch_keys_spread)
    ->Name("watch_keys_spread/depth")
    ->ArgNames({"clusters", "depth"})
    ->ArgsProduct({{64}, {1, 2, 4, 8}})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(sum_up_laws)->ArgName("levels")->Arg(1)->Arg(3)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
