#include "analysis/signing_keys.hpp"

#include <algorithm>

namespace spindrift::analysis {

using history::Key;
using history::ServerId;
using history::Time;

void SigningKeys::begin(const history::Topology& topology) {
  servers_.assign(topology.servers.size(), {});
  ends_.clear();
  by_maker_.assign(topology.servers.size(), {});
}

void SigningKeys::on_event(const history::Event& event) {
  advance(event.at);
  if (const auto* const listening = std::get_if<history::ServerListening>(&event.what)) {
    servers_.at(index(listening->server)).listening = true;
    start(listening->server, event.at);
  } else if (const auto* const spawned = std::get_if<history::ServerSpawned>(&event.what)) {
    stop(spawned->server, event.at);
    servers_.at(index(spawned->server)) = {};
  } else if (const auto* const ended = std::get_if<history::ServerEnded>(&event.what)) {
    stop(ended->server, event.at);
    servers_.at(index(ended->server)) = {};
  } else if (const auto* const activated = std::get_if<history::KeyActivated>(&event.what)) {
    if (activated->key.type != history::KeyType::jwt) return;
    stop(activated->server, event.at);
    ServerState& server = servers_.at(index(activated->server));
    server.active = activated->key;
    server.not_after = activated->not_after;
    start(activated->server, event.at);
  }
}

Key SigningKeys::signing(ServerId id) const {
  const ServerState& server = servers_.at(index(id));
  return server.signs ? server.active : Key{};
}

void SigningKeys::advance(Time now) {
  while (!ends_.empty() && ends_.begin()->first <= now) {
    const auto [not_after, server] = *ends_.begin();
    stop(server, not_after);
  }
}

void SigningKeys::stop(ServerId id, Time at) {
  ServerState& server = servers_.at(index(id));
  if (!server.signs) return;
  server.signs = false;
  ends_.erase({server.not_after, id});
  auto& of_maker = by_maker_.at(index(server.active.maker));
  const auto signers = std::ranges::find(of_maker, server.active, &Signers::key);
  std::erase(signers->servers, id);
  if (signers->servers.empty()) of_maker.erase(signers);
  listener_({id, server.active, false, at});
}

void SigningKeys::start(ServerId id, Time at) {
  ServerState& server = servers_.at(index(id));
  if (server.signs) return;
  if (!server.listening || !server.active.exists() || server.not_after <= at) return;
  server.signs = true;
  ends_.insert({server.not_after, id});
  auto& of_maker = by_maker_.at(index(server.active.maker));
  auto signers = std::ranges::find(of_maker, server.active, &Signers::key);
  if (signers == of_maker.end()) signers = of_maker.insert(signers, {server.active, {}});
  signers->servers.push_back(id);
  listener_({id, server.active, true, at});
}

}  // namespace spindrift::analysis
