#pragma once

#include <map>
#include <optional>
#include <vector>

#include "analysis/signing_keys.hpp"
#include "analysis/traffic_profile.hpp"
#include "analysis/verifiers.hpp"
#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// What tokens of one cluster suffered at one verifier.
struct ExposurePair {
  history::ClusterId signer = history::ClusterId::none;
  std::size_t verifier = 0;         ///< place in `Exposure::verifiers`
  double failed = 0;                ///< expected number of failed verifications
  double failed_token_seconds = 0;  ///< share of the tokens that failed, times how long
  history::Duration failing{};      ///< how long some of the tokens failed
  history::Time from{};             ///< when the first one could fail
  history::Time until{};            ///< when the last one could
};

/// Expected failed verifications (R19): integrated from rates, not sampled. A cluster's tokens are
/// signed by those of its servers that answer, each its share; a verification fails while the key
/// that signs now is not in the verifier's set.
class Exposure final : public history::Watching<Exposure> {
 public:
  explicit Exposure(TrafficProfile traffic = {});
  Exposure(const Exposure&) = delete;
  Exposure& operator=(const Exposure&) = delete;
  Exposure(Exposure&&) = delete;
  Exposure& operator=(Exposure&&) = delete;
  ~Exposure() override = default;

  void begin(const history::Topology& topology) override;
  template <class What>
  requires history::LooksAt<SigningKeys, What> || history::LooksAt<Verifiers, What>
  void see(const What& what, const history::Event& event) {
    show(signing_, what, event);
    show(verifiers_, what, event);
  }

  /// Lets time pass without an event.
  void advance(history::Time now);

  [[nodiscard]] const std::vector<Verifier>& verifiers() const { return verifiers_.all(); }

  /// The pairs where something failed up to the last event, by signer and verifier.
  [[nodiscard]] std::vector<ExposurePair> pairs() const;

  /// Expected failed verifications of all pairs.
  [[nodiscard]] double failed() const;
  /// Those at the verifiers of one cluster.
  [[nodiscard]] double failed_in(history::ClusterId cluster) const;

  /// The longest time without a break in which some cluster's tokens failed at that verifier.
  [[nodiscard]] history::Duration longest_outage(std::size_t verifier) const;

  /// How long that cluster, once it had signed tokens, had no server that signs them, so far.
  [[nodiscard]] history::Duration signing_gap(history::ClusterId cluster) const;

 private:
  /// Tokens of a cluster that fail at a verifier now.
  struct Failing {
    std::size_t servers = 0;  ///< of the cluster, whose keys the verifier lacks
    history::Time settled_until{};
  };
  struct Silence {
    std::optional<history::Time> since;  ///< set while no server of the cluster signs any more
    history::Duration total{};
  };
  struct Outage {
    std::size_t failing_clusters = 0;
    history::Time since{};
    history::Duration longest{};
  };
  using BySigner = std::map<history::ClusterId, ExposurePair>;

  void signing_changed(const SigningKeys::Change& change);
  void keys_changed(std::size_t verifier, std::span<const history::Key> keys, bool has);
  void judge_all(std::size_t verifier, bool failing);
  [[nodiscard]] bool concerns(history::ServerId server, std::size_t verifier) const;
  void change_failing(history::ClusterId signer, std::size_t verifier, bool more);
  void settle(history::ClusterId signer, std::size_t verifier, Failing& failing);
  void settle_cluster(history::ClusterId signer);
  void add_to(BySigner& totals, history::ClusterId signer, std::size_t verifier,
              const Failing& failing) const;
  [[nodiscard]] BySigner totals_at(std::size_t verifier) const;
  [[nodiscard]] std::vector<ExposurePair> pairs_at(const std::vector<std::size_t>& verifiers) const;

  TrafficProfile traffic_;
  history::Topology topology_;
  TrustDomains domains_;
  SigningKeys signing_;
  Verifiers verifiers_;
  std::vector<std::size_t> signing_servers_;             ///< by cluster
  std::vector<Silence> silences_;                        ///< by cluster
  std::vector<std::map<std::size_t, Failing>> failing_;  ///< by signing cluster, then verifier
  std::vector<Outage> outages_;                          ///< by verifier
  std::vector<BySigner> totals_;                         ///< by verifier, as far as settled
  history::Time now_{};
};

}  // namespace spindrift::analysis
