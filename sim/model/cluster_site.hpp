#pragma once

#include <cstddef>

#include "sim/kernel/signal.hpp"
#include "sim/model/datastore.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

/// One cluster: its datastore and the load balancer in front of its servers (R21).
class ClusterSite {
 public:
  ClusterSite(World& world, ClusterId id);

  [[nodiscard]] ClusterId id() const { return id_; }
  [[nodiscard]] const history::Cluster& cluster() const;
  [[nodiscard]] const ClusterOptions& options() const;

  /// The server that the load balancer gives the next connection to: round robin over those that
  /// accept one. A paused server's kernel accepts. Null when there is none.
  ServerHost* next_server();
  /// Whether there is one, without taking a turn.
  [[nodiscard]] bool has_server() const;

  /// All servers run, listen and answer: nothing needs watching.
  [[nodiscard]] bool is_calm() const;

  Datastore datastore;

  /// Raised when a server of this cluster comes, goes or stops answering.
  kernel::Signal servers_changed;

 private:
  [[nodiscard]] bool accepts(const ServerHost& host) const;

  World& world_;
  ClusterId id_;
  std::size_t next_ = 0;
};

}  // namespace spindrift::model
