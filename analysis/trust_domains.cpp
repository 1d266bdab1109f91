#include "analysis/trust_domains.hpp"

namespace spindrift::analysis {

using history::ClusterId;

TrustDomains::TrustDomains(const history::Topology& topology)
    : roots_(topology.clusters.size()), members_(topology.clusters.size()) {
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    const ClusterId cluster{static_cast<std::uint32_t>(place)};
    ClusterId top = cluster;
    // Bounded, so that a topology whose upstreams go in a circle ends here as well.
    for (std::size_t level = 0; level < topology.clusters.size(); ++level) {
      const ClusterId upstream = topology.at(top).upstream;
      if (upstream == ClusterId::none) break;
      top = upstream;
    }
    roots_[place] = top;
    members_[history::index(top)].push_back(cluster);
  }
}

}  // namespace spindrift::analysis
