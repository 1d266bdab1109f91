#pragma once

#include <vector>

#include "sim/kernel/time.hpp"

namespace spindrift::analysis {

/// What a deployment's settings say of the times on the way of a key: what theory and the division
/// of a delay into its parts need, and a history does not tell. Typical values where they vary.
struct ClusterTimes {
  kernel::Duration poll{};         ///< a nested server polls its upstream this often (R22)
  kernel::Duration look{};         ///< a stream looks at the polled list this often; 0: at once
  bool look_follows_poll = false;  ///< the first look follows the first poll at once (R12)
  kernel::Duration cache{};        ///< answers may be this old (R17)
  kernel::Duration round_trip{};   ///< to the upstream and back
  kernel::Duration generate{};     ///< making a key
  kernel::Duration statement{};    ///< one statement of the own datastore
  kernel::Duration commit{};       ///< and the flush at a commit: how long the row is locked (R15)
  bool latencies_vary = false;     ///< of the datastore: its parts cannot be told from the rest
};

/// An agent (interval, give or take 10 %), a discovery provider or a relying party.
struct ObserverTimes {
  kernel::Duration interval{};
  bool fetches_when_needed = false;  ///< a relying party: `interval` after its provider's change
};

struct HopTimes {
  std::vector<ClusterTimes> clusters;
  std::vector<ObserverTimes> observers;
};

}  // namespace spindrift::analysis
