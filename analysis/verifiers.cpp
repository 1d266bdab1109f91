#include "analysis/verifiers.hpp"

#include <algorithm>
#include <utility>

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
  holders_.clear();
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
  const auto found = holders_.find(key);
  return found != holders_.end() && found->second.records[verifier] > 0 &&
         !states_.at(verifier).refuses_all;
}

std::vector<std::size_t> Verifiers::refusing(const Key& key) const {
  const auto found = holders_.find(key);
  std::vector<std::size_t> refusing;
  for (std::size_t verifier = 0; verifier < states_.size(); ++verifier) {
    const bool has = found != holders_.end() && found->second.records[verifier] > 0;
    const State& state = states_[verifier];
    if (state.is_asked && (!has || state.refuses_all)) refusing.push_back(verifier);
  }
  return refusing;
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
    begin_anew(by_observer_.at(index(started->observer)));
  } else if (const auto* const ended = std::get_if<history::ObserverEnded>(&event.what)) {
    begin_anew(by_observer_.at(index(ended->observer)));
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
      for (const Key& key : change.added) add_record(verifier, key);
    });
    return;
  }
  for (const Key& key : change.added) add(verifier, key);
  for (const Key& key : change.removed) remove(verifier, key);
}

void Verifiers::add(std::size_t verifier, const Key& key) {
  if (add_record(verifier, key)) listener_.key_changed(verifier, key, true);
}

/// Returns whether it is the first one.
bool Verifiers::add_record(std::size_t verifier, const Key& key) {
  Holders& holders = holders_[key];
  if (holders.records.empty()) holders.records.assign(all_.size(), 0);
  ++holders.count;
  return ++holders.records[verifier] == 1;
}

void Verifiers::remove(std::size_t verifier, const Key& key) {
  const auto found = holders_.find(key);
  if (found == holders_.end() || found->second.records[verifier] == 0) return;
  const bool was_last = --found->second.records[verifier] == 0;
  if (--found->second.count == 0) holders_.erase(found);
  if (was_last) listener_.key_changed(verifier, key, false);
}

/// An agent that starts or ends: it holds nothing, and is asked nothing until its first sync.
void Verifiers::begin_anew(std::size_t verifier) {
  change_set(verifier, [&](State& state) {
    state = {};
    for (auto& [key, holders] : holders_) {
      holders.count -= std::exchange(holders.records[verifier], std::uint8_t{0});
    }
    std::erase_if(holders_, [](const auto& each) { return each.second.count == 0; });
  });
}

}  // namespace spindrift::analysis
