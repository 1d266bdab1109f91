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
}

void Divergence::on_event(const Event& event) {
  now_ = event.at;
  if (std::holds_alternative<history::HistoryEnded>(event.what)) end_expired(event);
  const auto* const change = std::get_if<BundleChanged>(&event.what);
  if (change == nullptr) return;
  ClusterState& cluster = clusters_.at(index(change->cluster));
  if (!cluster.has_bundle) {
    cluster.has_bundle = true;
    bundle_is_born(change->cluster, event.at);
  }
  // Additions first: tainting puts one record of a key in the place of another.
  for (const BundleRecord& record : change->added) {
    if (record.key.type == type_) add(record, change->cluster, event);
  }
  for (const BundleRecord& record : change->removed) {
    if (record.key.type == type_) remove(record, change->cluster, event);
  }
}

void Divergence::bundle_is_born(ClusterId cluster, Time at) {
  for (auto& [key, state] : keys_) {  // in any order: each key has its own list
    if (!domains_.share_keys(state.published_in, cluster)) continue;
    begin_missing(state, {cluster, at, EventId::none});
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
    for (const ClusterId other : domains_.members(domains_.root_of(cluster))) {
      if (other == cluster || !clusters_[index(other)].has_bundle) continue;
      begin_missing(state, {other, event.at, EventId::none});
    }
  }
  ++state.listed;
  if (++state.records[index(cluster)] == 1) end_missing(record.key, state, cluster, event);
}

void Divergence::remove(const BundleRecord& record, ClusterId cluster, const Event& event) {
  const auto place = keys_.find(record.key);
  if (place == keys_.end() || place->second.records[index(cluster)] == 0) return;
  KeyState& state = place->second;
  --state.listed;
  if (--state.records[index(cluster)] == 0 && !record.tainted) {
    begin_missing(state, {cluster, event.at, event.id});
  }
  state.revoked = state.revoked || (record.tainted && domains_.root_of(cluster) == cluster);
  if (!state.revoked && state.listed > 0) return;
  // Revoked for all, or listed nowhere: nobody misses it any more.
  for (const Missing& missing : state.missing) close(record.key, state, missing, event);
  state.missing.clear();
  if (state.listed == 0) keys_.erase(place);
}

void Divergence::begin_missing(KeyState& state, Missing missing) {
  if (state.revoked || missing.since >= state.not_after) return;
  const auto place =
      std::ranges::lower_bound(state.missing, missing.cluster, {}, &Missing::cluster);
  state.missing.insert(place, missing);
}

void Divergence::end_missing(const Key& key, KeyState& state, ClusterId cluster,
                             const Event& event) {
  const auto place = std::ranges::lower_bound(state.missing, cluster, {}, &Missing::cluster);
  if (place == state.missing.end() || place->cluster != cluster) return;
  close(key, state, *place, event);
  state.missing.erase(place);
}

void Divergence::close(const Key& key, const KeyState& state, const Missing& missing,
                       const Event& event) {
  const Duration lasted = open_for(state, missing);
  ClusterState& cluster = clusters_[index(missing.cluster)];
  cluster.longest = std::max(cluster.longest, lasted);
  cluster.total += lasted;
  if (lasted < noticeable_) return;
  MissingKey ended = describe(key, state, missing);
  ended.until = missing.since + lasted;
  if (state.not_after > event.at) ended.ended_by = event.id;
  past_.push_back(std::move(ended));
}

void Divergence::end_expired(const Event& event) {
  std::vector<Key> expired;
  for (const auto& [key, state] : keys_) {
    if (state.not_after <= now_ && !state.missing.empty()) expired.push_back(key);
  }
  std::ranges::sort(expired);
  for (const Key& key : expired) {
    KeyState& state = keys_.at(key);
    for (const Missing& missing : state.missing) close(key, state, missing, event);
    state.missing.clear();
  }
}

Duration Divergence::open_for(const KeyState& state, const Missing& missing) const {
  return std::min(now_, state.not_after) - missing.since;
}

MissingKey Divergence::describe(const Key& key, const KeyState& state,
                                const Missing& missing) const {
  MissingKey described;
  described.cluster = missing.cluster;
  described.key = key;
  described.published_in = state.published_in;
  described.published_by = state.published_by;
  described.published_at = state.published_at;
  described.since = missing.since;
  described.lost_by = missing.lost_by;
  return described;
}

std::vector<MissingKey> Divergence::present() const {
  std::vector<MissingKey> all;
  for (const auto& [key, state] : keys_) {
    if (state.not_after <= now_) continue;
    for (const Missing& missing : state.missing) all.push_back(describe(key, state, missing));
  }
  std::ranges::sort(all, {}, [](const MissingKey& each) {
    return std::tuple{each.cluster, each.key};
  });
  return all;
}

std::optional<Divergence::Episode> Divergence::episode(ClusterId cluster) const {
  std::optional<Episode> whole;
  const auto include = [&whole](const MissingKey& each) {
    if (!whole) whole = Episode{each.since, each.until, each.ended_by};
    whole->since = std::min(whole->since, each.since);
    if (!each.until || (whole->until && *whole->until < *each.until)) {
      whole->until = each.until;
      whole->ended_by = each.ended_by;
    }
  };
  for (const MissingKey& each : past_) {
    if (each.cluster == cluster) include(each);
  }
  for (const MissingKey& each : present()) {
    if (each.cluster == cluster && now_ - each.since >= noticeable_) include(each);
  }
  return whole;
}

Duration Divergence::longest(ClusterId cluster) const {
  Duration longest = clusters_.at(index(cluster)).longest;
  for (const auto& [key, state] : keys_) {
    for (const Missing& missing : state.missing) {
      if (missing.cluster == cluster) longest = std::max(longest, open_for(state, missing));
    }
  }
  return longest;
}

Duration Divergence::total(ClusterId cluster) const {
  Duration total = clusters_.at(index(cluster)).total;
  for (const auto& [key, state] : keys_) {
    for (const Missing& missing : state.missing) {
      if (missing.cluster == cluster) total += open_for(state, missing);
    }
  }
  return total;
}

}  // namespace spindrift::analysis
