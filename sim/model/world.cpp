#include "sim/model/world.hpp"

#include <algorithm>

#include "sim/model/agent.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/kms.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"
#include "sim/model/simulation.hpp"

namespace spindrift::model {

World::World(const Deployment& deployment_, std::uint64_t seed, const RunOptions& options,
             history::EventSink& sink_)
    : deployment{deployment_},
      sink{sink_},
      simulation{seed, options.oracle ? kernel::IdleTicks::run : kernel::IdleTicks::skip},
      counts_signatures{options.count_signatures && !options.oracle} {
  const history::Topology& topology = deployment.topology;
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    clusters.push_back(
        std::make_unique<ClusterSite>(*this, ClusterId{static_cast<std::uint32_t>(place)}));
  }
  for (std::size_t place = 0; place < topology.servers.size(); ++place) {
    servers.push_back(
        std::make_unique<ServerHost>(*this, ServerId{static_cast<std::uint32_t>(place)}));
  }
  agents.resize(topology.clusters.size());
  for (std::size_t place = 0; place < topology.observers.size(); ++place) {
    const history::Observer& observer = topology.observers[place];
    if (observer.kind != history::ObserverKind::agent) continue;
    auto& agent = agents.at(history::index(observer.cluster));
    agent = std::make_unique<Agent>(*this, observer.cluster,
                                    ObserverId{static_cast<std::uint32_t>(place)});
  }
}

World::~World() {
  // Processes hold references into the parts, so they end first, and start no others.
  is_ending = true;
  simulation.root().kill();
}

history::EventId World::tell(const history::Event& event) {
  recorded = history::number(event.id);
  sink.on_event(event);
  simulation.set_cause(recorded);
  return event.id;
}

void World::outlive(kernel::Order order, kernel::Process process) {
  if (!is_ending) simulation.root().start(order, std::move(process));
}

const Behaviour& World::kept(const Behaviour& behaviour) {
  const auto found =
      std::ranges::find_if(behaviours, [&](const auto& each) { return *each == behaviour; });
  if (found != behaviours.end()) return **found;
  return *behaviours.emplace_back(std::make_unique<const Behaviour>(behaviour));
}

Time World::whole_seconds(Time moment) const {
  const Duration fraction = deployment.epoch_fraction;
  return std::chrono::floor<std::chrono::seconds>(moment + fraction) - fraction;
}

KmsAccount& World::account(const std::string& name) {
  const auto found = std::find_if(accounts.begin(), accounts.end(),
                                  [&](const auto& account) { return account->name() == name; });
  if (found != accounts.end()) return **found;
  return *accounts.emplace_back(std::make_unique<KmsAccount>(*this, name));
}

}  // namespace spindrift::model
