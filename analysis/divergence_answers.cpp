#include <algorithm>
#include <tuple>

#include "analysis/divergence.hpp"

/// What is missing where, as it is asked for.
namespace spindrift::analysis {

using history::ClusterId;
using history::Duration;
using history::Key;

std::vector<MissingKey> Divergence::present() const {
  std::vector<MissingKey> all;
  rows_.for_each([&](const Key&, KeyRows::Row row) {
    const KeyState& state = keys_[row];
    const auto& clusters = domains_.members(domains_.root_of(state.published_in));
    if (state.is_missing_nowhere(clusters.size()) || state.not_after <= now_) return;
    for (const ClusterId cluster : clusters) {
      const auto absent = absence(row, cluster);
      if (absent) all.push_back(told(row, cluster, *absent));
    }
  });
  std::ranges::sort(all, {}, [](const MissingKey& each) {
    return std::tuple{each.cluster, each.key};
  });
  return all;
}

std::vector<MissingKey> Divergence::present(ClusterId cluster) const {
  std::vector<MissingKey> all;
  for_each_absence(cluster, [&](KeyRows::Row row, const Absence& absence) {
    if (keys_[row].not_after > now_) all.push_back(told(row, cluster, absence));
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
  const std::size_t clusters = domains_.members(domains_.root_of(cluster)).size();
  rows_.for_each([&](const Key&, KeyRows::Row row) {
    const KeyState& state = keys_[row];
    if (state.is_missing_nowhere(clusters)) return;  // as most are
    if (!domains_.share_keys(state.published_in, cluster)) return;
    if (const auto absent = absence(row, cluster)) visit(row, *absent);
  });
}

Duration Divergence::longest(ClusterId cluster) const {
  Duration longest = clusters_.at(index(cluster)).longest;
  for_each_absence(cluster, [&](KeyRows::Row row, const Absence& absence) {
    longest = std::max(longest, lasted(keys_[row], absence));
  });
  return longest;
}

Duration Divergence::total(ClusterId cluster) const {
  Duration total = clusters_.at(index(cluster)).total;
  for_each_absence(cluster, [&](KeyRows::Row row, const Absence& absence) {
    total += lasted(keys_[row], absence);
  });
  return total;
}

}  // namespace spindrift::analysis
