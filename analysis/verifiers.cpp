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
  asked_ = 0;
  refusing_all_ = 0;
  rows_ = {};
  holders_.clear();
  records_ = KeyGrid{all_.size()};
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
  const KeyRows::Row row = rows_.find(key);
  return row != KeyRows::none && records_.at(verifier, row) > 0 &&
         !states_.at(verifier).refuses_all;
}

std::vector<std::size_t> Verifiers::refusing(const Key& key) const {
  const KeyRows::Row row = rows_.find(key);
  // Only who is asked has keys.
  if (row != KeyRows::none && holders_[row] == asked_ && refusing_all_ == 0) return {};
  std::vector<std::size_t> refusing;
  for (std::size_t verifier = 0; verifier < states_.size(); ++verifier) {
    const bool has = row != KeyRows::none && records_.at(verifier, row) > 0;
    const State& state = states_[verifier];
    if (state.is_asked && (!has || state.refuses_all)) refusing.push_back(verifier);
  }
  return refusing;
}

void Verifiers::see(const history::KeySetRefused& what, const history::Event&) {
  change_set(by_observer_.at(index(what.observer)),
             [&](State& state) { state.refuses_all = what.refused; });
}

void Verifiers::see(const history::ObserverStarted& what, const history::Event&) {
  begin_anew(by_observer_.at(index(what.observer)));
}

void Verifiers::see(const history::ObserverEnded& what, const history::Event&) {
  begin_anew(by_observer_.at(index(what.observer)));
}

template <class Change>
void Verifiers::change_set(std::size_t verifier, const Change& change) {
  if (verifier == all_.size()) return;
  listener_.set_changes(verifier);
  State& state = states_[verifier];
  const State before = state;
  change(state);
  asked_ = asked_ + (state.is_asked ? 1U : 0U) - (before.is_asked ? 1U : 0U);
  refusing_all_ = refusing_all_ + (state.refuses_all ? 1U : 0U) - (before.refuses_all ? 1U : 0U);
  listener_.set_changed(verifier);
}

void Verifiers::see(const history::BundleChanged& change, const history::Event&) {
  const std::size_t verifier = by_cluster_.at(index(change.cluster));
  if (verifier == all_.size()) return;
  if (!states_[verifier].is_asked) {
    change_set(verifier, [](State& state) { state.is_asked = true; });
  }
  for (const history::BundleRecord& record : change.added) {
    if (record.key.type == KeyType::jwt) change_keys(verifier, {&record.key, 1}, true);
  }
  for (const history::BundleRecord& record : change.removed) {
    if (record.key.type == KeyType::jwt) change_keys(verifier, {&record.key, 1}, false);
  }
}

void Verifiers::see(const history::KeySetChanged& change, const history::Event&) {
  const std::size_t verifier = by_observer_.at(index(change.observer));
  if (verifier == all_.size()) return;
  if (!states_[verifier].is_asked) {
    // Its first set: complete before anybody asks.
    change_set(verifier, [&](State& state) {
      state.is_asked = true;
      for (const Key& key : change.added) {
        const KeyRows::Row row = rows_.find_next(key);
        add(verifier, row == KeyRows::none ? make_row(key) : row);
      }
    });
    return;
  }
  change_keys(verifier, change.added, true);
  change_keys(verifier, change.removed, false);
}

/// Tells of those that it did not have or has no longer, as many at once as stand together.
void Verifiers::change_keys(std::size_t verifier, std::span<const Key> keys, bool has) {
  std::size_t begin = 0;  // of those that it has still to tell of
  std::size_t place = 0;
  const auto tell = [&] {
    if (begin < place) listener_.keys_changed(verifier, keys.subspan(begin, place - begin), has);
  };
  const auto pass_by = [&] {
    tell();
    begin = ++place;
  };
  while (place < keys.size()) {
    KeyRows::Run run = rows_.find_run(keys.subspan(place));
    if (run.length == 0 && has) run = {make_row(keys[place]), 1};
    if (run.length == 0) {
      pass_by();
    } else if (change_all(verifier, run, has)) {
      place += run.length;
    } else {
      for (KeyRows::Row row = run.first; row < run.first + run.length; ++row) {
        if (has ? add(verifier, row) : remove(verifier, row)) {
          ++place;
        } else {
          pass_by();
        }
      }
    }
  }
  tell();
}

/// For a key that nobody had.
KeyRows::Row Verifiers::make_row(const Key& key) {
  const KeyRows::Row row = rows_.add(key);
  holders_.resize(rows_.end());
  records_.make_room(rows_.end());
  return row;
}

/// Returns whether it did not have the key before.
bool Verifiers::add(std::size_t verifier, KeyRows::Row row) {
  if (++records_.at(verifier, row) > 1) return false;
  ++holders_[row];
  return true;
}

/// Returns whether it has the key no longer.
bool Verifiers::remove(std::size_t verifier, KeyRows::Row row) {
  std::uint8_t& records = records_.at(verifier, row);
  if (records == 0 || --records > 0) return false;
  drop(row);
  return true;
}

/// The same for several at once, where it had none of them, or one record of each. Mostly it is
/// so, and a fleet learns of so many keys that it counts what one of them costs.
bool Verifiers::change_all(std::size_t verifier, const KeyRows::Run& run, bool has) {
  const std::uint8_t before = has ? 0 : 1;
  const std::span records{&records_.at(verifier, run.first), run.length};
  if (std::ranges::any_of(records, [&](std::uint8_t each) { return each != before; })) return false;
  std::ranges::fill(records, has ? std::uint8_t{1} : std::uint8_t{0});
  const std::span holders{&holders_[run.first], run.length};
  if (has) {
    for (std::uint32_t& each : holders) ++each;
  } else {
    for (std::size_t place = 0; place < run.length; ++place) {
      drop(run.first + static_cast<KeyRows::Row>(place));
    }
  }
  return true;
}

/// One verifier has that key no longer.
void Verifiers::drop(KeyRows::Row row) {
  if (--holders_[row] == 0) rows_.release(row);
}

/// An agent that starts or ends: it holds nothing, and is asked nothing until its first sync.
void Verifiers::begin_anew(std::size_t verifier) {
  change_set(verifier, [&](State& state) {
    state = {};
    rows_.for_each([&](const Key&, KeyRows::Row row) {
      if (std::exchange(records_.at(verifier, row), std::uint8_t{0}) > 0) drop(row);
    });
  });
}

}  // namespace spindrift::analysis
