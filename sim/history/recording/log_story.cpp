#include <algorithm>
#include <array>
#include <map>

#include "sim/history/recording/stories.hpp"

namespace spindrift::history {
namespace {

/// When a command of an operator is logged after it was given, at most.
constexpr Duration command_slack = std::chrono::seconds{2};
/// The first health check comes while some parts are not up yet; its complaint says nothing.
constexpr Duration health_settles = std::chrono::seconds{30};
/// A key that is activated this soon after its preparation was needed at once (R8a).
constexpr Duration same_step = std::chrono::milliseconds{500};

/// Issue time and end of a key, as journals and bundles write them: whole seconds.
struct Lifetime {
  Time issued_at{};
  Time not_after{};
};

/// Follows the slots of all servers through their log (R8, R9).
class LogStory {
 public:
  LogStory(const Recording& recording, const std::vector<RecordedLifetime>& lives,
           const KeyBook& book, Drafts& drafts)
      : recording_{recording}, lives_{lives}, book_{book}, drafts_{drafts} {
    read_lifetimes();
  }

  void tell() {
    for (const PrepareAttempt& attempt : book_.attempts()) tell_attempt(attempt);
    for (const LogRow& row : recording_.log) {
      const ServerId server = recording_.inputs.topology.find_server(row.who);
      if (server != ServerId::none) tell_row(row, server);
    }
  }

 private:
  void read_lifetimes() {
    const RecordedPlan& plan = recording_.inputs.plan;
    for (const JournalRow& row : recording_.journals) {
      const auto remember = [&](const JournalEntryRow& entry, const Key& key) {
        lifetimes_[key] = {time_of_unix(plan, entry.issued_at),
                           time_of_unix(plan, entry.not_after)};
      };
      for (const JournalEntryRow& entry : row.x509) remember(entry, book_.x509(entry.id));
      for (const JournalEntryRow& entry : row.jwt) remember(entry, book_.jwt(entry.id));
      for (const JournalEntryRow& entry : row.wit) remember(entry, book_.wit(entry.id));
    }
  }

  void add(Time at, Payload what) { drafts_.push_back({at, Teller::log, std::move(what)}); }

  [[nodiscard]] bool was_commanded(std::string_view action, ServerId server, Time at) const {
    const std::string& name = recording_.inputs.topology.at(server).name;
    return std::ranges::any_of(recording_.inputs.processes, [&](const ProcessRow& row) {
      return row.event == "action" && row.action == action && row.who == name && row.at <= at &&
             at - row.at <= command_slack;
    });
  }

  [[nodiscard]] const RecordedLifetime* life_at(ServerId server, Time moment) const {
    const auto found = std::find_if(lives_.rbegin(), lives_.rend(), [&](const auto& life) {
      return life.server == server && life.spawned_at <= moment;
    });
    return found == lives_.rend() ? nullptr : &*found;
  }

  [[nodiscard]] bool is_activated_at_once(const PrepareAttempt& attempt) const {
    return std::ranges::any_of(recording_.log, [&](const LogRow& row) {
      return row.authority == attempt.id && row.message.ends_with(" activated") &&
             row.at >= *attempt.ended && row.at - *attempt.ended <= same_step;
    });
  }

  void tell_attempt(const PrepareAttempt& attempt) {
    if (attempt.key.exists()) {
      add(attempt.generated_at, KeyGenerated{attempt.server, attempt.key, attempt.slot});
    }
    if (!attempt.ended) return;
    if (attempt.id.empty()) {
      add(*attempt.ended, PrepareFailed{attempt.server, attempt.type, attempt.key, attempt.error});
      return;
    }
    const bool at_once = is_activated_at_once(attempt);
    const bool by_hand = was_commanded("prepare", attempt.server, attempt.began);
    const PrepareReason reason = by_hand   ? PrepareReason::by_hand
                                 : at_once ? PrepareReason::no_current_key
                                           : PrepareReason::next_due;
    const Lifetime lifetime = lifetimes_[attempt.key];
    add(*attempt.ended,
        KeyPrepared{attempt.server, attempt.key, attempt.slot, lifetime.issued_at,
                    lifetime.not_after, reason, book_.x509(attempt.upstream_authority)});
  }

  void tell_row(const LogRow& row, ServerId server) {
    if (row.message == "X509 CA activated") tell_activation(row, server, book_.x509(row.authority));
    if (row.message == "JWT key activated") tell_activation(row, server, book_.jwt(row.authority));
    if (row.message == "WIT key activated") tell_activation(row, server, book_.wit(row.authority));
    if (row.message == "Journal loaded") {
      const auto found = std::ranges::find(found_journal_, server) != found_journal_.end();
      add(row.at, JournalLoaded{server, found, row.x509_entries, row.jwt_entries});
      std::erase(found_journal_, server);
    }
    if (row.message.starts_with("Found a CA journal record")) found_journal_.push_back(server);
    if (row.message == "Health check has failed") tell_illness(row, server);
  }

  void tell_activation(const LogRow& row, ServerId server, const Key& key) {
    if (!key.exists()) return;
    const RecordedLifetime* const life = life_at(server, row.at);
    Active& active = active_[{server, key.type}];
    const bool loaded = life != nullptr && active.life != life;
    const bool prepared_now = std::ranges::any_of(book_.attempts(), [&](const auto& attempt) {
      return attempt.key == key && attempt.ended && row.at >= *attempt.ended &&
             row.at - *attempt.ended <= same_step;
    });
    ActivateReason reason = ActivateReason::threshold;
    if (prepared_now) {
      reason = ActivateReason::no_current_key;
    } else if (was_commanded("activate", server, row.at)) {
      reason = ActivateReason::by_hand;
    } else if (loaded) {
      reason = ActivateReason::loaded_at_start;
    }
    if (active.life == life && active.key.exists() && active.key != key) {
      add(row.at, KeyRetired{server, active.key});
    }
    const Slot slot = row.slot == "B" ? Slot::b : Slot::a;
    add(row.at, KeyActivated{server, key, slot, lifetimes_[key].not_after, reason});
    active = {life, key};
  }

  void tell_illness(const LogRow& row, ServerId server) {
    const RecordedLifetime* const life = life_at(server, row.at);
    const bool settled =
        life != nullptr && life->listening_at && row.at - *life->listening_at >= health_settles;
    if (!settled || std::ranges::find(ill_, life) != ill_.end()) return;
    ill_.push_back(life);
    add(row.at, ServerUnhealthy{server, row.error});
  }

  struct Active {
    const RecordedLifetime* life = nullptr;
    Key key;
  };

  const Recording& recording_;
  const std::vector<RecordedLifetime>& lives_;
  const KeyBook& book_;
  Drafts& drafts_;
  std::map<Key, Lifetime> lifetimes_;
  std::map<std::pair<ServerId, KeyType>, Active> active_;
  std::vector<ServerId> found_journal_;
  std::vector<const RecordedLifetime*> ill_;
};

}  // namespace

void tell_log(const Recording& recording, const std::vector<RecordedLifetime>& lives,
              const KeyBook& book, Drafts& drafts) {
  LogStory{recording, lives, book, drafts}.tell();
}

}  // namespace spindrift::history
