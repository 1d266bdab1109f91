#pragma once

#include "sim/kernel/time.hpp"

namespace spindrift::scenario {

/// What is not known of a fleet and therefore drawn anew in each replication of a comparison,
/// beside the `late_by` of actions. A single run takes everything as it is written.
struct Variation {
  kernel::Duration first_starts{};  ///< each first start is up to this much later
  double latencies_p99 = 1;         ///< constant latencies get a 99th percentile so many times them
  bool cluster_order = false;       ///< rolling restarts take their clusters in a random order
};

}  // namespace spindrift::scenario
