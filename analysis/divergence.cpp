#include "analysis/divergence.hpp"

#include <algorithm>
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
  rows_ = {};
  keys_.clear();
  listings_ = KeyGrid{topology.clusters.size()};
  gone_.clear();
  past_.clear();
}

// ---------------------------------------------------------------- what happens

void Divergence::see(const BundleChanged& what, const Event& event) {
  ClusterState& cluster = clusters_.at(index(what.cluster));
  if (!cluster.born) cluster.born = event.at;
  const Place place{what.cluster, domains_.root_of(what.cluster), cluster, event};
  // Additions first: tainting puts one record of a key in the place of another.
  add(what.added, place);
  remove(what.removed, place);
  if (!gone_.empty()) forget_gone();
}

void Divergence::see(const history::HistoryEnded&, const Event& event) { close_expired(event); }

void Divergence::add(std::span<const BundleRecord> records, const Place& place) {
  while (!records.empty()) {
    if (records.front().key.type != type_) {
      records = records.subspan(1);
      continue;
    }
    KeyRows::Run run = rows_.find_run(records, &BundleRecord::key);
    if (run.length == 0) run = {publish(records.front(), place), 1};
    std::uint8_t* const cells = &listings_.at(index(place.cluster), run.first);
    for (std::size_t each = 0; each < run.length; ++each) {
      add(run.first + static_cast<KeyRows::Row>(each), cells[each], place);
    }
    records = records.subspan(run.length);
  }
}

inline void Divergence::add(KeyRows::Row row, std::uint8_t& cell, const Place& place) {
  KeyState& state = keys_[row];
  if (is_listed(cell)) {
    ++cell;
    return;
  }
  close(row, cell, place);
  // Another tree's clusters do not count: who misses it is asked of its own tree.
  if (cell == never_listed && domains_.root_of(state.published_in) == place.root) {
    ++state.once_listed;
  }
  ++state.listed_in;
  cell = 1;
  if (!state.removals.empty()) {
    std::erase_if(state.removals,
                  [&](const Removal& each) { return each.cluster == place.cluster; });
  }
}

/// Some cluster lists it first.
KeyRows::Row Divergence::publish(const BundleRecord& record, const Place& place) {
  const KeyRows::Row row = rows_.add(record.key);
  keys_.resize(rows_.end());
  listings_.make_room(rows_.end());
  KeyState& state = keys_[row];
  state = {};
  state.published_in = place.cluster;
  state.published_by = place.event.id;
  state.published_at = place.event.at;
  state.not_after = record.not_after;
  return row;
}

void Divergence::remove(std::span<const BundleRecord> records, const Place& place) {
  while (!records.empty()) {
    const bool is_of_type = records.front().key.type == type_;
    const KeyRows::Run run =
        is_of_type ? rows_.find_run(records, &BundleRecord::key) : KeyRows::Run{};
    if (run.length == 0) {
      records = records.subspan(1);
      continue;
    }
    std::uint8_t* const cells = &listings_.at(index(place.cluster), run.first);
    for (std::size_t each = 0; each < run.length; ++each) {
      remove(records[each], run.first + static_cast<KeyRows::Row>(each), cells[each], place);
    }
    records = records.subspan(run.length);
  }
}

inline void Divergence::remove(const BundleRecord& record, KeyRows::Row row, std::uint8_t& cell,
                               const Place& place) {
  if (!is_listed(cell)) return;
  KeyState& state = keys_[row];
  if (--cell == 0) {
    cell = listed_no_more;
    --state.listed_in;
    if (state.not_after > place.event.at) {
      state.removals.push_back({place.cluster, place.event.at, place.event.id, record.tainted});
    }
  }
  const bool revoked_for_all = record.tainted && place.root == place.cluster;
  if (revoked_for_all || state.listed_in == 0) close_all(row, place.event);
  state.revoked = state.revoked || revoked_for_all;
  if (state.listed_in == 0) gone_.push_back(row);
}

/// Many at once, for the reason that `KeyGrid::clear` gives.
void Divergence::forget_gone() {
  listings_.clear(gone_);
  for (const KeyRows::Row row : gone_) rows_.release(row);
  gone_.clear();
}

// ---------------------------------------------------------------- what is missing

std::optional<Divergence::Absence> Divergence::absence(KeyRows::Row row, ClusterId cluster) const {
  return absence(keys_[row], listings_.at(index(cluster), row), cluster, clusters_[index(cluster)]);
}

inline std::optional<Divergence::Absence> Divergence::absence(const KeyState& state,
                                                              std::uint8_t cell, ClusterId cluster,
                                                              const ClusterState& own) {
  if (state.revoked || is_listed(cell) || !own.born) return {};
  Absence absence{std::max(state.published_at, *own.born), EventId::none};
  if (cell == listed_no_more) {
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

MissingKey Divergence::told(KeyRows::Row row, ClusterId cluster, const Absence& absence) const {
  const KeyState& state = keys_[row];
  MissingKey missing;
  missing.cluster = cluster;
  missing.key = rows_.key(row);
  missing.published_in = state.published_in;
  missing.published_by = state.published_by;
  missing.published_at = state.published_at;
  missing.since = absence.since;
  missing.lost_by = absence.lost_by;
  return missing;
}

/// Its absence from that cluster ends, if it was absent.
inline void Divergence::close(KeyRows::Row row, std::uint8_t cell, const Place& place) {
  const KeyState& state = keys_[row];
  const auto was_absent = absence(state, cell, place.cluster, place.state);
  if (!was_absent) return;
  const Duration span = lasted(state, *was_absent);
  place.state.longest = std::max(place.state.longest, span);
  place.state.total += span;
  if (span >= noticeable_) note_past(row, place.cluster, *was_absent, place.event);
}

void Divergence::note_past(KeyRows::Row row, ClusterId cluster, const Absence& absence,
                           const Event& event) {
  const KeyState& state = keys_[row];
  MissingKey missing = told(row, cluster, absence);
  missing.until = missing.since + lasted(state, absence);
  if (state.not_after > event.at) missing.ended_by = event.id;
  include(clusters_[index(cluster)].past, missing);
  past_.push_back(std::move(missing));
}

void Divergence::close_all(KeyRows::Row row, const Event& event) {
  const KeyState& state = keys_[row];
  const ClusterId root = domains_.root_of(state.published_in);
  const auto& clusters = domains_.members(root);
  if (state.is_missing_nowhere(clusters.size())) return;
  for (const ClusterId cluster : clusters) {
    const std::uint8_t cell = listings_.at(index(cluster), row);
    close(row, cell, Place{cluster, root, clusters_[index(cluster)], event});
  }
}

void Divergence::close_expired(const Event& event) {
  rows_.for_each([&](const Key&, KeyRows::Row row) {
    if (keys_[row].not_after <= now_) gone_.push_back(row);
  });
  std::ranges::sort(gone_, {}, [&](KeyRows::Row row) { return rows_.key(row); });
  for (const KeyRows::Row row : gone_) close_all(row, event);
  forget_gone();
}

}  // namespace spindrift::analysis
