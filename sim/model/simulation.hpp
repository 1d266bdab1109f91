#pragma once

#include <cstdint>

#include "sim/history/history.hpp"
#include "sim/model/deployment.hpp"

namespace spindrift::model {

struct RunOptions {
  /// Really runs every tick that could be skipped. The history is the same; only slower.
  bool oracle = false;
  /// Signatures that health checks have made in a KMS, and that nothing can hold up or refuse, are
  /// told in sums (`SignaturesCounted`) instead of one by one. Whoever only counts calls sees the
  /// same, for much less. The oracle tells each.
  bool count_signatures = false;
};

/// What a run cost.
struct RunSummary {
  std::uint64_t kernel_events = 0;   ///< executed by the kernel
  std::uint64_t history_events = 0;  ///< shown to the sink
};

/// Simulates the deployment from its first start to `until` and shows everything that happens to
/// `sink`. The same deployment and seed give the same history, on any machine and in any thread.
RunSummary run(const Deployment& deployment, std::uint64_t seed, const RunOptions& options,
               history::EventSink& sink);

}  // namespace spindrift::model
