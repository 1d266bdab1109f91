#pragma once

#include "sim/history/history.hpp"
#include "sim/history/recording/recording.hpp"

namespace spindrift::history {

/// The recording as a history of the same events as a simulation's, so that every analysis works on
/// it. Seed 0; the scenario is the recording's name. Key numbers are those of
/// `find_prepare_attempts`. What recordings do not show (connections, requests, abandoned keys) has
/// no events.
[[nodiscard]] History history_of(const Recording& recording);

}  // namespace spindrift::history
