#pragma once

#include <vector>

#include "sim/history/event.hpp"
#include "sim/history/recording/key_book.hpp"
#include "sim/history/recording/recording.hpp"

/// Each story tells one side of a recording as events, in any order and without causes.
namespace spindrift::history {

/// Which side told it: what stands first also happened first, at one moment.
enum class Teller : unsigned char { processes, log, kms, journals, bundles, hearing, observers };

struct Draft {
  Time at{};
  Teller teller = Teller::processes;
  Payload what;
};
using Drafts = std::vector<Draft>;

/// A time in Unix seconds as a time of the recording; what is further away than nanoseconds can
/// well count (97 years), at that distance.
[[nodiscard]] Time time_of_unix(const RecordedPlan& plan, std::int64_t seconds);

/// One life of a server, as far as its processes' table and log tell.
struct RecordedLifetime {
  ServerId server = ServerId::none;
  std::string version;
  Time spawned_at{};
  std::optional<Time> listening_at;  ///< from the log; else the first good health check
  std::optional<Time> ended_at;

  [[nodiscard]] bool holds(Time moment) const {
    return spawned_at <= moment && (!ended_at || moment <= *ended_at);
  }
};

/// All lives in order of their starts.
[[nodiscard]] std::vector<RecordedLifetime> find_lifetimes(const Recording& recording);

/// Starts, ends, actions, agents.
void tell_processes(const Recording& recording, const std::vector<RecordedLifetime>& lives,
                    Drafts& drafts);

/// Preparations, activations, journals found, health.
void tell_log(const Recording& recording, const std::vector<RecordedLifetime>& lives,
              const KeyBook& book, Drafts& drafts);

/// Versions of bundles and journals, KMS calls.
void tell_bundles(const Recording& recording, const KeyBook& book, Drafts& drafts);
void tell_journals(const Recording& recording, const KeyBook& book, Drafts& drafts);
void tell_kms(const Recording& recording, const KeyBook& book, Drafts& drafts);

/// Streams, subscriptions and polls of nested servers (R11, R12, R22), from the log.
void tell_hearing(const Recording& recording, const std::vector<RecordedLifetime>& lives,
                  Drafts& drafts);

/// Polls that must have been silent, since changes of the upstream's list did not arrive.
void tell_missed_changes(const Recording& recording, const std::vector<RecordedLifetime>& lives,
                         Drafts& drafts);

/// Tokens tried, key sets served.
void tell_observers(const Recording& recording, const KeyBook& book, Drafts& drafts);

}  // namespace spindrift::history
