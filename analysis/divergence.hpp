#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/key_grid.hpp"
#include "analysis/key_rows.hpp"
#include "analysis/trust_domains.hpp"
#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// A key that a cluster should list and does not.
struct MissingKey {
  history::ClusterId cluster = history::ClusterId::none;
  history::Key key;
  history::ClusterId published_in = history::ClusterId::none;  ///< the first cluster to list it
  history::EventId published_by = history::EventId::none;      ///< the change that did so
  history::Time published_at{};
  history::Time since{};  ///< publication, the birth of the cluster's bundle, or the key's loss
  history::EventId lost_by = history::EventId::none;   ///< set when the cluster had listed it
  std::optional<history::Time> until;                  ///< empty: missing when the history ended
  history::EventId ended_by = history::EventId::none;  ///< the change that healed it; none: expired
};

/// Watches which clusters miss which keys.
///
/// A cluster misses a key while another cluster of its trust domain lists it and it does not
/// itself, from the first publication anywhere until it lists the key or the key expires: no token
/// of an expired key is valid. A key that an operator revoked, one removed while tainted, is no
/// longer missed: from the root, by nobody (R13b), from another cluster, by that one.
class Divergence final : public history::Watching<Divergence> {
 public:
  /// Past intervals shorter than `noticeable` are counted and forgotten.
  explicit Divergence(history::KeyType type = history::KeyType::jwt,
                      history::Duration noticeable = std::chrono::minutes{1});

  void begin(const history::Topology& topology) override;
  void see(const history::BundleChanged& what, const history::Event& event);
  void see(const history::HistoryEnded& what, const history::Event& event);

  /// Lets time pass without an event.
  void advance(history::Time now) { now_ = now; }

  /// What is missing now, by cluster and key.
  [[nodiscard]] std::vector<MissingKey> present() const;
  /// What is missing now in that cluster, by key.
  [[nodiscard]] std::vector<MissingKey> present(history::ClusterId cluster) const;

  /// What was missing for a noticeable time and is no more, in the order in which it ended.
  [[nodiscard]] const std::vector<MissingKey>& past() const { return past_; }

  /// From the first noticeable absence of a key in that cluster until the end of the last: empty
  /// when there was none. `until` is empty while some key is missing for a noticeable time.
  struct Episode {
    history::Time since{};
    std::optional<history::Time> until;
    history::EventId ended_by = history::EventId::none;
  };
  [[nodiscard]] std::optional<Episode> episode(history::ClusterId cluster) const;

  /// The longest that any one key was missing in that cluster, so far.
  [[nodiscard]] history::Duration longest(history::ClusterId cluster) const;

  /// The sum over keys of the times that they were missing in that cluster, so far.
  [[nodiscard]] history::Duration total(history::ClusterId cluster) const;

 private:
  /// A cluster that lost a key which was still valid, or gave it up since it was revoked there.
  struct Removal {
    history::ClusterId cluster;
    history::Time at;
    history::EventId event;
    bool revoked = false;
  };
  /// What clusters list of a key. Who misses it is not written down but follows: a key is listed
  /// a thousand times in a fleet and missing for seconds each time, so that must cost little.
  struct KeyState {
    history::EventId published_by = history::EventId::none;
    history::Time published_at{};
    history::Time not_after{};
    std::vector<Removal> removals;  ///< of clusters that do not list it now
    history::ClusterId published_in = history::ClusterId::none;
    std::uint32_t listed_in = 0;    ///< clusters that list it now
    std::uint32_t once_listed = 0;  ///< clusters that list it or have listed it
    bool revoked = false;

    /// Every cluster of its tree, so many, has listed it, and none has lost it before its end.
    [[nodiscard]] bool is_missing_nowhere(std::size_t clusters) const {
      return once_listed == clusters && removals.empty();
    }
  };
  /// What a cluster knows of a key: this, this, or how many records of the key it lists. A tainted
  /// one may stand beside another.
  static constexpr std::uint8_t never_listed = 0;
  static constexpr std::uint8_t listed_no_more = 0xFF;
  [[nodiscard]] static bool is_listed(std::uint8_t cell) {
    return cell != never_listed && cell != listed_no_more;
  }
  struct ClusterState {
    std::optional<history::Time> born;  ///< since when it has a bundle
    history::Duration longest{};
    history::Duration total{};
    std::optional<Episode> past;  ///< what `past_` holds of it
  };

  /// Where a bundle changes.
  struct Place {
    history::ClusterId cluster = history::ClusterId::none;
    history::ClusterId root = history::ClusterId::none;  ///< of its tree
    ClusterState& state;
    const history::Event& event;
  };
  void add(std::span<const history::BundleRecord> records, const Place& place);
  void add(KeyRows::Row row, std::uint8_t& cell, const Place& place);
  void remove(std::span<const history::BundleRecord> records, const Place& place);
  void remove(const history::BundleRecord& record, KeyRows::Row row, std::uint8_t& cell,
              const Place& place);
  struct Absence {
    history::Time since{};
    history::EventId lost_by = history::EventId::none;
  };
  /// A key's absence from that cluster, if it is missing there or was so until it expired.
  [[nodiscard]] std::optional<Absence> absence(KeyRows::Row row, history::ClusterId cluster) const;
  [[nodiscard]] static std::optional<Absence> absence(const KeyState& state, std::uint8_t cell,
                                                      history::ClusterId cluster,
                                                      const ClusterState& own);
  [[nodiscard]] history::Duration lasted(const KeyState& state, const Absence& absence) const;
  [[nodiscard]] MissingKey told(KeyRows::Row row, history::ClusterId cluster,
                                const Absence& absence) const;
  KeyRows::Row publish(const history::BundleRecord& record, const Place& place);
  void close(KeyRows::Row row, std::uint8_t cell, const Place& place);
  void note_past(KeyRows::Row row, history::ClusterId cluster, const Absence& absence,
                 const history::Event& event);
  void close_all(KeyRows::Row row, const history::Event& event);
  void close_expired(const history::Event& event);
  void forget_gone();
  static void include(std::optional<Episode>& episode, const MissingKey& missing);
  template <class Visitor>
  void for_each_absence(history::ClusterId cluster, const Visitor& visit) const;

  history::KeyType type_;
  history::Duration noticeable_;
  TrustDomains domains_;
  std::vector<ClusterState> clusters_;
  KeyRows rows_;
  std::vector<KeyState> keys_;      ///< by row
  KeyGrid listings_;                ///< by cluster and row
  std::vector<KeyRows::Row> gone_;  ///< of keys that nobody lists any more
  std::vector<MissingKey> past_;
  history::Time now_{};
};

}  // namespace spindrift::analysis
