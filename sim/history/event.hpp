#pragma once

#include <variant>

#include "sim/history/bundle_events.hpp"
#include "sim/history/key_events.hpp"
#include "sim/history/kms_events.hpp"
#include "sim/history/observer_events.hpp"
#include "sim/history/operator_events.hpp"
#include "sim/history/server_events.hpp"
#include "sim/history/upstream_events.hpp"

/// What can happen, as plain data. A simulation writes these, a recording of real servers is read
/// into these, and every analysis reads these and nothing else.
///
/// Each type has a `name` (its tag in the JSON lines form) and `fields`, which shows every member
/// to a visitor under the name that it has in that form.
namespace spindrift::history {

/// The last event of every history: the moment until which it was observed.
struct HistoryEnded {
  SPINDRIFT_EVENT("history_ended") {}
};

using Payload =
    std::variant<ServerSpawned, ServerListening, ServerEnded, ServerUnhealthy, KeyGenerated,
                 KeyPrepared, PrepareFailed, KeyActivated, KeyRetired, KeyAbandoned, JournalLoaded,
                 JournalSaved, JournalSaveFailed, BundleChanged, PruneRefused, PublishRequested,
                 ListeningOpened, ListeningClosed, ListForwarded, ConnectionOpened, ConnectionLost,
                 PollingStopped, PollingResumed, KmsCalled, SignaturesCounted, ObserverStarted,
                 ObserverEnded, KeySetChanged, KeySetRefused, TokenTried, ActionTaken, ActionEnded,
                 MonitorAlarm, HistoryEnded>;

/// One thing that happened. `cause` is the earlier event that led to it, or none for what came
/// from outside (a plan, a first start).
struct Event {
  EventId id = EventId::none;
  EventId cause = EventId::none;
  Time at{};
  Payload what;
};

}  // namespace spindrift::history
