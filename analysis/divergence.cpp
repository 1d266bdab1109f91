#include "analysis/divergence.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace spindrift::analysis {

using history::BundleChanged;
using history::BundleRecord;
using history::ClusterId;
using history::Duration;
using history::Event;
using history::EventId;
using history::Key;
using history::Time;

Divergence::Divergence(history::KeyType type, Duration noticeable)
    : type_{type}, noticeable_{noticeable} {}

void Divergence::begin(const history::Topology& topology) {
  domains_ = TrustDomains{topology};
  clusters_.assign(topology.clusters.size(), {});
  keys_.clear();
  past_.clear();
}

// ---------------------------------------------------------------- what happens

void Divergence::on_event(const Event& event) {
  now_ = event.at;
  if (std::holds_alternative<history::HistoryEnded>(event.what)) close_expired(event);
  const auto* const change = std::get_if<BundleChanged>(&event.what);
  if (change == nullptr) return;
  ClusterState& cluster = clusters_.at(index(change->cluster));
  if (!cluster.born) cluster.born = event.at;
  // Additions first: tainting puts one record of a key in the place of another.
  for (const BundleRecord& record : change->added) {
    if (record.key.type == type_) add(record, change->cluster, event);
  }
  for (const BundleRecord& record : change->removed) {
    if (record.key.type == type_) remove(record, change->cluster, event);
  }
}

void Divergence::add(const BundleRecord& record, ClusterId cluster, const Event& event) {
  const auto [place, is_new] = keys_.try_emplace(record.key);
  KeyState& state = place->second;
  if (is_new) {
    state.published_in = cluster;
    state.published_by = event.id;
    state.published_at = event.at;
    state.not_after = record.not_after;
    state.records.assign(clusters_.size(), 0);
    state.ever_listed.assign(clusters_.size(), false);
  } else if (state.records[index(cluster)] == 0) {
    close(record.key, state, cluster, event);
  }
  ++state.listed;
  ++state.records[index(cluster)];
  state.ever_listed[index(cluster)] = true;
  if (!state.removals.empty()) {
    std::erase_if(state.removals, [&](const Removal& each) { return each.cluster == cluster; });
  }
}

void Divergence::remove(const BundleRecord& record, ClusterId cluster, const Event& event) {
  const auto place = keys_.find(record.key);
  if (place == keys_.end() || place->second.records[index(cluster)] == 0) return;
  KeyState& state = place->second;
  --state.listed;
  if (--state.records[index(cluster)] == 0 && state.not_after > event.at) {
    state.removals.push_back({cluster, event.at, event.id, record.tainted});
  }
  const bool revoked_for_all = record.tainted && domains_.root_of(cluster) == cluster;
  if (revoked_for_all || state.listed == 0) close_all(record.key, state, event);
  state.revoked = state.revoked || revoked_for_all;
  if (state.listed == 0) keys_.erase(place);
}

// ---------------------------------------------------------------- what is missing

std::optional<Divergence::Absence> Divergence::absence(const KeyState& state,
                                                       ClusterId cluster) const {
  const ClusterState& own = clusters_[index(cluster)];
  if (state.revoked || state.records[index(cluster)] > 0 || !own.born) return {};
  Absence absence{std::max(state.published_at, *own.born), EventId::none};
  if (state.ever_listed[index(cluster)]) {
    const auto removal = std::ranges::find(state.removals, cluster, &Removal::cluster);
    if (removal == state.removals.end() || removal->revoked) return {};  // pruned, or revoked
    absence = {removal->at, removal->event};
  }
  if (absence.since >= state.not_after) return {};
  return absence;
}

Duration Divergence::lasted(const KeyState& state, const Absence& absence) const {
  return std::min(now_, state.not_after) - absence.since;
}

MissingKey Divergence::told(const Key& key, const KeyState& state, ClusterId cluster,
                            const Absence& absence) {
  MissingKey missing;
  missing.cluster = cluster;
  missing.key = key;
  missing.published_in = state.published_in;
  missing.published_by = state.published_by;
  missing.published_at = state.published_at;
  missing.since = absence.since;
  missing.lost_by = absence.lost_by;
  return missing;
}

