#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/kernel/signal.hpp"
#include "sim/model/datastore.hpp"
#include "sim/model/haproxy.hpp"
#include "sim/model/pollers.hpp"
#include "sim/model/shared_keys.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

/// One cluster: its datastore and the load balancer in front of its servers (R21).
class ClusterSite {
 public:
  ClusterSite(World& world, ClusterId id);

  [[nodiscard]] ClusterId id() const { return id_; }
  [[nodiscard]] const history::Cluster& cluster() const;
  [[nodiscard]] const ClusterOptions& options() const { return options_; }

  /// The server that the load balancer gives the next connection to: in turn over those that
  /// accept one. One that was away for so long that the checks took it out comes behind all others
  /// (R21). A paused server's kernel accepts. Null when there is none, or while `passage` waits.
  ServerHost* next_server(Passage& passage);
  /// The rest of a passage: tries again while it waits. Null when it is refused for good.
  kernel::Task<ServerHost*> wait_for_turn(Passage passage);
  /// All servers are in the queue, and nobody but the cluster's agent connects to them.
  [[nodiscard]] bool only_its_agent_takes_turns() const { return is_settled_ && is_leaf_; }
  /// Where a connection was led to when that was so, whatever became of the servers just now.
  struct Led {
    ServerId server = ServerId::none;
    std::uint32_t life_number = 0;  ///< of its process
  };
  Led take_settled_turn();
  /// When a server will close a connection that is opened now, for its age (R21).
  [[nodiscard]] Time closes_connection_at(kernel::RandomStream& ages) const;
  /// Whether there is one, without taking a turn.
  [[nodiscard]] bool has_server() const;

  /// All servers run, listen and answer: nothing needs watching.
  [[nodiscard]] bool is_calm() const { return is_calm_; }
  /// To be called when a server of this cluster came, went, stopped answering or goes on.
  void servers_have_changed();

  Datastore datastore;
  SharedKeys shared_keys;  ///< where its servers share them
  Pollers pollers;         ///< of its bundle, downstream

  /// Raised then.
  kernel::Signal servers_changed;
  /// Raised when its datastore goes away, when a server signs with another X.509 authority, and
  /// when a server's own SVID hangs under another root: what is left out while all is calm may
  /// depend on that.
  kernel::Signal calm_may_end;

 private:
  /// A server's place in the queue for the next connection.
  struct Turn {
    std::uint32_t life_number = 0;  ///< of the process that last had it
    std::uint64_t place = 0;
  };

  std::size_t take_turn_of_all();
  [[nodiscard]] bool accepts(const ServerHost& host) const;
  [[nodiscard]] bool all_have_a_turn() const;
  void queue_up_those_that_came_back();

  World& world_;
  const ClusterOptions& options_;
  ClusterId id_;
  std::vector<Turn> turns_;  ///< by place in `cluster().servers`
  std::uint64_t last_place_ = 0;
  bool is_leaf_;                    ///< no cluster's upstream
  std::optional<Haproxy> haproxy_;  ///< decides instead, where it is modelled
  bool is_calm_ = false;
  bool is_settled_ = false;  ///< all accept connections and have a turn, until servers change
};

}  // namespace spindrift::model
