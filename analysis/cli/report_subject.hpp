#pragma once

#include <string>

#include "analysis/cli/simulate.hpp"
#include "analysis/report/subject.hpp"
#include "sim/history/recording/recording.hpp"

namespace spindrift::cli {

/// What a report of that run is about; the command is left to the caller.
[[nodiscard]] report::Subject subject_of(const scenario::Scenario& scenario,
                                         const RunResult& result);

/// What a report of that recording is about. `folder` says where the plan's values come from.
[[nodiscard]] report::Subject subject_of(const history::Recording& recording,
                                         const std::string& folder);

/// What a report of a history is about that was kept in a file, without the scenario behind it.
[[nodiscard]] report::Subject subject_of(const history::History& history);

}  // namespace spindrift::cli
