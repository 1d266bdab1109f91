#pragma once

#include "sim/model/latency.hpp"

/// What the machine of the recordings needs for its own steps: one set for all of them, taken as
/// medians over all lives of all recordings, never fitted to one.
namespace spindrift::scenario::recorded_machine {

using model::Duration;
using namespace std::chrono_literals;

/// From a process's start to its first look at the key manager: the median, and how well it is
/// known of a start of usual length. Over 61 starts the error's deviation is a ninth of the length.
inline constexpr model::Latency process_start{model::Latency::Shape::uniform, 450ms, 150ms};
/// From the first rotation's end to the listeners, likewise.
inline constexpr model::Latency until_listening{model::Latency::Shape::uniform, 70ms, 150ms};
/// A commit in PostgreSQL, flush included: from the times between two saves of one journal.
inline constexpr model::Latency commit{model::Latency::Shape::lognormal, 7ms, 33ms};
inline constexpr Duration clean_end = 30ms;
/// Rotation ticks come 0.1 … 4 ms after their place, half of them within 0.5 ms: read from the
/// nanoseconds of JWT keys' ends over all recordings.
inline constexpr model::Latency tick_lateness{model::Latency::Shape::lognormal, 500us, 3500us};
inline constexpr Duration check_to_issue = 200us;
/// Making a key and a request. Of 25 renewals of a server's own SVID in a tick that made a key in
/// the KMS, 16 came after it and 9 before.
inline constexpr Duration check_to_sign = 400us;
/// Dialling the own listener and reading the bundle: the median. Of 25 looks in such a tick, one
/// signed before the key was made.
inline constexpr Duration look_to_sign = 15ms;
/// Per cent: 15 of 30 starts that dialled first, 8 of 21 that looked at once.
inline constexpr int first_look_too_early = 45;
/// Each recorded agent has one entry of the default lifetime besides the downstream servers'.
inline constexpr std::uint32_t workload_entries = 1;
/// Between two requests of one server to the KMS API, whatever latency the plan adds: the proxy's
/// delayed acknowledgements, mostly.
inline constexpr Duration kms_request = 35ms;
/// A poll that found the only server of its cluster gone for half a second was refused at once. Had
/// no check missed that server by then, HAProxy would have tried it again after a second.
inline constexpr std::uint32_t load_balancer_checks_until_out = 1;
/// From HAProxy's start to its first check, and from one check of a server to the next. In six
/// outages, 85 to 290 s after the start, it shows within some 0.1 s which checks had missed whom.
inline constexpr Duration load_balancer_start = 100ms;
inline constexpr Duration load_balancer_check = 1s + 1500us;
/// From a `localauthority` command's start to its effect. Taint and revoke first look for the key.
inline constexpr Duration command = 150ms;
inline constexpr Duration command_after_look = 550ms;
/// From the discovery provider's start to its first poll.
inline constexpr Duration provider_start = 60ms;
/// An agent's way from its start to its first synchronised bundle.
inline constexpr Duration agent_start = 250ms;

}  // namespace spindrift::scenario::recorded_machine
