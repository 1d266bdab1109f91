#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/cli/console.hpp"
#include "analysis/cli/propagation_runs.hpp"
#include "analysis/cli/variation.hpp"
#include "analysis/propagation/summary.hpp"

namespace spindrift::cli {

/// What the command tells, in all of its forms.
struct PropagationReport {
  Variation variation;
  PropagationRuns runs;
  std::vector<PropagationCell> cells;
  std::vector<std::vector<analysis::PlaceSummary>> places;  ///< by cell
};

/// Tables for people.
[[nodiscard]] std::string propagation_as_text(const PropagationReport& report,
                                              const Console& console);
[[nodiscard]] nlohmann::ordered_json propagation_as_json(const PropagationReport& report);
/// One line a cell, place and measure ("hop" or "whole").
[[nodiscard]] std::string propagation_as_csv(const PropagationReport& report);
/// A vector graphic.
[[nodiscard]] std::string propagation_as_svg(const PropagationReport& report);

/// The mean wait for the root's row in its busiest minute, as M/D/1 theory has it for that rate.
/// Infinite when the row cannot keep up, or publications failed.
[[nodiscard]] double expected_busiest_wait(const analysis::PropagationResult& result);

}  // namespace spindrift::cli
