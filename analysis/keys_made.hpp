#pragma once

#include <array>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// How many keys servers prepared, and what became of those that never signed (R9, R18).
class KeysMade final : public history::Watching<KeysMade> {
 public:
  struct Count {
    std::size_t prepared = 0;
    std::size_t abandoned = 0;  ///< left their slot without ever signing
    std::size_t failed = 0;     ///< preparations that ended in an error
  };

  void begin(const history::Topology& topology) override;
  void see(const history::KeyPrepared& what, const history::Event& event);
  void see(const history::KeyAbandoned& what, const history::Event& event);
  void see(const history::PrepareFailed& what, const history::Event& event);

  [[nodiscard]] const Count& by(history::ServerId server,
                                history::KeyType type = history::KeyType::jwt) const {
    return servers_.at(index(server)).at(static_cast<std::size_t>(type));
  }

  /// The sum over the cluster's servers.
  [[nodiscard]] Count in(history::ClusterId cluster,
                         history::KeyType type = history::KeyType::jwt) const;

 private:
  Count& at(history::ServerId server, history::KeyType type) {
    return servers_.at(index(server)).at(static_cast<std::size_t>(type));
  }

  history::Topology topology_;
  std::vector<std::array<Count, 3>> servers_;
};

}  // namespace spindrift::analysis
