#pragma once

#include <optional>
#include <vector>

#include "analysis/propagation/hop_times.hpp"
#include "analysis/propagation/parts.hpp"
#include "analysis/propagation/server_book.hpp"

namespace spindrift::analysis {

/// What is known of a cluster's hop from its upstream by a poll and a stream's look.
struct FollowedHop {
  history::Time upstream_at{};  ///< the upstream lists the key
  history::Time arrived_at{};   ///< this cluster does
  /// When the servers of this cluster that listen polled once. The one that forwarded is the first.
  std::vector<history::Time> poll_phases;
  Forwarded forwarded;
  std::optional<history::Time> row_free_at;  ///< the write before of this cluster's row
  kernel::Duration upstream_statement{};
};

/// Divides it: which poll brought the key follows from the polls' phase and from when the stream
/// looked, since a look follows within its interval. What contradicts that is `other`.
[[nodiscard]] Parts parts_of(const FollowedHop& hop, const ClusterTimes& times);

/// A write of a publication: it came from `from`, after `network`, and was committed at `to`.
struct PublishedHop {
  history::Time from{};
  history::Time to{};
  std::optional<history::Time> connected_at;  ///< by the publisher
  std::optional<history::Time> row_free_at;
  kernel::Duration network{};
};

[[nodiscard]] Parts parts_of(const PublishedHop& hop, const ClusterTimes& times);

}  // namespace spindrift::analysis
