#include "sim/scenario/luck.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/kernel/random.hpp"
#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::scenario {
namespace {

using kernel::Duration;
using kernel::RandomStream;
using model::Action;
using model::ActionKind;
using model::Latency;

/// A constant becomes lognormal around itself; what has a shape keeps it.
void spread_out(Latency& latency, double percentile_99) {
  if (latency.shape() != Latency::Shape::constant || latency.typical() <= Duration{}) return;
  const double beyond = static_cast<double>(latency.typical().count()) * (percentile_99 - 1);
  latency = {Latency::Shape::lognormal, latency.typical(),
             Duration{static_cast<std::int64_t>(beyond)}};
}

void spread_out_all(model::ClusterOptions& options, double percentile_99) {
  spread_out(options.key_manager.disk_generate, percentile_99);
  spread_out(options.key_manager.kms_call, percentile_99);
  for (auto& [call, latency] : options.key_manager.kms_call_by_name) {
    spread_out(latency, percentile_99);
  }
  spread_out(options.datastore.statement, percentile_99);
  spread_out(options.datastore.commit, percentile_99);
  spread_out(options.network.round_trip, percentile_99);
  spread_out(options.machine.process_start, percentile_99);
  spread_out(options.machine.until_listening, percentile_99);
  spread_out(options.machine.clean_end, percentile_99);
}

/// Names every action by what it does to whom and how often that came before in the plan: neither
/// another time or order nor an action that a strategy adds at the end moves anybody's luck.
class StreamNames {
 public:
  explicit StreamNames(const history::Topology& topology) : topology_{topology} {}

  std::string next(const Action& action) {
    std::string name = fmt::format("luck/{}", word_for(action.kind));
    const auto& servers = action.kind == ActionKind::roll ? action.roll.servers : action.servers;
    const auto first = std::ranges::min_element(servers);
    if (first != servers.end()) name += "/" + topology_.at(*first).name;
    if (action.cluster != history::ClusterId::none) {
      name += "/" + topology_.at(action.cluster).name;
    }
    return fmt::format("{}#{}", name, ++named_[name]);
  }

 private:
  const history::Topology& topology_;
  std::map<std::string, std::size_t> named_;
};

/// Puts the clusters of a roll, each with its servers in their order, into another order.
void shuffle_clusters(std::vector<history::ServerId>& servers, const history::Topology& topology,
                      RandomStream& luck) {
  std::vector<std::vector<history::ServerId>> runs;
  for (const history::ServerId server : servers) {
    const history::ClusterId cluster = topology.at(server).cluster;
    if (runs.empty() || topology.at(runs.back().front()).cluster != cluster) runs.emplace_back();
    runs.back().push_back(server);
  }
  for (std::size_t left = runs.size(); left > 1; --left) {
    std::swap(runs[left - 1], runs[luck.below(left)]);
  }
  servers.clear();
  for (const auto& run : runs) servers.insert(servers.end(), run.begin(), run.end());
}

}  // namespace

model::Deployment with_luck(const Scenario& scenario, std::uint64_t seed) {
  model::Deployment drawn = scenario.deployment;
  const Variation& vary = scenario.vary;
  drawn.first_starts.spread = std::max(drawn.first_starts.spread, vary.first_starts);
  if (vary.latencies_p99 > 1) {
    for (auto& options : drawn.clusters) spread_out_all(options, vary.latencies_p99);
  }
  StreamNames names{drawn.topology};
  for (Action& action : drawn.plan) {
    const std::string name = names.next(action);
    if (vary.cluster_order && action.kind == ActionKind::roll) {
      RandomStream order{seed, name + "/order"};
      shuffle_clusters(action.roll.servers, drawn.topology, order);
    }
    if (action.late_by > Duration{}) {
      const Duration late = RandomStream{seed, name + "/late"}.between(Duration{}, action.late_by);
      // Who waits for the rolls before is late after them, however long a strategy makes them.
      const bool waits = action.kind == ActionKind::roll && action.roll.in_turn;
      (waits ? action.roll.late : action.at) += late;
    }
  }
  return drawn;
}

std::vector<std::string> luck_in_words(const Scenario& scenario) {
  std::vector<std::string> lines;
  const Variation& vary = scenario.vary;
  const Duration starts = std::max(scenario.deployment.first_starts.spread, vary.first_starts);
  if (starts > Duration{}) {
    lines.push_back(
        fmt::format("first starts: each up to {} later, and with it the phases of all its ticks",
                    to_text(starts)));
  }
  for (const Action& action : scenario.deployment.plan) {
    if (action.late_by <= Duration{}) continue;
    const bool waits = action.kind == ActionKind::roll && action.roll.in_turn;
    lines.push_back(fmt::format("{} at {}{}: up to {} later", word_for(action.kind),
                                to_text(action.at), waits ? ", in its turn" : "",
                                to_text(action.late_by)));
  }
  if (vary.latencies_p99 > 1) {
    lines.push_back(fmt::format("latencies: lognormal around their value, 99 % below {} times it",
                                vary.latencies_p99));
  }
  if (vary.cluster_order) lines.emplace_back("the order of clusters within each rolling restart");
  lines.emplace_back("ages of connections, back-offs and the jitter of agents (always)");
  return lines;
}

}  // namespace spindrift::scenario
