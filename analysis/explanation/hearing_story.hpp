#pragma once

#include "analysis/explanation/cause_graph.hpp"
#include "analysis/explanation/explanation.hpp"

namespace spindrift::analysis {

/// What each server of a cluster had done by a moment to hear of other clusters' keys, or not.
[[nodiscard]] std::vector<Step> tell_hearing(const history::History& history,
                                             history::ClusterId cluster, history::Time moment);

}  // namespace spindrift::analysis
