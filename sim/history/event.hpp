#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/history/names.hpp"
#include "sim/kernel/time.hpp"

/// What can happen, as plain data. A simulation writes these, a recording of real servers is read
/// into these, and every analysis reads these and nothing else.
///
/// Each type has a `name` (its tag in the JSON lines form) and `fields`, which shows every member
/// to a visitor under the name that it has in that form.
namespace spindrift::history {

using kernel::Duration;
using kernel::Time;

/// One of the two places a server has for keys of a type (R4).
enum class Slot : std::uint8_t { a, b };

/// What the journal says of a key (R4, R8).
enum class KeyStatus : std::uint8_t { prepared, active, old };

/// How a nested server hears of its upstream's list (R11, R12).
enum class Channel : std::uint8_t { x509_stream, jwt_stream, subscription };

enum class PrepareReason : std::uint8_t { no_current_key, next_due, by_hand };
enum class ActivateReason : std::uint8_t { loaded_at_start, no_current_key, threshold, by_hand };

/// One JWT key, WIT key or X.509 root as a bundle row lists it (R15: compared as a whole).
struct BundleRecord {
  Key key;
  Time not_after{};
  bool tainted = false;

  friend constexpr bool operator==(const BundleRecord&, const BundleRecord&) = default;
};

struct JournalEntry {
  Key key;
  Slot slot = Slot::a;
  KeyStatus status = KeyStatus::prepared;
  Time issued_at{};
  Time not_after{};

