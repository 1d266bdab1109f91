#include "analysis/verifiers.hpp"

#include <algorithm>

namespace spindrift::analysis {

using history::ClusterId;
using history::Key;
using history::KeyType;
using history::ObserverId;
using history::ObserverKind;

void Verifiers::begin(const history::Topology& topology) {
  all_.clear();
  std::vector<bool> has_agent(topology.clusters.size(), false);
  for (std::size_t place = 0; place < topology.observers.size(); ++place) {
    const history::Observer& observer = topology.observers[place];
    if (observer.kind == ObserverKind::discovery_provider) continue;  // it only passes keys on
    const bool is_agent = observer.kind == ObserverKind::agent;
    ClusterId cluster = observer.cluster;
    if (!is_agent && cluster == ClusterId::none && observer.source != ObserverId::none) {
      const history::Observer& provider = topology.at(observer.source);
      cluster = provider.server != history::ServerId::none ? topology.at(provider.server).cluster
                                                           : provider.cluster;
    }
    if (is_agent && cluster != ClusterId::none) has_agent.at(index(cluster)) = true;
    all_.push_back({observer.name, is_agent ? VerifierKind::agent : VerifierKind::relying_party,
                    cluster, ObserverId{static_cast<std::uint32_t>(place)}});
  }
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    if (has_agent[place]) continue;
    all_.push_back({topology.clusters[place].name, VerifierKind::cluster,
                    ClusterId{static_cast<std::uint32_t>(place)}, ObserverId::none});
  }
  states_.assign(all_.size(), {});
  by_cluster_.assign(topology.clusters.size(), all_.size());
  by_observer_.assign(topology.observers.size(), all_.size());
  for (std::size_t place = 0; place < all_.size(); ++place) {
    if (all_[place].kind == VerifierKind::cluster) {
      by_cluster_[index(all_[place].cluster)] = place;
    } else {
      by_observer_[index(all_[place].observer)] = place;
    }
  }
}

bool Verifiers::accepts(std::size_t verifier, const Key& key) const {
  const State& state = states_.at(verifier);
  return !state.refuses_all && state.records.contains(key);
}

void Verifiers::on_event(const history::Event& event) {
  if (const auto* const bundle = std::get_if<history::BundleChanged>(&event.what)) {
    on_bundle(*bundle);
  } else if (const auto* const keys = std::get_if<history::KeySetChanged>(&event.what)) {
    on_key_set(*keys);
  } else if (const auto* const refused = std::get_if<history::KeySetRefused>(&event.what)) {
    change_set(by_observer_.at(index(refused->observer)),
               [&](State& state) { state.refuses_all = refused->refused; });
  } else if (const auto* const started = std::get_if<history::ObserverStarted>(&event.what)) {
    change_set(by_observer_.at(index(started->observer)), [](State& state) { state = {}; });
  } else if (const auto* const ended = std::get_if<history::ObserverEnded>(&event.what)) {
    change_set(by_observer_.at(index(ended->observer)), [](State& state) { state = {}; });
  }
}

template <class Change>
void Verifiers::change_set(std::size_t verifier, const Change& change) {
  if (verifier == all_.size()) return;
  listener_.set_changes(verifier);
  change(states_[verifier]);
  listener_.set_changed(verifier);
}

void Verifiers::on_bundle(const history::BundleChanged& change) {
  const std::size_t verifier = by_cluster_.at(index(change.cluster));
  if (verifier == all_.size()) return;
  if (!states_[verifier].is_asked) {
    change_set(verifier, [](State& state) { state.is_asked = true; });
  }
  for (const history::BundleRecord& record : change.added) {
    if (record.key.type == KeyType::jwt) add(verifier, record.key);
  }
  for (const history::BundleRecord& record : change.removed) {
    if (record.key.type == KeyType::jwt) remove(verifier, record.key);
  }
}

void Verifiers::on_key_set(const history::KeySetChanged& change) {
  const std::size_t verifier = by_observer_.at(index(change.observer));
  if (verifier == all_.size()) return;
  if (!states_[verifier].is_asked) {
    // Its first set: complete before anybody asks.
    change_set(verifier, [&](State& state) {
      state.is_asked = true;
      for (const Key& key : change.added) ++state.records[key];
    });
    return;
  }
  for (const Key& key : change.added) add(verifier, key);
  for (const Key& key : change.removed) remove(verifier, key);
}

void Verifiers::add(std::size_t verifier, const Key& key) {
  if (++states_[verifier].records[key] == 1) listener_.key_changed(verifier, key, true);
}

void Verifiers::remove(std::size_t verifier, const Key& key) {
  auto& records = states_[verifier].records;
  const auto found = records.find(key);
  if (found == records.end() || --found->second > 0) return;
  records.erase(found);
  listener_.key_changed(verifier, key, false);
}

}  // namespace spindrift::analysis
