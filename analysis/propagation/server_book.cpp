#include "analysis/propagation/server_book.hpp"

#include <algorithm>

namespace spindrift::analysis {
namespace {

using history::Channel;
using history::Event;
using history::ServerId;

std::size_t place_of(Channel channel) { return static_cast<std::size_t>(channel); }

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
/// Clang 16 does not find it by itself.
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

void ServerBook::begin(const history::Topology& topology, const HopTimes& times) {
  topology_ = topology;
  times_ = times;
  servers_.assign(topology.servers.size(), {});
  listeners_.assign(topology.clusters.size(), 0);
}

void ServerBook::on_event(const Event& event) {
  std::visit(Overloaded{
                 [&](const history::ServerSpawned& spawned) { end_life(spawned.server); },
                 [&](const history::ServerEnded& ended) { end_life(ended.server); },
                 [&](const history::ListeningOpened& opened) {
                   set_open(opened.server, opened.channel, true);
                 },
                 [&](const history::ListeningClosed& closed) {
                   set_open(closed.server, closed.channel, false);
                 },
                 [&](const history::PrepareFailed& failed) {
                   at(failed.server).asks_key_manager_since.reset();
                 },
                 [&](const history::KmsCalled& call) { note(event, call); },
                 [&](const history::KeyGenerated& made) { note(event, made); },
                 [&](const history::ConnectionOpened& opened) { note(event, opened); },
                 [&](const history::ListForwarded& forwarded) { note(event, forwarded); },
                 [&](const history::BundleChanged& change) { note(event, change); },
                 [](const auto&) {},
             },
             event.what);
}

bool ServerBook::hears(const ServerState& state) {
  return state.open[place_of(Channel::jwt_stream)] || state.open[place_of(Channel::subscription)];
}

std::vector<history::Time> ServerBook::poll_phases(ServerId first) const {
  const auto& of_first = servers_.at(history::index(first)).polls_from;
  if (!of_first) return {};
  std::vector<history::Time> phases{*of_first};
  for (const ServerId other : topology_.at(topology_.at(first).cluster).servers) {
    const ServerState& state = servers_[history::index(other)];
    if (other != first && hears(state) && state.polls_from) phases.push_back(*state.polls_from);
  }
  return phases;
}

void ServerBook::set_open(ServerId server, Channel channel, bool open) {
  ServerState& state = at(server);
  const bool heard = hears(state);
  state.open[place_of(channel)] = open;
  if (heard == hears(state)) return;
  std::uint32_t& count = listeners_[history::index(topology_.at(server).cluster)];
  heard ? --count : ++count;
}

void ServerBook::end_life(ServerId server) {
  for (const Channel channel : {Channel::x509_stream, Channel::jwt_stream, Channel::subscription}) {
    set_open(server, channel, false);
  }
  at(server) = {};
}

void ServerBook::note(const Event& event, const history::KmsCalled& call) {
  ServerState& state = at(call.server);
  // After it was made, its public key is fetched and an alias pointed at it (R14).
  if (event.at - call.took == state.making.ended) state.making.ended = event.at;
  if (call.call != "CreateKey" || state.asks_key_manager_since) return;
  state.asks_key_manager_since = event.at - call.took;
}

void ServerBook::note(const Event& event, const history::KeyGenerated& made) {
  ServerState& state = at(made.server);
  const auto& usual = times_.clusters.at(history::index(topology_.at(made.server).cluster));
  const auto began = state.asks_key_manager_since.value_or(event.at - usual.generate);
  state.asks_key_manager_since.reset();
  if (made.key.type == history::KeyType::jwt) state.making = {made.key, began, event.at};
}

void ServerBook::note(const Event& event, const history::ConnectionOpened& opened) {
  ServerState& state = at(opened.server);
  state.connected_at = event.at;
  // The first poll of a polling period opens its connection. One that is opened again while a
  // stream keeps the polling going says nothing of when it began.
  if (state.polls_from && std::ranges::any_of(state.open, [](bool open) { return open; })) return;
  const auto cluster = topology_.at(opened.server).cluster;
  state.polls_from = event.at - times_.clusters.at(history::index(cluster)).round_trip;
}

void ServerBook::note(const Event& event, const history::ListForwarded& forwarded) {
  at(forwarded.server).forwarded[place_of(forwarded.channel)] = {event.id, event.at, std::nullopt,
                                                                 forwarded.channel};
}

void ServerBook::note(const Event& event, const history::BundleChanged& change) {
  if (change.by == ServerId::none || event.cause == history::EventId::none) return;
  for (Forwarded& forwarded : at(change.by).forwarded) {
    if (forwarded.last != event.cause) continue;
    forwarded.last = event.id;
    forwarded.stored_before = event.at;
  }
}

std::optional<Forwarded> ServerBook::forward_behind(const Event& event, ServerId by) const {
  if (by == ServerId::none || event.cause == history::EventId::none) return std::nullopt;
  for (const Forwarded& forwarded : servers_.at(history::index(by)).forwarded) {
    if (forwarded.last == event.cause) return forwarded;
  }
  return std::nullopt;
}

}  // namespace spindrift::analysis
