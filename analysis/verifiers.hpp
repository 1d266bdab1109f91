#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analysis/key_grid.hpp"
#include "analysis/key_rows.hpp"
#include "analysis/trust_domains.hpp"
#include "sim/history/watcher.hpp"

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
class Verifiers final : public history::Watching<Verifiers> {
 public:
  /// What to do around a change, given the place of the verifier in `all`. `keys_changed` follows
  /// one that gave it these keys or took them. `set_changes` and `set_changed` stand around one
  /// that may change the verdict on any key.
  struct Listener {
    std::function<void(std::size_t verifier, std::span<const history::Key> keys, bool has)>
        keys_changed;
    std::function<void(std::size_t verifier)> set_changes;
    std::function<void(std::size_t verifier)> set_changed;
  };

  explicit Verifiers(Listener listener) : listener_{std::move(listener)} {}

  void begin(const history::Topology& topology) override;
  void see(const history::BundleChanged& what, const history::Event& event);
  void see(const history::KeySetChanged& what, const history::Event& event);
  void see(const history::KeySetRefused& what, const history::Event& event);
  void see(const history::ObserverStarted& what, const history::Event& event);
  void see(const history::ObserverEnded& what, const history::Event& event);

  [[nodiscard]] const std::vector<Verifier>& all() const { return all_; }

  /// Whether tokens are shown to it at all: an agent that has ended, or has never synchronised,
  /// is asked nothing.
  [[nodiscard]] bool is_asked(std::size_t verifier) const { return states_.at(verifier).is_asked; }

  [[nodiscard]] bool accepts(std::size_t verifier, const history::Key& key) const;

  /// The verifiers that are asked, by place, and do not accept that key.
  [[nodiscard]] std::vector<std::size_t> refusing(const history::Key& key) const;

 private:
  struct State {
    bool is_asked = false;
    bool refuses_all = false;
  };

  KeyRows::Row make_row(const history::Key& key);
  bool add(std::size_t verifier, KeyRows::Row row);
  bool remove(std::size_t verifier, KeyRows::Row row);
  bool change_all(std::size_t verifier, const KeyRows::Run& run, bool has);
  void drop(KeyRows::Row row);
  void change_keys(std::size_t verifier, std::span<const history::Key> keys, bool has);
  void begin_anew(std::size_t verifier);
  template <class Change>
  void change_set(std::size_t verifier, const Change& change);

  Listener listener_;
  std::vector<Verifier> all_;
  std::vector<State> states_;
  std::size_t asked_ = 0;                 ///< verifiers that are
  std::size_t refusing_all_ = 0;          ///< verifiers that do
  KeyRows rows_;                          ///< of the keys that somebody has
  std::vector<std::uint32_t> holders_;    ///< by row: how many verifiers have the key
  KeyGrid records_;                       ///< by verifier and row: how many records of the key
  std::vector<std::size_t> by_cluster_;   ///< the verifier that stands for it, or `all_.size()`
  std::vector<std::size_t> by_observer_;  ///< likewise
};

}  // namespace spindrift::analysis
