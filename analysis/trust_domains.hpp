#pragma once

#include <vector>

#include "sim/history/names.hpp"

namespace spindrift::analysis {

/// Which clusters share keys: those below the same root, and the root. A topology may hold several
/// such trees, which never hear of one another.
class TrustDomains {
 public:
  TrustDomains() = default;
  explicit TrustDomains(const history::Topology& topology);

  /// The root at the top of that cluster's tree; the cluster itself when it is a root.
  [[nodiscard]] history::ClusterId root_of(history::ClusterId cluster) const {
    return roots_.at(history::index(cluster));
  }

  [[nodiscard]] bool share_keys(history::ClusterId one, history::ClusterId other) const {
    return root_of(one) == root_of(other);
  }

  /// All clusters of the tree with that root, in the topology's order.
  [[nodiscard]] const std::vector<history::ClusterId>& members(history::ClusterId root) const {
    return members_.at(history::index(root));
  }

 private:
  std::vector<history::ClusterId> roots_;
  std::vector<std::vector<history::ClusterId>> members_;  ///< empty for those that are no root
};

}  // namespace spindrift::analysis
