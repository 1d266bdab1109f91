#pragma once

#include <set>

#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// How long servers' own X.509-SVIDs live, and when their renewal is looked at.
struct OwnSvidRule {
  history::Duration ttl = std::chrono::minutes{1};
  history::Duration backdated = std::chrono::seconds{10};  ///< notBefore stands before the signing
  history::Duration look_interval = std::chrono::seconds{5};
};

/// The KMS signatures that renewed servers' own X.509-SVIDs. The KMS does not tell what a signature
/// is for, so they are found by the rule: the last one before a server listens, and from then on,
/// at each look at which less than half of the present SVID's life is left, the first signature
/// with the current X.509 key. Found the same way in recordings and in simulations.
[[nodiscard]] std::set<history::EventId> own_svid_signatures(const history::History& history,
                                                             const OwnSvidRule& rule = {});

}  // namespace spindrift::analysis
