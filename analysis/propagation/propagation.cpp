#include "analysis/propagation/propagation.hpp"

#include <algorithm>

#include "analysis/propagation/expected_hops.hpp"

namespace spindrift::analysis {
namespace {

using history::ClusterId;
using history::Event;
using history::Key;
using history::KeyType;
using history::ObserverKind;
using history::Time;
using kernel::Duration;

}  // namespace

void Propagation::begin(const history::Topology& topology) {
  topology_ = topology;
  domains_ = TrustDomains{topology};
  book_.begin(topology, options_.times);
  is_present_.assign(topology.observers.size(), false);
  row_free_at_.assign(topology.clusters.size(), std::nullopt);
  row_locks_.assign(topology.clusters.size(), {});
}

void Propagation::on_event(const Event& event) {
  now_ = event.at;
  if (const auto* const change = std::get_if<history::BundleChanged>(&event.what)) {
    on_bundle(event, *change);
  } else if (const auto* const set = std::get_if<history::KeySetChanged>(&event.what)) {
    on_key_set(event, *set);
  } else if (const auto* const ended = std::get_if<history::ObserverEnded>(&event.what)) {
    is_present_.at(history::index(ended->observer)) = false;
  } else if (const auto* const failed = std::get_if<history::PrepareFailed>(&event.what)) {
    const bool counts = event.at >= options_.from && event.at < options_.until;
    if (counts && failed->type == KeyType::jwt) ++result_.failed;
  }
  book_.on_event(event);
}

// ---------------------------------------------------------------- bundles

void Propagation::on_bundle(const Event& event, const history::BundleChanged& change) {
  const auto place = history::index(change.cluster);
  const bool is_root = topology_.at(change.cluster).upstream == ClusterId::none;
  if (is_root && event.at >= options_.from && event.at < options_.until) {
    row_locks_[place].on_write(event.at);
  }
  for (const history::BundleRecord& record : change.added) {
    if (record.key.type != KeyType::jwt) continue;
    if (is_root) {
      publish(event, change, record.key);
    } else if (const auto flight = flights_.find(record.key); flight != flights_.end()) {
      reach_cluster(flight->second, event, change);
      if (flight->second.waited_for == 0) flights_.erase(flight);
    }
  }
  row_free_at_[place] = event.at;
  give_up(event.at);
}

void Propagation::publish(const Event& event, const history::BundleChanged& change,
                          const Key& key) {
  const Making& making = book_.making(key.maker);
  // A key that comes back after it was pruned was not made now.
  if (making.key != key || flights_.contains(key)) return;
  if (making.began < options_.from || making.began >= options_.until) return;
  Flight flight;
  flight.began = making.began;
  flight.root_at = event.at;
  flight.root = change.cluster;
  flight.maker = topology_.at(key.maker).cluster;
  flight.arrivals.resize(topology_.clusters.size() + topology_.observers.size());
  expect_everybody(flight);

  const auto& root_times = options_.times.clusters.at(history::index(change.cluster));
  PublishedHop hop{making.ended,
                   event.at,
                   book_.connected_at(key.maker),
                   row_free_at_[history::index(change.cluster)],
                   {}};
  for (ClusterId each = flight.maker; each != flight.root; each = topology_.at(each).upstream) {
    hop.network += options_.times.clusters.at(history::index(each)).round_trip / 2;
  }
  Parts parts = parts_of(hop, root_times);
  row_locks_[history::index(change.cluster)].on_publication(event.at, parts[Part::row_lock]);
  parts[Part::key_manager] += making.ended - making.began;
  ++result_.keys;

  Arrival start;
  start.at = making.began;
  arrive(flight, history::index(change.cluster), PlaceKind::root, start,
         publication_law(topology_, options_.times, flight.maker, change.cluster), event.at, parts,
         0);
  reach_servers(flight, change.cluster, change.by);
  if (flight.waited_for == 0) return;
  by_age_.emplace_back(event.at, key);
  flights_.emplace(key, std::move(flight));
}

void Propagation::expect_everybody(Flight& flight) {
  const std::size_t clusters = topology_.clusters.size();
  const auto expect = [&](std::size_t place, bool hears) {
    flight.arrivals[place].is_expected = hears;
    if (hears) ++flight.waited_for;
    if (!hears) ++result_.undelivered[static_cast<std::size_t>(kind_of(place))].deaf;
  };
  for (std::size_t place = 0; place < clusters; ++place) {
    const ClusterId id{static_cast<std::uint32_t>(place)};
    const ClusterId upstream = topology_.at(id).upstream;
    if (!domains_.share_keys(id, flight.root)) continue;
    // A cluster that has no bundle yet has not begun to exist.
    if (id != flight.root && !row_free_at_[place] && id != flight.maker) continue;
    const bool hears =
        id == flight.root || is_above_or_same(id, flight.maker) ||
        (book_.listeners(id) > 0 && flight.arrivals[history::index(upstream)].is_expected);
    expect(place, hears);
  }
  for (std::size_t place = 0; place < topology_.observers.size(); ++place) {
    const history::Observer& observer = topology_.observers[place];
    const bool is_party = observer.kind == ObserverKind::relying_party;
    const std::size_t before =
        is_party ? clusters + history::index(observer.source) : history::index(observer.cluster);
    if (!is_present_[place]) continue;
    const ClusterId domain = is_party ? topology_.at(observer.source).cluster : observer.cluster;
    if (!domains_.share_keys(domain, flight.root)) continue;
    expect(clusters + place, flight.arrivals[before].is_expected);
  }
}

// ---------------------------------------------------------------- observers

void Propagation::on_key_set(const Event& event, const history::KeySetChanged& change) {
  const std::size_t observer = history::index(change.observer);
  for (const Key& key : change.added) {
    const auto flight = flights_.find(key);
    if (flight == flights_.end()) continue;
    reach_observer(flight->second, event, observer);
    if (flight->second.waited_for == 0) flights_.erase(flight);
  }
  is_present_.at(observer) = true;
}

// ---------------------------------------------------------------- the rest

bool Propagation::is_above_or_same(ClusterId above, ClusterId below) const {
  for (; below != ClusterId::none; below = topology_.at(below).upstream) {
    if (below == above) return true;
  }
  return false;
}

PlaceKind Propagation::kind_of(std::size_t place) const {
  if (place < topology_.clusters.size()) return PlaceKind::cluster;
  return place_of(topology_.observers[place - topology_.clusters.size()].kind);
}

void Propagation::give_up(Time now) {
  for (; !by_age_.empty() && by_age_.front().first + options_.patience < now; by_age_.pop_front()) {
    const auto flight = flights_.find(by_age_.front().second);
    if (flight == flights_.end()) continue;
    drop(flight->second, true);
    flights_.erase(flight);
  }
}

void Propagation::drop(const Flight& flight, bool is_over) {
  for (std::size_t place = 0; place < flight.arrivals.size(); ++place) {
    const Arrival& arrival = flight.arrivals[place];
    if (!arrival.is_expected || arrival.is_there) continue;
    Undelivered& count = result_.undelivered[static_cast<std::size_t>(kind_of(place))];
    ++(is_over ? count.missing : count.under_way);
  }
}

PropagationResult Propagation::take() {
  give_up(now_);
  for (const auto& [age, key] : by_age_) {
    const auto flight = flights_.find(key);
    if (flight != flights_.end()) drop(flight->second, false);
  }
  for (const auto& [group, counts] : way_counts_) {
    for (const auto& [node, count] : counts) result_.places[group].ways[ways_.way(node)] += count;
  }
  const auto busiest = std::ranges::max_element(
      row_locks_, {}, [](const RowLockWatch& watch) { return watch.whole().writes; });
  if (busiest != row_locks_.end()) {
    result_.row_lock.add(busiest->whole());
    result_.busiest_minute.add(busiest->busiest_minute());
    const auto place = static_cast<std::size_t>(busiest - row_locks_.begin());
    result_.row_held = options_.times.clusters.at(place).commit;
  }
  return std::move(result_);
}

}  // namespace spindrift::analysis
