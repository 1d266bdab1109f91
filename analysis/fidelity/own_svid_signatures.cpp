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
/// From one rotation to the next (R7).
constexpr Duration rotation_interval = std::chrono::seconds{10};

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
    const std::optional<Time> look = look_that_renews(began);
    if (!look) return;
    found_.insert(event.id);
    // Its times are those of asking for it, however long it waits for the key manager.
    const Time asked = event.at - *look > after_look ? *look : event.at;
    issue(asked, is_old_ones ? ca_not_after_before_ : ca_not_after_);
  }

  /// A key manager that makes a key signs nothing meanwhile (R14), whatever is due.
  void makes_a_key(const history::KmsCalled& called, const Event& event) {
    const Time began = event.at - called.took;
    const bool creates = called.call == "CreateKey";
    // Attempts of one rotation, throttled ones among them, are one making of keys.
    if (creates && (!is_making_ || rotation_at(began) != rotation_at(made_at_)))
      making_since_ = began;
    if (creates) is_making_ = true;
    const bool names_it = called.call == "CreateAlias" || called.call == "UpdateAlias";
    if (!is_making_ || (!creates && !names_it)) return;
    is_making_ = called.status != 200 || creates;
    made_at_ = event.at;
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

  /// The look that finds the SVID due and whose signature begins then.
  [[nodiscard]] std::optional<Time> look_that_renews(Time began) const {
    const auto look_before = [&](Time moment) {
      const auto looks = (moment - *listening_since_ + before_look) / rule_.look_interval;
      return *listening_since_ + looks * rule_.look_interval;
    };
    const Time look = look_before(began);
    if (began - look <= after_look && is_due_at(look)) return look;
    // One that came while a key was made has waited for that.
    const Time busy = look_before(making_since_);
    const bool waited = making_since_ - busy <= after_look && began - made_at_ <= after_look;
    return waited && began >= making_since_ && is_due_at(busy) ? std::optional{busy} : std::nullopt;
  }

  [[nodiscard]] std::int64_t rotation_at(Time moment) const {
    return (moment - listening_since_.value_or(Time{}) + before_look) / rotation_interval;
  }

  [[nodiscard]] bool is_due_at(Time look) const {
    // A look renews once: another signature then is of the health check.
    if (look < *listening_since_ || signed_at_ >= look - before_look) return false;
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
  bool is_making_ = false;
  Time making_since_{};
  Time made_at_{};
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
      watch(called->server).makes_a_key(*called, event);
    }
  }
  return found;
}

}  // namespace spindrift::analysis
