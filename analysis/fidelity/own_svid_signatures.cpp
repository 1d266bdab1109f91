#include "analysis/fidelity/own_svid_signatures.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace spindrift::analysis {
namespace {

using history::Duration;
using history::Event;
using history::EventId;
using history::Time;

/// A signature may come this much before the look it belongs to (clocks), or after (latency).
constexpr Duration before_look = std::chrono::milliseconds{50};
constexpr Duration after_look = std::chrono::milliseconds{1500};

/// One life of a server, as it concerns its SVID.
class SvidWatch {
 public:
  SvidWatch(const OwnSvidRule& rule, std::set<EventId>& found) : rule_{rule}, found_{found} {}

  void activated(const history::KeyActivated& what, Time now) {
    key_before_ = key_;
    ca_not_after_before_ = ca_not_after_;
    activated_at_ = now;
    key_ = what.key;
    ca_not_after_ = what.not_after;
  }

  void signed_with(const history::KmsCalled& called, const Event& event) {
    if (!called.key.exists() || called.status != 200) return;
    const Time began = event.at - called.took;
    // The new authority signs once the journal is saved, so that the tick's SVID is the old one's.
    const bool is_old_ones = called.key == key_before_ && began - activated_at_ < after_look;
    if (called.key != key_ && !is_old_ones) return;
    if (!listening_since_) {
      last_before_listening_ = event.id;
      signed_before_listening_ = event.at;
      return;
    }
    if (!is_due_at(began)) return;
    found_.insert(event.id);
    issue(event.at, is_old_ones ? ca_not_after_before_ : ca_not_after_);
  }

  void listens(Time now) {
    listening_since_ = now;
    if (last_before_listening_ == EventId::none) return;
    found_.insert(last_before_listening_);
    issue(signed_before_listening_, ca_not_after_);
  }

 private:
  void issue(Time at, Time ca_not_after) {
    signed_at_ = at;
    not_after_ = std::min(at + rule_.ttl, ca_not_after);
  }

  /// Whether a signature that begins then follows a look that finds the SVID due.
  [[nodiscard]] bool is_due_at(Time began) const {
    const Duration since = began - *listening_since_;
    const auto looks = (since + before_look) / rule_.look_interval;
    const Time look = *listening_since_ + looks * rule_.look_interval;
    // A look renews once: another signature then is of the health check.
    if (began - look > after_look || signed_at_ >= look - before_look) return false;
    const Duration life = not_after_ - (signed_at_ - rule_.backdated);
    // Certificates end at whole seconds, so that up to a second less may be left than it seems.
    return not_after_ - look <= life / 2 + std::chrono::seconds{1};
  }

  const OwnSvidRule& rule_;
  std::set<EventId>& found_;
  history::Key key_;
  history::Key key_before_;
  Time activated_at_{};
  Time ca_not_after_{};
  Time ca_not_after_before_{};
  EventId last_before_listening_ = EventId::none;
  Time signed_before_listening_{};
  std::optional<Time> listening_since_;
  Time signed_at_{};
  Time not_after_{};
};

}  // namespace

std::set<EventId> own_svid_signatures(const history::History& history, const OwnSvidRule& rule) {
  std::set<EventId> found;
  std::map<history::ServerId, SvidWatch> servers;
  const auto watch = [&](history::ServerId server) -> SvidWatch& {
    return servers.try_emplace(server, rule, found).first->second;
  };
  for (const Event& event : history.events) {
    if (const auto* const spawned = std::get_if<history::ServerSpawned>(&event.what)) {
      servers.erase(spawned->server);
    } else if (const auto* const active = std::get_if<history::KeyActivated>(&event.what)) {
      if (active->key.type == history::KeyType::x509)
        watch(active->server).activated(*active, event.at);
    } else if (const auto* const listening = std::get_if<history::ServerListening>(&event.what)) {
      watch(listening->server).listens(event.at);
    } else if (const auto* const called = std::get_if<history::KmsCalled>(&event.what)) {
      if (called->call == "Sign") watch(called->server).signed_with(*called, event);
    }
  }
  return found;
}

}  // namespace spindrift::analysis
