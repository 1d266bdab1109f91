#include "analysis/propagation/expected_hops.hpp"

#include <algorithm>

namespace spindrift::analysis {
namespace {

using history::ClusterId;
using history::ObserverKind;
using history::Topology;
using kernel::Duration;

const ClusterTimes& times_of(const HopTimes& times, ClusterId cluster) {
  return times.clusters.at(history::index(cluster));
}

}  // namespace

PlaceKind place_of(ObserverKind kind) {
  switch (kind) {
    case ObserverKind::agent:
      return PlaceKind::agent;
    case ObserverKind::discovery_provider:
      return PlaceKind::discovery_provider;
    case ObserverKind::relying_party:
      break;
  }
  return PlaceKind::relying_party;
}

HopLaw publication_law(const Topology& topology, const HopTimes& times, ClusterId maker,
                       ClusterId to) {
  const ClusterTimes& at = times_of(times, to);
  HopLaw law;
  law.fixed = at.statement + at.commit;
  if (topology.at(to).upstream != ClusterId::none) {
    law.to = PlaceKind::publisher;
    law.fixed += at.round_trip / 2;
    return law;
  }
  law.to = PlaceKind::root;
  law.fixed += times_of(times, maker).generate;
  for (ClusterId each = maker; each != to; each = topology.at(each).upstream) {
    law.fixed += times_of(times, each).round_trip / 2;
    law.slack += times_of(times, each).round_trip;
  }
  return law;
}

HopLaw following_law(const Topology& topology, const HopTimes& times, ClusterId cluster,
                     std::uint32_t listeners, bool by_subscription) {
  const ClusterTimes& here = times_of(times, cluster);
  const ClusterTimes& above = times_of(times, topology.at(cluster).upstream);
  HopLaw law;
  law.to = PlaceKind::cluster;
  law.interval = here.poll;
  law.slack = above.cache + here.round_trip;
  law.listeners = std::max(1U, listeners);
  law.fixed = here.round_trip + above.statement + here.statement + here.commit;
  if (by_subscription) law.fixed += here.statement;  // of the roots, which come first
  if (by_subscription && here.look_follows_poll) {
    // The looks began when the first poll, which had to connect, was stored: later ones come that
    // much after each poll (R12).
    if (here.look > Duration::zero()) law.fixed += here.round_trip + 2 * here.statement;
  } else {
    law.look = here.look;
  }
  return law;
}

HopLaw observer_law(const Topology& topology, const HopTimes& times, history::ObserverId observer) {
  const history::Observer& who = topology.at(observer);
  const ObserverTimes& own = times.observers.at(history::index(observer));
  HopLaw law;
  law.to = place_of(who.kind);
  (own.fetches_when_needed ? law.fixed : law.interval) = own.interval;
  if (who.kind == ObserverKind::relying_party) return law;
  const ClusterTimes& cluster = times_of(times, who.cluster);
  law.fixed += cluster.statement;
  law.slack = cluster.cache;
  return law;
}

}  // namespace spindrift::analysis