  friend constexpr bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

#define SPINDRIFT_EVENT(NAME)                                 \
  static constexpr std::string_view name = NAME;              \
  template <class Self, class Visitor>                        \
  static constexpr void fields([[maybe_unused]] Self& self,   \
                               [[maybe_unused]] Visitor&& visit)

// ---------------------------------------------------------------- a server's life

/// A process was started (R1).
struct ServerSpawned {
  ServerId server = ServerId::none;
  std::string version;
  SPINDRIFT_EVENT("server_spawned") { visit("server", self.server); visit("version", self.version); }
};

/// Its listeners are up: from now on it answers agents, downstreams and operators (R6).
struct ServerListening {
  ServerId server = ServerId::none;
  SPINDRIFT_EVENT("server_listening") { visit("server", self.server); }
};

/// The process is gone. `by_itself`: no action stopped it, SPIRE ended it (R6, R7, R12).
struct ServerEnded {
  ServerId server = ServerId::none;
  bool by_itself = false;
  std::string why;
  SPINDRIFT_EVENT("server_ended") {
    visit("server", self.server); visit("by_itself", self.by_itself); visit("why", self.why);
  }
};

/// The health check turned to not live (R7b).
struct ServerUnhealthy {
  ServerId server = ServerId::none;
  std::string why;
  SPINDRIFT_EVENT("server_unhealthy") { visit("server", self.server); visit("why", self.why); }
};

// ---------------------------------------------------------------- keys of a server

/// The key manager made a key, not yet known to anybody (R14).
struct KeyGenerated {
  ServerId server = ServerId::none;
  Key key;
  Slot slot = Slot::a;
  SPINDRIFT_EVENT("key_generated") {
    visit("server", self.server); visit("key", self.key); visit("slot", self.slot);
  }
};

/// The key is published and stands in its slot (R9). JWT: others may now verify with it.
struct KeyPrepared {
  ServerId server = ServerId::none;
  Key key;
  Slot slot = Slot::a;
  Time issued_at{};
  Time not_after{};
  PrepareReason reason = PrepareReason::no_current_key;
  Key signed_by;  ///< nested X.509: the upstream authority that signed it (R9b)
  SPINDRIFT_EVENT("key_prepared") {
    visit("server", self.server); visit("key", self.key); visit("slot", self.slot);
    visit("issued_at", self.issued_at); visit("not_after", self.not_after);
    visit("reason", self.reason); visit("signed_by", self.signed_by);
  }
};

/// A preparation ended in an error (R9); `key` is what it leaves behind in the key manager.
struct PrepareFailed {
  ServerId server = ServerId::none;
  KeyType type = KeyType::jwt;
  Key key;
  std::string why;
  SPINDRIFT_EVENT("prepare_failed") {
    visit("server", self.server); visit("type", self.type); visit("key", self.key);
    visit("why", self.why);
  }
};

/// From now on this server signs with this key (R5, R8).
struct KeyActivated {
  ServerId server = ServerId::none;
  Key key;
  Slot slot = Slot::a;
  Time not_after{};
  ActivateReason reason = ActivateReason::threshold;
  SPINDRIFT_EVENT("key_activated") {
    visit("server", self.server); visit("key", self.key); visit("slot", self.slot);
    visit("not_after", self.not_after); visit("reason", self.reason);
  }
};

/// The key was swapped out and marked OLD (R8c).
struct KeyRetired {
  ServerId server = ServerId::none;
  Key key;
  SPINDRIFT_EVENT("key_retired") { visit("server", self.server); visit("key", self.key); }
};

/// A published key left its slot without ever signing (R9, R18): in every bundle, in no slot.
struct KeyAbandoned {
  ServerId server = ServerId::none;
  Key key;
  SPINDRIFT_EVENT("key_abandoned") { visit("server", self.server); visit("key", self.key); }
};

/// A start looked for its journal (R2). `found` false: it begins with an empty one.
struct JournalLoaded {
  ServerId server = ServerId::none;
  bool found = false;
  std::uint32_t x509_entries = 0;
  std::uint32_t jwt_entries = 0;
  SPINDRIFT_EVENT("journal_loaded") {
    visit("server", self.server); visit("found", self.found);
    visit("x509_entries", self.x509_entries); visit("jwt_entries", self.jwt_entries);
  }
};

/// A version of a journal row was written (R16).
struct JournalSaved {
  ServerId server = ServerId::none;
  std::uint32_t row = 0;
  bool inserted = false;
  Key active_authority;  ///< none: written before this process activated one (R5b)
  std::vector<JournalEntry> x509;
  std::vector<JournalEntry> jwt;
  std::vector<JournalEntry> wit;
  SPINDRIFT_EVENT("journal_saved") {
    visit("server", self.server); visit("row", self.row); visit("inserted", self.inserted);
    visit("active_authority", self.active_authority); visit("x509", self.x509);
    visit("jwt", self.jwt); visit("wit", self.wit);
  }
};

/// A journal could not be written; SPIRE logs it and goes on (R9).
struct JournalSaveFailed {
  ServerId server = ServerId::none;
  std::string why;
  SPINDRIFT_EVENT("journal_save_failed") { visit("server", self.server); visit("why", self.why); }
};

// ---------------------------------------------------------------- bundles

/// A version of a cluster's bundle row was written: what it adds and takes away (R15, R13, R18).
/// Added records stand at the end of the list, in this order.
struct BundleChanged {
  ClusterId cluster = ClusterId::none;
  ServerId by = ServerId::none;
  std::uint64_t sequence = 0;
  bool inserted = false;
  std::vector<BundleRecord> added;
  std::vector<BundleRecord> removed;
  SPINDRIFT_EVENT("bundle_changed") {
    visit("cluster", self.cluster); visit("by", self.by); visit("sequence", self.sequence);
    visit("inserted", self.inserted); visit("added", self.added); visit("removed", self.removed);
  }
};

/// Prune found that no key of the type would be left, and left everything (R13).
struct PruneRefused {
  ServerId server = ServerId::none;
  KeyType type = KeyType::jwt;
  SPINDRIFT_EVENT("prune_refused") { visit("server", self.server); visit("type", self.type); }
};

// ---------------------------------------------------------------- upstream

/// A nested server asked an upstream server to append its new JWT key (R10).
struct PublishRequested {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  Key key;
  SPINDRIFT_EVENT("publish_requested") {
    visit("server", self.server); visit("upstream", self.upstream); visit("key", self.key);
  }
};

/// From now on changes of the upstream's list reach this server by this channel (R11, R12).
struct ListeningOpened {
  ServerId server = ServerId::none;
  Channel channel = Channel::jwt_stream;
  SPINDRIFT_EVENT("listening_opened") {
    visit("server", self.server); visit("channel", self.channel);
  }
};

struct ListeningClosed {
  ServerId server = ServerId::none;
  Channel channel = Channel::jwt_stream;
  std::string why;
  SPINDRIFT_EVENT("listening_closed") {
    visit("server", self.server); visit("channel", self.channel); visit("why", self.why);
  }
};

/// A stream saw a list that differs from the last one it sent, and forwarded it (R11).
struct ListForwarded {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  Channel channel = Channel::jwt_stream;
  SPINDRIFT_EVENT("list_forwarded") {
    visit("server", self.server); visit("upstream", self.upstream); visit("channel", self.channel);
  }
};

/// The plugin connected through the load balancer (R21).
struct ConnectionOpened {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  SPINDRIFT_EVENT("connection_opened") {
    visit("server", self.server); visit("upstream", self.upstream);
  }
};

struct ConnectionLost {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  std::string why;
  SPINDRIFT_EVENT("connection_lost") {
    visit("server", self.server); visit("upstream", self.upstream); visit("why", self.why);
  }
};

/// The first poll of a listening server that got no answer, or an error, after good ones (R22).
struct PollingStopped {
  ServerId server = ServerId::none;
  std::string why;
  SPINDRIFT_EVENT("polling_stopped") { visit("server", self.server); visit("why", self.why); }
};

/// The first good poll after bad ones.
struct PollingResumed {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  SPINDRIFT_EVENT("polling_resumed") {
    visit("server", self.server); visit("upstream", self.upstream);
  }
};

// ---------------------------------------------------------------- AWS KMS

/// One call to the KMS API (R14), recorded when it ended. `status`: 200, 400 …
struct KmsCalled {
  ServerId server = ServerId::none;
  std::string call;
  Key key;
  std::string slot;  ///< "x509-CA-A" where the call names an alias
  std::int32_t status = 200;
  Duration took{};
  SPINDRIFT_EVENT("kms_called") {
    visit("server", self.server); visit("call", self.call); visit("key", self.key);
    visit("slot", self.slot); visit("status", self.status); visit("took", self.took);
  }
};

// ---------------------------------------------------------------- who is hurt

struct ObserverStarted {
  ObserverId observer = ObserverId::none;
  SPINDRIFT_EVENT("observer_started") { visit("observer", self.observer); }
};

struct ObserverEnded {
  ObserverId observer = ObserverId::none;
  std::string why;
  SPINDRIFT_EVENT("observer_ended") { visit("observer", self.observer); visit("why", self.why); }
};

/// What this agent, provider or relying party verifies with has changed (R19, R20).
struct KeySetChanged {
  ObserverId observer = ObserverId::none;
  ServerId from = ServerId::none;
  std::vector<Key> added;
  std::vector<Key> removed;
  SPINDRIFT_EVENT("key_set_changed") {
    visit("observer", self.observer); visit("from", self.from); visit("added", self.added);
    visit("removed", self.removed);
  }
};

/// A relying party met a set above its limit and verifies nothing (R20), or is below again.
struct KeySetRefused {
  ObserverId observer = ObserverId::none;
  std::uint32_t keys = 0;
  std::uint32_t limit = 0;
  bool refused = true;
  SPINDRIFT_EVENT("key_set_refused") {
    visit("observer", self.observer); visit("keys", self.keys); visit("limit", self.limit);
    visit("refused", self.refused);
  }
};

/// One token was tried: signed by `signer` with `key`, shown to `verifier` (R19).
struct TokenTried {
  ServerId signer = ServerId::none;
  Key key;
  ObserverId verifier = ObserverId::none;
  bool accepted = true;
  SPINDRIFT_EVENT("token_tried") {
    visit("signer", self.signer); visit("key", self.key); visit("verifier", self.verifier);
    visit("accepted", self.accepted);
  }
};

// ---------------------------------------------------------------- people

/// An operator did something: `restart`, `replace`, `db_lock`, `prepare` …
struct ActionTaken {
  std::string action;
  ServerId server = ServerId::none;
  ClusterId cluster = ClusterId::none;
  ObserverId observer = ObserverId::none;
  std::string detail;
  SPINDRIFT_EVENT("action_taken") {
    visit("action", self.action); visit("server", self.server); visit("cluster", self.cluster);
    visit("observer", self.observer); visit("detail", self.detail);
  }
};

/// An action that lasts is over (a lock released, a rolling restart complete), or was refused.
struct ActionEnded {
  std::string action;
  ServerId server = ServerId::none;
  ClusterId cluster = ClusterId::none;
  std::string detail;
  SPINDRIFT_EVENT("action_ended") {
    visit("action", self.action); visit("server", self.server); visit("cluster", self.cluster);
    visit("detail", self.detail);
  }
};

/// A monitor saw the JWT key count of a bundle cross its threshold.
struct MonitorAlarm {
  ClusterId cluster = ClusterId::none;
  std::uint32_t keys = 0;
  std::uint32_t threshold = 0;
  bool raised = true;
  SPINDRIFT_EVENT("monitor_alarm") {
    visit("cluster", self.cluster); visit("keys", self.keys); visit("threshold", self.threshold);
    visit("raised", self.raised);
  }
};

/// The last event of every history: the moment until which it was observed.
struct HistoryEnded {
  SPINDRIFT_EVENT("history_ended") {}
};

#undef SPINDRIFT_EVENT

using Payload =
    std::variant<ServerSpawned, ServerListening, ServerEnded, ServerUnhealthy, KeyGenerated,
                 KeyPrepared, PrepareFailed, KeyActivated, KeyRetired, KeyAbandoned, JournalLoaded,
                 JournalSaved, JournalSaveFailed, BundleChanged, PruneRefused, PublishRequested,
                 ListeningOpened, ListeningClosed, ListForwarded, ConnectionOpened, ConnectionLost,
                 PollingStopped, PollingResumed, KmsCalled, ObserverStarted, ObserverEnded,
                 KeySetChanged, KeySetRefused, TokenTried, ActionTaken, ActionEnded, MonitorAlarm,
                 HistoryEnded>;

/// One thing that happened. `cause` is the earlier event that led to it, or none for what came
/// from outside (a plan, a first start).
struct Event {
  EventId id = EventId::none;
  EventId cause = EventId::none;
  Time at{};
  Payload what;
};

}  // namespace spindrift::history
