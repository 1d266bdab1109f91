#pragma once

#include <string>
#include <vector>

#include "sim/kernel/time.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::review {

class Laboratory;
struct CompareRequest;

/// How far the runs of a comparison go, all of them equally far.
struct Horizon {
  kernel::Duration until{};
  kernel::Duration of_scenario{};         ///< what the scenario says itself
  std::vector<std::string> extended_for;  ///< whom the scenario's end would have cut off
};

/// Lets all runs go on until, in a few trial runs of each alternative, every rolling restart is
/// complete and no cluster lacks a key any more: a strategy that was cut off looks better than it
/// is. An alternative that never comes to an end (within four times the scenario's time and two
/// lives of its keys) extends nothing. `scenarios` and `request` are changed accordingly.
void extend_horizon(CompareRequest& request, std::vector<scenario::Scenario>& scenarios,
                    const Laboratory& laboratory);

}  // namespace spindrift::review
