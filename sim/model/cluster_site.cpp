#include "sim/model/cluster_site.hpp"

#include <algorithm>

#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

ClusterSite::ClusterSite(World& world, ClusterId id)
    : datastore{world, id, world.deployment.clusters.at(history::index(id)).datastore},
      servers_changed{world.simulation},
      world_{world},
      id_{id} {}

const history::Cluster& ClusterSite::cluster() const { return world_.deployment.topology.at(id_); }

const ClusterOptions& ClusterSite::options() const {
  return world_.deployment.clusters.at(history::index(id_));
}

bool ClusterSite::accepts(const ServerHost& host) const {
  const ServerLife* const life = host.life();
  if (life == nullptr || !life->is_listening()) return false;
  // A server that came up is used once a check has seen it.
  return world_.now() >= later(life->listening_since(), options().network.load_balancer_check);
}

bool ClusterSite::has_server() const {
  return std::ranges::any_of(cluster().servers,
                             [&](ServerId id) { return accepts(world_.host(id)); });
}

ServerHost* ClusterSite::next_server() {
  const auto& servers = cluster().servers;
  for (std::size_t tried = 0; tried < servers.size(); ++tried) {
    ServerHost& host = world_.host(servers[next_]);
    next_ = (next_ + 1) % servers.size();
    if (accepts(host)) return &host;
  }
  return nullptr;
}

bool ClusterSite::is_calm() const {
  for (const ServerId id : cluster().servers) {
    ServerHost& host = world_.host(id);
    const ServerLife* const life = host.life();
    if (life == nullptr || !life->is_listening() || host.is_paused()) return false;
  }
  return true;
}

}  // namespace spindrift::model
