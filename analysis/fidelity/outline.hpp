#pragma once

#include <set>
#include <string>
#include <vector>

#include "analysis/fidelity/deaf_comparison.hpp"
#include "analysis/fidelity/matching.hpp"
#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// What a comparison looks at in one history. It outlives the history, and is much smaller.
struct Outline {
  /// One kind of happening.
  struct Part {
    std::string name;     ///< "JWT keys in bundles"
    std::string subject;  ///< what the subjects are: "cluster"
    Happenings happenings;
  };

  std::vector<Part> parts;  ///< the same kinds in the same order for every history
  std::vector<ShownDeafness> deafness;
  std::set<history::EventId> own_svids;  ///< signatures of servers' own X.509-SVIDs: left out
};

[[nodiscard]] Outline outline_of(const history::History& history);

}  // namespace spindrift::analysis
