#pragma once

#include "analysis/sweep/plan.hpp"
#include "sim/scenario/json_document.hpp"
#include "sim/scenario/value_reader.hpp"

namespace spindrift::sweep {

/// Lays points of the plan over its scenario, under every strategy: for each input those with its
/// least and its greatest value, or one with each listed value. Reports what the scenario's reader
/// says of them, each value where the plan has it. Most mistakes show here, before hours of runs.
void try_values(const Plan& plan, const scenario::Json& json, scenario::Reading& reading);

}  // namespace spindrift::sweep
