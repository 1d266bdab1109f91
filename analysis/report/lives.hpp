#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::report {

/// One process of a server, from its start to its end.
struct Life {
  history::ServerId server = history::ServerId::none;
  history::Time spawned{};
  std::optional<history::Time> listening;  ///< empty: it never answered
  std::optional<history::Time> ended;      ///< empty: it ran when the history ended
  std::string version;
  bool ended_by_itself = false;
  std::string why;  ///< it ended
  history::EventId spawned_by = history::EventId::none;
  history::EventId ended_by = history::EventId::none;
};

/// Writes down every life of every server.
class Lives final : public history::Watching<Lives> {
 public:
  void begin(const history::Topology& topology) override;
  void see(const history::ServerSpawned& what, const history::Event& event);
  void see(const history::ServerListening& what, const history::Event& event);
  void see(const history::ServerEnded& what, const history::Event& event);

  /// By server, each one's in order.
  [[nodiscard]] const std::vector<std::vector<Life>>& all() const { return lives_; }
  [[nodiscard]] const std::vector<Life>& of(history::ServerId server) const {
    return lives_.at(index(server));
  }

 private:
  std::vector<std::vector<Life>> lives_;
};

}  // namespace spindrift::report
