#include <algorithm>
#include <set>

#include "sim/history/recording/inferred_silence.hpp"
#include "sim/history/recording/stories.hpp"

namespace spindrift::history {
namespace {

/// A change upstream takes one poll and one look to arrive, and one poll more where the first is
/// discarded because it overlaps a mint (R11) or meets the upstream's cache (R17).
constexpr Duration longest_way = std::chrono::seconds{12};

/// When a change upstream did not arrive, nobody in the cluster can have been polling well, whether
/// the logs say so or not: a frozen upstream leaves no line.
class MissedChanges {
 public:
  MissedChanges(const Recording& recording, const std::vector<RecordedLifetime>& lives,
                Drafts& drafts)
      : recording_{recording}, lives_{lives}, drafts_{drafts} {}

  void tell() {
    const Topology& topology = recording_.inputs.topology;
    for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
      const ClusterId cluster{static_cast<std::uint32_t>(place)};
      if (topology.at(cluster).upstream != ClusterId::none) look_at(cluster);
    }
  }

 private:
  void look_at(ClusterId cluster) {
    const Topology& topology = recording_.inputs.topology;
    const std::string& upstream = topology.at(topology.at(cluster).upstream).name;
    Time covered{};  // up to here silence is already told
    std::set<std::string> known;
    for (const BundleRow& row : recording_.bundles) {
      if (row.cluster != upstream) continue;
      for (const BundleKeyRow& key : row.jwt_keys) {
        if (!known.insert(key.kid).second || row.at < covered) continue;
        const Time arrived = arrival(topology.at(cluster).name, key.kid);
        const bool too_late = arrived - row.at > longest_way;
        const bool would_be_seen = recording_.inputs.ends - row.at > longest_way;
        if (!too_late || !would_be_seen) continue;
        silence(cluster, row.at, arrived);
        covered = arrived;
      }
    }
  }

  [[nodiscard]] Time arrival(const std::string& cluster, const std::string& kid) const {
    for (const BundleRow& row : recording_.bundles) {
      const bool lists =
          row.cluster == cluster &&
          std::ranges::any_of(row.jwt_keys, [&](const auto& key) { return key.kid == kid; });
      if (lists) return row.at;
    }
    return kernel::never;
  }

  void silence(ClusterId cluster, Time from, Time until) {
    for (const RecordedLifetime& life : lives_) {
      const bool is_meant =
          recording_.inputs.topology.at(life.server).cluster == cluster && life.holds(from);
      if (!is_meant) continue;
      drafts_.push_back(
          {from, Teller::hearing, PollingStopped{life.server, std::string{inferred_silence}}});
      if (until < recording_.inputs.ends && life.holds(until)) {
        drafts_.push_back({until, Teller::hearing, PollingResumed{life.server, ServerId::none}});
      }
    }
  }

  const Recording& recording_;
  const std::vector<RecordedLifetime>& lives_;
  Drafts& drafts_;
};

}  // namespace

void tell_missed_changes(const Recording& recording, const std::vector<RecordedLifetime>& lives,
                         Drafts& drafts) {
  MissedChanges{recording, lives, drafts}.tell();
}

}  // namespace spindrift::history
