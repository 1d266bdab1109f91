#pragma once

#include "sim/model/deployment.hpp"
#include "sim/recording/tables.hpp"

namespace spindrift::recording {

/// The deployment that was recorded, with what was done to it (R1–R24 need nothing else). From
/// `processes.jsonl` only inputs are used: actions, starts, when a start answered, agents.
[[nodiscard]] model::Deployment read_inputs(const Tables& tables, scenario::Problems& problems);

}  // namespace spindrift::recording
