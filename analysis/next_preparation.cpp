#include "analysis/next_preparation.hpp"

#include <algorithm>
#include <chrono>

namespace spindrift::analysis {
namespace {

using history::Duration;
using history::Time;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""s;

constexpr Duration rotation_interval = 10s;           // R7
constexpr Duration prepare_threshold_cap = 30 * 24h;  // R8
constexpr Duration activate_threshold_cap = 7 * 24h;  // R8

Time prepare_threshold(Time issued_at, Time not_after) {
  return not_after - std::min((not_after - issued_at) / 2, prepare_threshold_cap);
}

Time activate_threshold(Time issued_at, Time not_after) {
  return not_after - std::min((not_after - issued_at) / 6, activate_threshold_cap);
}

/// The first tick of the grid that is later than both (thresholds are strict).
Time first_tick_after(Time grid_begin, Time one, Time other) {
  const Duration since = std::max({one, other, grid_begin}) - grid_begin;
  return grid_begin + (since / rotation_interval + 1) * rotation_interval;
}

}  // namespace

void NextPreparations::begin(const history::Topology& topology) {
  topology_ = topology;
  servers_.assign(topology.servers.size(), {});
}

// ---------------------------------------------------------------- a server's two slots

void NextPreparations::see(const history::ServerSpawned& what, const history::Event&) {
  at(what.server).listening_since.reset();
}

void NextPreparations::see(const history::ServerListening& what, const history::Event& event) {
  at(what.server).listening_since = event.at;
}

void NextPreparations::see(const history::ServerEnded& what, const history::Event&) {
  at(what.server).listening_since.reset();
}

void NextPreparations::see(const history::JournalLoaded& what, const history::Event&) {
  // Without its journal it knows none of its keys (R2).
  if (!what.found) at(what.server).current = at(what.server).next = std::nullopt;
}

void NextPreparations::see(const history::KeyPrepared& what, const history::Event&) {
  if (what.key.type != type_) return;
  at(what.server).next = HeldKey{what.key, what.issued_at, what.not_after};
}

void NextPreparations::see(const history::KeyActivated& what, const history::Event&) {
  if (what.key.type != type_) return;
  ServerState& server = at(what.server);
  if (server.next && server.next->key == what.key) {
    server.current = server.next;
    server.next.reset();
  } else if (!server.current || server.current->key != what.key) {
    server.current.reset();  // one whose making this history does not tell of
  }
}

void NextPreparations::see(const history::KeyAbandoned& what, const history::Event&) {
  ServerState& server = at(what.server);
  if (server.next && server.next->key == what.key) server.next.reset();
}

// ---------------------------------------------------------------- what is foreseen

std::optional<NextPreparation> NextPreparations::of(history::ServerId id) const {
  const ServerState& server = servers_.at(index(id));
  if (!server.listening_since || !server.current) return {};
  const HeldKey& judged = server.next ? *server.next : *server.current;
  NextPreparation expected;
  expected.server = id;
  expected.judged_by = judged.key;
  expected.next_is_prepared = server.next.has_value();
  expected.threshold = prepare_threshold(judged.issued_at, judged.not_after);
  if (server.next) {
    // It is looked at as the current key only after it became that (R8c).
    expected.threshold =
        std::max(expected.threshold,
                 activate_threshold(server.current->issued_at, server.current->not_after));
  }
  expected.at = first_tick_after(*server.listening_since, expected.threshold, now_);
  return expected;
}

std::optional<NextPreparation> NextPreparations::in(history::ClusterId cluster) const {
  std::optional<NextPreparation> earliest;
  for (const history::ServerId id : topology_.at(cluster).servers) {
    const auto expected = of(id);
    if (expected && (!earliest || expected->at < earliest->at)) earliest = expected;
  }
  return earliest;
}

}  // namespace spindrift::analysis
