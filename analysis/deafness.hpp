#pragma once

#include <optional>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// An interval in which no server of a nested cluster hears of other clusters' JWT keys.
struct DeafInterval {
  history::ClusterId cluster = history::ClusterId::none;
  history::Time from{};
  std::optional<history::Time> until;                  ///< empty: still deaf when the history ended
  history::EventId began_by = history::EventId::none;  ///< what silenced the last server to hear
  history::EventId ended_by = history::EventId::none;  ///< what made the first server hear again
};

/// Watches which nested clusters are deaf.
///
/// A server hears while its process runs, its JWT stream or its subscription is open, and its polls
/// are answered (R11, R12, R21–R23); an X.509 stream brings no JWT keys. One server that hears is
/// enough for its cluster, since they share a datastore. A cluster counts from the moment at which
/// its first server answers.
class Deafness final : public history::Watching<Deafness> {
 public:
  /// Intervals shorter than `noticeable` are forgotten: between closing a stream and opening the
  /// next, a publication leaves a moment of silence (R11).
  explicit Deafness(history::Duration noticeable = std::chrono::seconds{1});

  void begin(const history::Topology& topology) override;
  void see(const history::ServerSpawned& what, const history::Event& event);
  void see(const history::ServerListening& what, const history::Event& event);
  void see(const history::ServerEnded& what, const history::Event& event);
  void see(const history::ListeningOpened& what, const history::Event& event);
  void see(const history::ListeningClosed& what, const history::Event& event);
  void see(const history::PollingStopped& what, const history::Event& event);
  void see(const history::PollingResumed& what, const history::Event& event);

  /// Lets time pass without an event.
  void advance(history::Time now) { now_ = now; }

  /// All intervals so far by their beginning, those that last included.
  [[nodiscard]] std::vector<DeafInterval> intervals() const;
  /// Those of one cluster.
  [[nodiscard]] std::vector<DeafInterval> intervals(history::ClusterId cluster) const;

  [[nodiscard]] bool is_deaf(history::ClusterId cluster) const;

  /// Whether that server hears of other clusters' JWT keys now.
  [[nodiscard]] bool hears(history::ServerId server) const {
    return servers_.at(index(server)).hears;
  }

  /// The sum of that cluster's intervals so far, the short ones included.
  [[nodiscard]] history::Duration total(history::ClusterId cluster) const;

 private:
  struct ServerState {
    history::ClusterId cluster = history::ClusterId::none;
    unsigned int channels = 0;  ///< a bit for each that carries JWT keys
    bool polls_are_answered = true;
    bool hears = false;
  };
  struct ClusterState {
    bool is_nested = false;
    bool counts = false;
    std::size_t hearing = 0;
    std::optional<DeafInterval> deaf;
    history::Duration total{};
  };

  [[nodiscard]] bool lasts(const ClusterState& cluster) const;
  void silence(history::ServerId server, const history::Event& event);
  void polls_are_answered(history::ServerId server, bool answered, const history::Event& event);
  void judge(ServerState& server, const history::Event& event);
  void begin_deafness(history::ClusterId cluster, const history::Event& event);
  void end_deafness(history::ClusterId cluster, const history::Event& event);

  history::Duration noticeable_;
  std::vector<ServerState> servers_;
  std::vector<ClusterState> clusters_;
  std::vector<DeafInterval> past_;
  history::Time now_{};
};

}  // namespace spindrift::analysis
