// Where keys arrive, and what the way there was spent with.
#include <algorithm>

#include "analysis/propagation/expected_hops.hpp"
#include "analysis/propagation/propagation.hpp"

namespace spindrift::analysis {
namespace {

using history::ClusterId;
using history::Event;
using history::ObserverKind;
using history::Time;
using kernel::Duration;

void add_to(std::array<double, part_count>& sums, const Parts& parts) {
  for (std::size_t place = 0; place < part_count; ++place) {
    sums[place] += kernel::in_seconds(parts.times[place]);
  }
}

/// What an observer's wait is called.
Part wait_of(PlaceKind kind) {
  if (kind == PlaceKind::agent) return Part::agent_sync;
  return kind == PlaceKind::discovery_provider ? Part::provider_poll : Part::relying_party;
}

}  // namespace

void Propagation::reach_cluster(Flight& flight, const Event& event,
                                const history::BundleChanged& change) {
  const auto place = history::index(change.cluster);
  const ClusterId upstream = topology_.at(change.cluster).upstream;
  const Arrival& before = flight.arrivals[history::index(upstream)];
  if (!flight.arrivals[place].is_expected || flight.arrivals[place].is_there) return;
  if (!before.is_there) return;
  const ClusterTimes& times = options_.times.clusters.at(place);
  const auto forwarded = book_.forward_behind(event, change.by);
  if (!forwarded && is_above_or_same(change.cluster, flight.maker)) {
    const PublishedHop hop{before.at, event.at, std::nullopt, row_free_at_[place],
                           times.round_trip / 2};
    arrive(flight, place, PlaceKind::publisher, before,
           publication_law(topology_, options_.times, flight.maker, change.cluster), event.at,
           parts_of(hop, times), before.hops);
  } else if (forwarded) {
    const auto& above = options_.times.clusters.at(history::index(upstream));
    const FollowedHop hop{
        before.at,           event.at,       book_.poll_phases(change.by), *forwarded,
        row_free_at_[place], above.statement};
    const bool subscribed = forwarded->channel == history::Channel::subscription;
    arrive(flight, place, PlaceKind::cluster, before,
           following_law(topology_, options_.times, change.cluster, book_.listeners(change.cluster),
                         subscribed),
           event.at, parts_of(hop, times), before.hops + 1);
  } else {
    // A publication of this cluster's own brought the upstream's whole list.
    Parts parts;
    parts[Part::own_publication] = event.at - before.at;
    arrive(flight, place, PlaceKind::cluster, before,
           following_law(topology_, options_.times, change.cluster, book_.listeners(change.cluster),
                         false),
           event.at, parts, before.hops + 1);
  }
  reach_servers(flight, change.cluster, change.by);
}

/// A server may answer from a copy until that is too old; the one that wrote has none (R17).
void Propagation::reach_servers(const Flight& flight, ClusterId cluster, history::ServerId by) {
  const Arrival& at_cluster = flight.arrivals[history::index(cluster)];
  const auto& times = options_.times.clusters.at(history::index(cluster));
  for (const history::ServerId server : topology_.at(cluster).servers) {
    Parts parts;
    if (server != by) parts[Part::cache] = times.cache;
    const Duration hop = parts[Part::cache];
    HopLaw law;
    law.to = PlaceKind::server;
    law.fixed = hop;
    Arrival arrival = at_cluster;
    arrival.at += hop;
    arrival.parts += parts;
    arrival.way = ways_.longer(at_cluster.way, law);
    note({PlaceKind::server, at_cluster.hops}, arrival, parts, law, hop, arrival.at - flight.began);
  }
}

void Propagation::reach_observer(Flight& flight, const Event& event, std::size_t observer) {
  const std::size_t clusters = topology_.clusters.size();
  const history::Observer& who = topology_.observers[observer];
  const bool is_party = who.kind == ObserverKind::relying_party;
  const std::size_t place = clusters + observer;
  const Arrival& before =
      flight
          .arrivals[is_party ? clusters + history::index(who.source) : history::index(who.cluster)];
  if (!flight.arrivals[place].is_expected || flight.arrivals[place].is_there) return;
  if (!before.is_there) return;
  const HopLaw law = observer_law(topology_, options_.times,
                                  history::ObserverId{static_cast<std::uint32_t>(observer)});
  const Duration hop = event.at - before.at;
  const Duration reading = is_party ? Duration::zero() : std::min(hop, law.fixed);
  const Duration longest = law.bound() - law.slack - reading;
  const Duration waiting = std::min(hop - reading, longest);
  const Duration late = hop - reading - waiting;
  Parts parts;
  parts[Part::database] = reading;
  parts[wait_of(law.to)] = waiting;
  // It asked in between and was given an old copy, or asking failed.
  parts[late <= law.slack ? Part::cache : Part::other] += late;
  arrive(flight, place, law.to, before, law, event.at, parts, before.hops);
}

// ---------------------------------------------------------------- arrivals

void Propagation::arrive(Flight& flight, std::size_t place, PlaceKind kind, const Arrival& before,
                         const HopLaw& law, Time at, const Parts& hop_parts, std::uint32_t hops) {
  Arrival arrival = before;
  arrival.is_expected = arrival.is_there = true;
  arrival.hops = hops;
  arrival.at = at;
  arrival.way = ways_.longer(before.way, law);
  arrival.parts += hop_parts;
  note({kind, hops}, arrival, hop_parts, law, at - before.at, at - flight.began);
  if (flight.arrivals[place].is_expected) --flight.waited_for;
  flight.arrivals[place] = arrival;
}

void Propagation::note(PlaceGroup group, const Arrival& arrival, const Parts& hop_parts,
                       const HopLaw& law, Duration hop, Duration whole) {
  PlaceDelays& delays = result_.places[group];
  delays.hop.add(hop);
  delays.whole.add(whole);
  add_to(delays.hop_parts, hop_parts);
  add_to(delays.whole_parts, arrival.parts);
  ++delays.hop_laws[law];
  ++way_counts_[group][arrival.way];
  if (whole > ways_.bound(arrival.way)) ++delays.beyond_bound;
}

}  // namespace spindrift::analysis
