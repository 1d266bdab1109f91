#include "sim/model/cluster_site.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

ClusterSite::ClusterSite(World& world, ClusterId id)
    : datastore{world, id, world.deployment.clusters.at(history::index(id)).datastore},
      shared_keys{world.simulation},
      servers_changed{world.simulation},
      calm_may_end{world.simulation},
      world_{world},
      options_{world.deployment.clusters.at(history::index(id))},
      id_{id},
      is_leaf_{
          std::ranges::find(world.deployment.topology.clusters, id, &history::Cluster::upstream) ==
          world.deployment.topology.clusters.end()} {
  if (world.deployment.is_balanced_by_haproxy) {
    haproxy_.emplace(world_, cluster(), options_.network);
  }
}

const history::Cluster& ClusterSite::cluster() const { return world_.deployment.topology.at(id_); }

bool ClusterSite::accepts(const ServerHost& host) const {
  const ServerLife* const life = host.life();
  if (life == nullptr || !life->is_listening()) return false;
  // A server that came up is used once a check has seen it.
  return world_.now() >= later(life->listening_since(), options().network.load_balancer_check);
}

Time ClusterSite::closes_connection_at(kernel::RandomStream& ages) const {
  const Duration age = options().network.connection_idle_close;
  if (age == Duration{}) return kernel::never;
  return later(world_.now(), ages.between(age * 9 / 10, age * 11 / 10));
}

bool ClusterSite::has_server() const {
  return std::ranges::any_of(cluster().servers,
                             [&](ServerId id) { return accepts(world_.host(id)); });
}

void ClusterSite::queue_up_those_that_came_back() {
  const auto& servers = cluster().servers;
  std::vector<std::pair<Time, std::size_t>> came_back;
  for (std::size_t place = 0; place < servers.size(); ++place) {
    const ServerHost& host = world_.host(servers[place]);
    Turn& turn = turns_[place];
    if (turn.life_number == host.life_number() || !accepts(host)) continue;
    const bool is_new = turn.life_number == 0;
    turn.life_number = host.life_number();
    const Time since = host.life()->listening_since();
    const NetworkOptions& network = options().network;
    const Duration unnoticed = network.load_balancer_checks_until_out * network.load_balancer_check;
    if (is_new || since - host.ended_at() >= unnoticed) came_back.emplace_back(since, place);
  }
  std::ranges::sort(came_back);
  for (const auto& [since, place] : came_back) turns_[place].place = ++last_place_;
}

bool ClusterSite::all_have_a_turn() const {
  const auto& servers = cluster().servers;
  return std::ranges::equal(turns_, servers, [&](const Turn& turn, ServerId id) {
    const ServerHost& host = world_.host(id);
    return turn.life_number == host.life_number() && accepts(host);
  });
}

/// The place of the server whose turn it is, which then comes last.
inline std::size_t ClusterSite::take_turn_of_all() {
  const auto next = std::ranges::min_element(turns_, {}, &Turn::place);
  next->place = ++last_place_;
  return static_cast<std::size_t>(next - turns_.begin());
}

ClusterSite::Led ClusterSite::take_settled_turn() {
  const std::size_t place = take_turn_of_all();
  return {cluster().servers[place], turns_[place].life_number};
}

ServerHost* ClusterSite::next_server(Passage& passage) {
  const auto& servers = cluster().servers;
  if (haproxy_) {
    const std::optional<std::size_t> place = haproxy_->lead(passage);
    return place ? &world_.host(servers[*place]) : nullptr;
  }
  if (is_settled_) return &world_.host(servers[take_turn_of_all()]);
  turns_.resize(servers.size());
  queue_up_those_that_came_back();
  is_settled_ = all_have_a_turn();
  std::optional<std::size_t> next;
  for (std::size_t place = 0; place < servers.size(); ++place) {
    const bool is_earlier = !next || turns_[place].place < turns_[*next].place;
    if (is_earlier && accepts(world_.host(servers[place]))) next = place;
  }
  if (!next) return nullptr;
  turns_[*next].place = ++last_place_;
  return &world_.host(servers[*next]);
}

kernel::Task<ServerHost*> ClusterSite::wait_for_turn(Passage passage) {
  ServerHost* host = nullptr;
  while (passage.waits) {
    co_await pass(world_.simulation, Haproxy::turn_around);
    host = next_server(passage);
  }
  co_return host;
}

void ClusterSite::servers_have_changed() {
  is_settled_ = false;
  for (std::size_t place = 0; haproxy_ && place < cluster().servers.size(); ++place) {
    const ServerLife* const life = world_.host(cluster().servers[place]).life();
    haproxy_->take_note(place, life != nullptr && life->is_listening());
  }
  is_calm_ = std::ranges::all_of(cluster().servers, [&](ServerId id) {
    const ServerHost& host = world_.host(id);
    return host.life() != nullptr && host.life()->is_listening() && !host.is_paused();
  });
  servers_changed.raise();
}

}  // namespace spindrift::model
