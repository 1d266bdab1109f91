#include "sim/model/simulation.hpp"

#include "sim/model/agent.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/kms.hpp"
#include "sim/model/operator.hpp"
#include "sim/model/relying_parties.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

RunSummary run(const Deployment& deployment, std::uint64_t seed, const RunOptions& options,
               history::EventSink& sink) {
  sink.begin(deployment.topology);
  World world{deployment, seed, options, sink};
  Operator people{world};
  RelyingParties relying_parties{world};
  people.start();
  relying_parties.start();
  world.simulation.run_until(Time{deployment.until});
  for (const auto& host : world.servers) {
    ServerLife* const life = host->life();
    if (life != nullptr && life->health() != nullptr) life->health()->settle(world.now());
  }
  world.simulation.set_cause(0);
  world.record(history::HistoryEnded{});
  world.simulation.root().kill();
  return {world.simulation.executed(), world.recorded};
}

}  // namespace spindrift::model
