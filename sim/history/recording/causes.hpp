#pragma once

#include "sim/history/history.hpp"

namespace spindrift::history {

/// Gives each event of a recorded history the earlier event that most likely led to it. Real
/// servers do not tell causes: these follow from the rules (a start from the action on its server,
/// a list from the list upstream that first had its newest key, and so on), so that explanations
/// can walk a recording as they walk a simulation.
void find_causes(History& history);

}  // namespace spindrift::history
