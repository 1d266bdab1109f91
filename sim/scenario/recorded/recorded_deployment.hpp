#pragma once

#include <cstdint>

#include "sim/history/recording/recording.hpp"
#include "sim/model/deployment.hpp"

namespace spindrift::scenario {

/// What a recorded machine needed for its steps, where no input tells: the usual time, which is the
/// best guess of one prediction, or a draw, for a distribution of predictions.
enum class MachineTimes : std::uint8_t { usual, drawn };

/// The deployment that was recorded, with what was done to it at the times at which it was done.
///
/// From the processes' table it takes what was from outside: actions, starts, when a start
/// answered its health check, agents' lives, HAProxy's start. What the plan does not say is as in
/// every recording: X.509-SVIDs of 1 min, JWT-SVIDs of 30 s, a downstream entry of 1 h, an idle
/// machine's latencies.
/// Moment 0 is the recording's.
///
/// Throws `history::ReadFailure` when the plan names what no model has (a version, a constant).
[[nodiscard]] model::Deployment deployment_of(const history::RecordedInputs& inputs,
                                              MachineTimes times = MachineTimes::usual);

}  // namespace spindrift::scenario
