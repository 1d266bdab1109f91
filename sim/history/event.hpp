#pragma once

#include <type_traits>
#include <utility>
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

using AnyPayload =
    std::variant<ServerSpawned, ServerListening, ServerEnded, ServerUnhealthy, KeyGenerated,
                 KeyPrepared, PrepareFailed, KeyActivated, KeyRetired, KeyAbandoned, JournalLoaded,
                 JournalSaved, JournalSaveFailed, BundleChanged, PruneRefused, PublishRequested,
                 ListeningOpened, ListeningClosed, ListForwarded, ConnectionOpened, ConnectionLost,
                 PollingStopped, PollingResumed, KmsCalled, SignaturesCounted, ObserverStarted,
                 ObserverEnded, KeySetChanged, KeySetRefused, TokenTried, ActionTaken, ActionEnded,
                 MonitorAlarm, HistoryEnded>;

template <class What, class Variant>
inline constexpr bool is_alternative_of = false;
template <class What, class... Alternatives>
inline constexpr bool is_alternative_of<What, std::variant<Alternatives...>> =
    (std::is_same_v<What, Alternatives> || ...);
template <class What>
concept Happening = is_alternative_of<std::remove_cvref_t<What>, AnyPayload>;

/// What happened: one of all these. A type of its own, not merely a short name: how 34 alternatives
/// are copied, moved and destroyed is compiled once, and not in each source that knows an event.
struct Payload : AnyPayload {
  Payload() noexcept = default;
  template <Happening What>
  Payload(What&& what)  // implicit, as of any variant
      : AnyPayload{std::in_place_type<std::remove_cvref_t<What>>, std::forward<What>(what)} {}

  Payload(const Payload& other);
  Payload(Payload&& other) noexcept;
  Payload& operator=(const Payload& other);
  Payload& operator=(Payload&& other) noexcept;
  ~Payload();
};

/// One thing that happened. `cause` is the earlier event that led to it, or none for what came
/// from outside (a plan, a first start).
struct Event {
  EventId id = EventId::none;
  EventId cause = EventId::none;
  Time at{};
  Payload what;
};

}  // namespace spindrift::history
