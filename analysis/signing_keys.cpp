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
  numbers_by_maker_.assign(topology.servers.size(), {});
}

void SigningKeys::note_numbers(ServerId maker) {
  Numbers numbers;
  for (const Signers& each : by_maker_[index(maker)]) {
    const std::uint32_t number = each.key.number;
    const bool is_first = numbers.lowest > numbers.highest;
    numbers.lowest = is_first ? number : std::min(numbers.lowest, number);
    numbers.highest = is_first ? number : std::max(numbers.highest, number);
  }
  numbers_by_maker_[index(maker)] = numbers;
}

void SigningKeys::see(const history::ServerSpawned& what, const history::Event& event) {
  stop(what.server, event.at);
  servers_.at(index(what.server)) = {};
}

void SigningKeys::see(const history::ServerListening& what, const history::Event& event) {
  servers_.at(index(what.server)).listening = true;
  start(what.server, event.at);
}

void SigningKeys::see(const history::ServerEnded& what, const history::Event& event) {
  stop(what.server, event.at);
  servers_.at(index(what.server)) = {};
}

void SigningKeys::see(const history::KeyActivated& what, const history::Event& event) {
  if (what.key.type != history::KeyType::jwt) return;
  stop(what.server, event.at);
  ServerState& server = servers_.at(index(what.server));
  server.active = what.key;
  server.not_after = what.not_after;
  start(what.server, event.at);
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
  note_numbers(server.active.maker);
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
  note_numbers(server.active.maker);
  listener_({id, server.active, true, at});
}

}  // namespace spindrift::analysis
