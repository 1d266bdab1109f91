#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "analysis/propagation/propagation_result.hpp"

namespace spindrift::analysis {

/// In seconds.
struct DelayQuantiles {
  double p50 = 0.0;
  double p90 = 0.0;
  double p99 = 0.0;
  double largest = 0.0;
};

/// A delay as it was seen, beside what theory gives for it.
struct DelaySummary {
  double mean = 0.0;
  DelayQuantiles seen;
  DelayQuantiles expected;  ///< its largest is that of the law, without old copies in caches
  double bound = 0.0;       ///< nothing is later unless something fails or waits for a lock
  std::array<double, part_count> shares{};  ///< of the mean; they add up to 1
};

struct PlaceSummary {
  PlaceGroup group;
  std::uint64_t count = 0;
  std::uint64_t beyond_bound = 0;
  DelaySummary hop;
  DelaySummary whole;
};

/// All groups, the root first. Sums laws up, which takes a moment.
[[nodiscard]] std::vector<PlaceSummary> summaries_of(const PropagationResult& result);

/// The law of the whole delay of one group.
[[nodiscard]] DelayLaw law_of(const PlaceDelays& delays);

/// "cluster, 2 hops"; "root" and "publisher's clusters" have none.
[[nodiscard]] std::string to_string(const PlaceGroup& group);
/// "discovery_provider", for programs.
[[nodiscard]] std::string_view word_for(PlaceKind kind);

/// The group that is farthest away: the one whose plot says most. REQUIRES: not empty.
[[nodiscard]] const PlaceSummary& farthest(const std::vector<PlaceSummary>& places);

}  // namespace spindrift::analysis
