#pragma once

#include "sim/history/recording/recorded_plan.hpp"
#include "sim/history/recording/row_reader.hpp"

namespace spindrift::history {

/// Reads the object of `plan.json`. Errors go to the reader.
[[nodiscard]] RecordedPlan read_plan(RowReader& object);

}  // namespace spindrift::history
