#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "analysis/key_hash.hpp"
#include "analysis/trust_domains.hpp"
#include "sim/history/history.hpp"

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
class Divergence final : public history::EventSink {
 public:
  /// Past intervals shorter than `noticeable` are counted and forgotten.
  explicit Divergence(history::KeyType type = history::KeyType::jwt,
                      history::Duration noticeable = std::chrono::minutes{1});

  void begin(const history::Topology& topology) override;
  void on_event(const history::Event& event) override;

  /// Lets time pass without an event.
  void advance(history::Time now) { now_ = now; }

  /// What is missing now, by cluster and key.
  [[nodiscard]] std::vector<MissingKey> present() const;

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
  struct Missing {
    history::ClusterId cluster;
    history::Time since;
    history::EventId lost_by;
  };
  struct KeyState {
    history::ClusterId published_in;
    history::EventId published_by;
    history::Time published_at;
    history::Time not_after;
    std::vector<std::uint8_t> records;  ///< by cluster: a tainted one may stand beside another
    std::size_t listed = 0;             ///< records in all clusters
    std::vector<Missing> missing;       ///< ordered by cluster
    bool revoked = false;
  };
  struct ClusterState {
    bool has_bundle = false;
    history::Duration longest{};
    history::Duration total{};
  };
  using States = std::unordered_map<history::Key, KeyState, KeyHash>;

  void bundle_is_born(history::ClusterId cluster, history::Time at);
  void add(const history::BundleRecord& record, history::ClusterId cluster,
           const history::Event& event);
  void remove(const history::BundleRecord& record, history::ClusterId cluster,
              const history::Event& event);
  void begin_missing(KeyState& state, Missing missing);
  void end_missing(const history::Key& key, KeyState& state, history::ClusterId cluster,
                   const history::Event& event);
  void end_expired(const history::Event& event);
  void close(const history::Key& key, const KeyState& state, const Missing& missing,
             const history::Event& event);
  [[nodiscard]] MissingKey describe(const history::Key& key, const KeyState& state,
                                    const Missing& missing) const;
  [[nodiscard]] history::Duration open_for(const KeyState& state, const Missing& missing) const;

  history::KeyType type_;
  history::Duration noticeable_;
  TrustDomains domains_;
  std::vector<ClusterState> clusters_;
  States keys_;
  std::vector<MissingKey> past_;
  history::Time now_{};
};

}  // namespace spindrift::analysis
