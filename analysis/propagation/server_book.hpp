#pragma once

#include <array>
#include <optional>
#include <vector>

#include "analysis/propagation/hop_times.hpp"
#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// A list that a stream forwarded, and what its server has stored of it since (R11).
struct Forwarded {
  history::EventId last = history::EventId::none;  ///< the forward, or the last write it led to
  history::Time at{};                              ///< of the forward
  std::optional<history::Time> stored_before;      ///< an earlier write of the same forward
  history::Channel channel = history::Channel::jwt_stream;
};

/// The making of a JWT key.
struct Making {
  history::Key key;
  history::Time began{};
  history::Time ended{};
};

/// Follows what each server is about that matters for keys on their way: what it makes, whether it
/// listens, since when it polls, what it forwarded.
class ServerBook {
 public:
  void begin(const history::Topology& topology, const HopTimes& times);
  void on_event(const history::Event& event);

  /// Servers of that cluster that hear of new JWT keys now.
  [[nodiscard]] std::uint32_t listeners(history::ClusterId cluster) const {
    return listeners_.at(history::index(cluster));
  }
  /// Moments at which the servers of that cluster that listen polled, that of `first` first; their
  /// other polls are whole intervals away. Not exact when a first connection had to wait. Empty
  /// when nothing is known of `first`.
  [[nodiscard]] std::vector<history::Time> poll_phases(history::ServerId first) const;
  [[nodiscard]] std::optional<history::Time> connected_at(history::ServerId server) const {
    return servers_.at(history::index(server)).connected_at;
  }
  [[nodiscard]] const Making& making(history::ServerId server) const {
    return servers_.at(history::index(server)).making;
  }
  /// The forward that this write of a bundle follows from; nothing if from none. To be asked
  /// before `on_event` is shown the write.
  [[nodiscard]] std::optional<Forwarded> forward_behind(const history::Event& event,
                                                        history::ServerId by) const;

 private:
  struct ServerState {
    std::array<bool, 3> open{};  ///< by channel
    std::optional<history::Time> polls_from;
    std::optional<history::Time> connected_at;
    std::optional<history::Time> asks_key_manager_since;
    Making making;
    std::array<Forwarded, 3> forwarded;
  };

  ServerState& at(history::ServerId server) { return servers_.at(history::index(server)); }
  [[nodiscard]] static bool hears(const ServerState& state);
  void set_open(history::ServerId server, history::Channel channel, bool open);
  void end_life(history::ServerId server);
  void note(const history::Event& event, const history::KmsCalled& call);
  void note(const history::Event& event, const history::KeyGenerated& made);
  void note(const history::Event& event, const history::ConnectionOpened& opened);
  void note(const history::Event& event, const history::ListForwarded& forwarded);
  void note(const history::Event& event, const history::BundleChanged& change);

  history::Topology topology_;
  HopTimes times_;
  std::vector<ServerState> servers_;
  std::vector<std::uint32_t> listeners_;
};

}  // namespace spindrift::analysis