/// Its absence from that cluster ends, if it was absent.
void Divergence::close(const Key& key, const KeyState& state, ClusterId cluster,
                       const Event& event) {
  const auto was_absent = absence(state, cluster);
  if (!was_absent) return;
  const Duration span = lasted(state, *was_absent);
  ClusterState& of_cluster = clusters_[index(cluster)];
  of_cluster.longest = std::max(of_cluster.longest, span);
  of_cluster.total += span;
  if (span < noticeable_) return;
  MissingKey missing = told(key, state, cluster, *was_absent);
  missing.until = missing.since + span;
  if (state.not_after > event.at) missing.ended_by = event.id;
  include(of_cluster.past, missing);
  past_.push_back(std::move(missing));
}

void Divergence::close_all(const Key& key, const KeyState& state, const Event& event) {
  for (const ClusterId cluster : domains_.members(domains_.root_of(state.published_in))) {
    close(key, state, cluster, event);
  }
}

void Divergence::close_expired(const Event& event) {
  std::vector<Key> expired;
  for (const auto& [key, state] : keys_) {
    if (state.not_after <= now_) expired.push_back(key);
  }
  std::ranges::sort(expired);
  for (const Key& key : expired) {
    const auto place = keys_.find(key);
    close_all(key, place->second, event);
    keys_.erase(place);
  }
}

// ---------------------------------------------------------------- answers

std::vector<MissingKey> Divergence::present() const {
  std::vector<MissingKey> all;
  for (const auto& [key, state] : keys_) {
    if (state.not_after <= now_) continue;
    for (const ClusterId cluster : domains_.members(domains_.root_of(state.published_in))) {
      const auto absent = absence(state, cluster);
      if (absent) all.push_back(told(key, state, cluster, *absent));
    }
  }
  std::ranges::sort(all, {}, [](const MissingKey& each) {
    return std::tuple{each.cluster, each.key};
  });
  return all;
}

std::vector<MissingKey> Divergence::present(ClusterId cluster) const {
  std::vector<MissingKey> all;
  for_each_absence(cluster, [&](const Key& key, const KeyState& state, const Absence& absence) {
    if (state.not_after > now_) all.push_back(told(key, state, cluster, absence));
  });
  std::ranges::sort(all, {}, &MissingKey::key);
  return all;
}

void Divergence::include(std::optional<Episode>& episode, const MissingKey& missing) {
  if (!episode) episode = Episode{missing.since, missing.until, missing.ended_by};
  episode->since = std::min(episode->since, missing.since);
  if (!missing.until || (episode->until && *episode->until < *missing.until)) {
    episode->until = missing.until;
    episode->ended_by = missing.ended_by;
  }
}

std::optional<Divergence::Episode> Divergence::episode(ClusterId cluster) const {
  std::optional<Episode> whole = clusters_.at(index(cluster)).past;
  for (const MissingKey& each : present(cluster)) {
    if (now_ - each.since >= noticeable_) include(whole, each);
  }
  return whole;
}

template <class Visitor>
void Divergence::for_each_absence(ClusterId cluster, const Visitor& visit) const {
  for (const auto& [key, state] : keys_) {
    if (!domains_.share_keys(state.published_in, cluster)) continue;
    if (const auto absent = absence(state, cluster)) visit(key, state, *absent);
  }
}

Duration Divergence::longest(ClusterId cluster) const {
  Duration longest = clusters_.at(index(cluster)).longest;
  for_each_absence(cluster, [&](const Key&, const KeyState& state, const Absence& absence) {
    longest = std::max(longest, lasted(state, absence));
  });
  return longest;
}

Duration Divergence::total(ClusterId cluster) const {
  Duration total = clusters_.at(index(cluster)).total;
  for_each_absence(cluster, [&](const Key&, const KeyState& state, const Absence& absence) {
    total += lasted(state, absence);
  });
  return total;
}

}  // namespace spindrift::analysis
