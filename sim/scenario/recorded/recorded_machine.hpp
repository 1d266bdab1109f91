#pragma once

#include "sim/model/latency.hpp"

/// What the machine of the recordings needs for its own steps: one set for all of them, taken as
/// medians over all lives of all recordings, never fitted to one.
namespace spindrift::scenario::recorded_machine {

using model::Duration;
using namespace std::chrono_literals;

/// From a process's start to its first look at the key manager.
inline constexpr Duration process_start = 450ms;
/// From the first rotation's end to the listeners.
inline constexpr Duration until_listening = 70ms;
inline constexpr Duration clean_end = 30ms;
/// Rotation ticks come 0.1 … 4 ms after their place, half of them within 0.5 ms: read from the
/// nanoseconds of JWT keys' ends over all recordings.
inline constexpr model::Latency tick_lateness{model::Latency::Shape::lognormal, 500us, 3500us};
inline constexpr Duration check_to_issue = 200us;
/// Each recorded agent has one entry of the default lifetime besides the downstream servers'.
inline constexpr std::uint32_t workload_entries = 1;
/// Between two requests of one server to the KMS API, whatever latency the plan adds: the proxy's
/// delayed acknowledgements, mostly.
inline constexpr Duration kms_request = 35ms;
/// From a `localauthority` command's start to its effect. Taint and revoke first look for the key.
inline constexpr Duration command = 150ms;
inline constexpr Duration command_after_look = 550ms;
/// An agent's way from its start to its first synchronised bundle.
inline constexpr Duration agent_start = 250ms;

}  // namespace spindrift::scenario::recorded_machine
