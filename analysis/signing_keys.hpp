#pragma once

#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "analysis/key_hash.hpp"
#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// Follows which server signs JWT-SVIDs with which key (R19): one that answers, from the activation
/// of the key until that of the next, and never at or after the key's notAfter.
class SigningKeys {
 public:
  struct Change {
    history::ServerId server = history::ServerId::none;
    history::Key key;
    bool signs = false;
    history::Time at{};
  };
  using Listener = std::function<void(const Change&)>;

  /// `listener` hears of each change, stops before starts.
  explicit SigningKeys(Listener listener) : listener_{std::move(listener)} {}

  void begin(const history::Topology& topology);

  /// Takes note of an event; keys that expired up to it have stopped signing when this returns.
  void on_event(const history::Event& event);

  /// The key with which that server signs now; none when it does not.
  [[nodiscard]] history::Key signing(history::ServerId server) const;

  /// The server that signs with that key now; none when nobody does.
  [[nodiscard]] history::ServerId signer_of(const history::Key& key) const;

 private:
  struct ServerState {
    history::Key active;
    history::Time not_after{};
    bool listening = false;
    bool signs = false;
  };

  void expire_until(history::Time now);
  void stop(history::ServerId id, history::Time at);
  void start(history::ServerId id, history::Time at);

  Listener listener_;
  std::vector<ServerState> servers_;
  std::set<std::pair<history::Time, history::ServerId>> ends_;  ///< of the keys that sign
  std::unordered_map<history::Key, history::ServerId, KeyHash> signers_;
};

}  // namespace spindrift::analysis
