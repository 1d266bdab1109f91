#pragma once

#include <optional>

#include "analysis/observation.hpp"

namespace spindrift::analysis {

/// When a cluster that misses keys lists them all again.
struct Healing {
  history::Time at{};
  bool is_predicted = false;
  history::EventId event = history::EventId::none;  ///< the change that healed it, when it was seen
  std::optional<NextPreparation> by;                ///< the preparation that will, when predicted
};

/// How that cluster's divergence ended, or will end if nobody interferes. The next preparation of
/// any of its servers brings the upstream's whole list with its answer (R10, R11); a cluster that
/// hears gets what it misses as soon as its upstream has it. Empty when it never diverged for a
/// noticeable time, when its keys expired, or when no server of it is known to prepare one.
[[nodiscard]] std::optional<Healing> healing_of(const Observation& observed,
                                                history::ClusterId cluster);

}  // namespace spindrift::analysis
