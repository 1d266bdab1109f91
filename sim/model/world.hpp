#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/history/history.hpp"
#include "sim/kernel/random.hpp"
#include "sim/kernel/simulation.hpp"
#include "sim/model/deployment.hpp"
#include "sim/model/key_numbers.hpp"

namespace spindrift::model {

class Agent;
class ClusterSite;
class KmsAccount;
class ServerHost;
struct RunOptions;

/// Which of two things at one instant comes first ("Ties and free orders" of the rules).
enum class Phase : std::uint8_t {
  call = 10,      ///< requests on their way and their handlers
  rotation = 20,  ///< before polls
  poll = 30,      ///< before looks
  look = 40,
  subscription = 50,
  prune = 60,
  key_manager = 70,
  health = 80,
  observer = 90,
  watch = 100,  ///< monitors
  plan = 240    ///< what operators do, shutdown among it, comes last
};

/// Everything that exists in one simulated run. The parts refer to each other through it.
struct World {
  World(const Deployment& deployment_, std::uint64_t seed, const RunOptions& options,
        history::EventSink& sink_);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  World(World&&) = delete;
  World& operator=(World&&) = delete;

  /// Writes down what happened now. It becomes the cause of what its process does next.
  template <class What>
  history::EventId record(What&& what) {
    return tell({history::EventId{recorded + 1}, history::EventId{simulation.cause()}, now(),
                 history::Payload{std::forward<What>(what)}});
  }
  /// The same for what nothing led to, and which leads to nothing.
  template <class What>
  void record_aside(What&& what) {
    const std::uint64_t cause = simulation.cause();
    simulation.set_cause(0);
    record(std::forward<What>(what));
    simulation.set_cause(cause);
  }

  /// Starts a process that no server's end touches: what is on its way reaches its aim.
  void outlive(kernel::Order order, kernel::Process process);

  /// The same as that, kept once for all servers that behave so.
  [[nodiscard]] const Behaviour& kept(const Behaviour& behaviour);

  /// Certificates and journal rows keep whole seconds of Unix time only (R8).
  [[nodiscard]] Time whole_seconds(Time moment) const;

  [[nodiscard]] kernel::RandomStream stream(std::string_view name) const {
    return {simulation.seed(), name};
  }
  [[nodiscard]] kernel::ShortStream short_stream(const kernel::StreamName& name) const {
    return {simulation.seed(), name};
  }
  [[nodiscard]] Time now() const { return simulation.now(); }
  [[nodiscard]] ServerHost& host(ServerId id) { return *servers.at(history::index(id)); }
  [[nodiscard]] ClusterSite& site(ClusterId id) { return *clusters.at(history::index(id)); }
  [[nodiscard]] KmsAccount& account(const std::string& name);
  [[nodiscard]] const std::string& name(ServerId id) const {
    return deployment.topology.at(id).name;
  }

  /// Shows the next event to the sink.
  history::EventId tell(const history::Event& event);

  const Deployment& deployment;
  history::EventSink& sink;
  kernel::Simulation simulation;
  std::uint64_t recorded = 0;
  bool is_ending = false;
  bool counts_signatures;  ///< `RunOptions::count_signatures`
  std::shared_ptr<KeyNumbers> key_numbers = std::make_shared<KeyNumbers>();  ///< of all bundles
  std::vector<std::unique_ptr<const Behaviour>> behaviours;  ///< each that is `kept`, once
  std::vector<std::unique_ptr<KmsAccount>> accounts;
  std::vector<std::unique_ptr<ClusterSite>> clusters;
  std::vector<std::unique_ptr<ServerHost>> servers;
  std::vector<std::unique_ptr<Agent>> agents;  ///< by cluster; null where there is none
};

/// The order of the events of a server's process.
constexpr kernel::Order order_of(Phase phase, ServerId server, std::uint32_t number = 0) {
  return {static_cast<std::uint8_t>(phase), static_cast<std::uint32_t>(server), number};
}
constexpr kernel::Order order_of(Phase phase, ClusterId cluster, std::uint32_t number = 0) {
  return {static_cast<std::uint8_t>(phase), static_cast<std::uint32_t>(cluster), number};
}

}  // namespace spindrift::model
