#pragma once

#include <string>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// A process that SPIRE itself ended, or that turned to not live.
struct ServerFailure {
  history::ServerId server = history::ServerId::none;
  history::Time at{};
  history::EventId event = history::EventId::none;
  std::string why;
  bool before_listening = false;  ///< a start that did not get up
};

/// Watches what servers do by themselves: processes that end on an error (R6, R7, R12) and health
/// checks that turn to not live (R7b).
class ProcessEnds final : public history::Watching<ProcessEnds> {
 public:
  void begin(const history::Topology& topology) override;
  void see(const history::ServerSpawned& what, const history::Event& event);
  void see(const history::ServerListening& what, const history::Event& event);
  void see(const history::ServerEnded& what, const history::Event& event);
  void see(const history::ServerUnhealthy& what, const history::Event& event);

  [[nodiscard]] const std::vector<ServerFailure>& ended_by_themselves() const { return ended_; }
  [[nodiscard]] const std::vector<ServerFailure>& unhealthy() const { return unhealthy_; }
  [[nodiscard]] std::size_t starts() const { return starts_; }
  [[nodiscard]] std::size_t failed_starts() const;

 private:
  std::vector<bool> listening_;
  std::vector<ServerFailure> ended_;
  std::vector<ServerFailure> unhealthy_;
  std::size_t starts_ = 0;
};

}  // namespace spindrift::analysis
