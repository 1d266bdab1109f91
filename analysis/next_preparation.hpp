#pragma once

#include <array>
#include <optional>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// When a server will prepare its next key of a type if nobody interferes, and why then.
struct NextPreparation {
  history::ServerId server = history::ServerId::none;
  history::Time at{};             ///< the first rotation tick after the threshold (R7, R8)
  history::Time threshold{};      ///< after this moment the preparation is due
  history::Key judged_by;         ///< the key whose age decides
  bool next_is_prepared = false;  ///< that key is prepared and will be activated before
};

/// Foresees preparations from what servers hold (R8): with an empty next slot one is due when the
/// current key has half of its life behind it (or 30 d left), else after the prepared key has
/// become the current one, and has.
class NextPreparations final : public history::Watching<NextPreparations> {
 public:
  explicit NextPreparations(history::KeyType type = history::KeyType::jwt) : type_{type} {}

  void begin(const history::Topology& topology) override;
  void see(const history::ServerSpawned& what, const history::Event& event);
  void see(const history::ServerListening& what, const history::Event& event);
  void see(const history::ServerEnded& what, const history::Event& event);
  void see(const history::JournalLoaded& what, const history::Event& event);
  void see(const history::KeyPrepared& what, const history::Event& event);
  void see(const history::KeyActivated& what, const history::Event& event);
  void see(const history::KeyAbandoned& what, const history::Event& event);

  /// Lets time pass without an event.
  void advance(history::Time now) { now_ = now; }

  /// Empty when the server does not run, or holds no key of which it is known when it was issued.
  [[nodiscard]] std::optional<NextPreparation> of(history::ServerId server) const;

  /// The earliest of the cluster's servers.
  [[nodiscard]] std::optional<NextPreparation> in(history::ClusterId cluster) const;

 private:
  struct HeldKey {
    history::Key key;
    history::Time issued_at{};
    history::Time not_after{};
  };
  struct ServerState {
    std::optional<history::Time> listening_since;
    std::optional<HeldKey> current;
    std::optional<HeldKey> next;
  };

  ServerState& at(history::ServerId server) { return servers_.at(index(server)); }

  history::KeyType type_;
  history::Topology topology_;
  std::vector<ServerState> servers_;
  history::Time now_{};
};

}  // namespace spindrift::analysis
