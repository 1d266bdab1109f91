#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/key_hash.hpp"
#include "analysis/trust_domains.hpp"
#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// What kind of thing verifies tokens.
enum class VerifierKind : std::uint8_t {
  cluster,       ///< stands for agents that the history does not tell of: the cluster's bundle
  agent,         ///< verifies with the bundle of its last sync
  relying_party  ///< verifies with a discovery provider's key set (R20)
};

struct Verifier {
  std::string name;
  VerifierKind kind = VerifierKind::cluster;
  history::ClusterId cluster = history::ClusterId::none;
  history::ObserverId observer = history::ObserverId::none;
};

/// Follows the key sets of all who verify JWT-SVIDs (R19, R20).
class Verifiers {
 public:
  /// What to do around a change, given the place of the verifier in `all`. `set_changes` and
  /// `set_changed` stand around one that may change the verdict on any key.
  struct Listener {
    std::function<void(std::size_t verifier, const history::Key& key, bool has)> key_changed;
    std::function<void(std::size_t verifier)> set_changes;
    std::function<void(std::size_t verifier)> set_changed;
  };

  explicit Verifiers(Listener listener) : listener_{std::move(listener)} {}

  void begin(const history::Topology& topology);
  void on_event(const history::Event& event);

  [[nodiscard]] const std::vector<Verifier>& all() const { return all_; }

  /// Whether tokens are shown to it at all: an agent that has ended, or has never synchronised,
  /// is asked nothing.
  [[nodiscard]] bool is_asked(std::size_t verifier) const { return states_.at(verifier).is_asked; }

  [[nodiscard]] bool accepts(std::size_t verifier, const history::Key& key) const;

 private:
  struct State {
    bool is_asked = false;
    bool refuses_all = false;
    std::unordered_map<history::Key, std::uint8_t, KeyHash> records;
  };

  void add(std::size_t verifier, const history::Key& key);
  void remove(std::size_t verifier, const history::Key& key);
  template <class Change>
  void change_set(std::size_t verifier, const Change& change);
  void on_bundle(const history::BundleChanged& change);
  void on_key_set(const history::KeySetChanged& change);

  Listener listener_;
  std::vector<Verifier> all_;
  std::vector<State> states_;
  std::vector<std::size_t> by_cluster_;   ///< the verifier that stands for it, or `all_.size()`
  std::vector<std::size_t> by_observer_;  ///< likewise
};

}  // namespace spindrift::analysis
