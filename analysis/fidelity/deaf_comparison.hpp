#pragma once

#include <optional>
#include <vector>

#include "analysis/deafness.hpp"

namespace spindrift::analysis {

/// An interval in which a cluster was deaf, in one history or in both.
struct DeafMatch {
  history::ClusterId cluster = history::ClusterId::none;
  std::optional<DeafInterval> recorded;
  std::optional<DeafInterval> predicted;
  bool agrees = false;
};

/// An interval as one history shows it.
struct ShownDeafness {
  DeafInterval interval;
  bool is_inferred = false;  ///< it begins with silence that no log line told of
};

[[nodiscard]] std::vector<ShownDeafness> shown_deafness(const history::History& history);

/// Compares when nested clusters are deaf (see `Deafness`).
///
/// Two intervals agree when both ends lie within `tolerance` of each other: one poll and one look,
/// since a recording shows silence only by what it leaves out. Where it is inferred from a change
/// that did not arrive, silence may have begun any time before that.
[[nodiscard]] std::vector<DeafMatch> compare_deafness(
    const std::vector<ShownDeafness>& recorded, const std::vector<ShownDeafness>& predicted,
    history::Duration tolerance = std::chrono::seconds{7});

[[nodiscard]] inline std::vector<DeafMatch> compare_deafness(const history::History& recorded,
                                                             const history::History& predicted) {
  return compare_deafness(shown_deafness(recorded), shown_deafness(predicted));
}

}  // namespace spindrift::analysis
