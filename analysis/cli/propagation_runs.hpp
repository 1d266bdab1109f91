#pragma once

#include <string>
#include <vector>

#include "analysis/cli/console.hpp"
#include "analysis/propagation/propagation_result.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::cli {

/// One setting of the scenario and what its runs showed together.
struct PropagationCell {
  std::string value;  ///< of what varies; empty when nothing does
  scenario::Scenario scenario;
  analysis::PropagationResult result;
};

struct PropagationRuns {
  std::size_t replications = 1;  ///< with seeds one above the other
  unsigned int jobs = 1;
  kernel::Duration from{};  ///< keys begun before are left out
  std::optional<kernel::Duration> until;
  bool oracle = false;
};

/// Runs every cell that often, several runs at a time, and fills in the results, which do not
/// depend on `jobs`. Throws `Interrupted`.
void run_propagation(std::vector<PropagationCell>& cells, const PropagationRuns& runs,
                     const Console& console);

}  // namespace spindrift::cli
