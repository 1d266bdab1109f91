#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/model/round_robin.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

/// A connection on its way through a load balancer, which may try several times to lead it on.
struct Passage {
  int refusals = 0;
  std::optional<std::size_t> assigned;    ///< the place of the server that is tried again
  std::optional<std::size_t> refused_by;  ///< the place of the one that refused last
  bool waits = false;                     ///< is tried again after `Haproxy::turn_around`
};

/// HAProxy before a cluster, with the turns that it takes and the checks that it makes (R21).
class Haproxy {
 public:
  Haproxy(World& world, const history::Cluster& cluster, const NetworkOptions& network);

  /// A server of the cluster has begun to listen, or listens no more.
  void take_note(std::size_t place, bool listens);
  /// The place of the server that a connection is led to. One that does not listen, but that no
  /// check has missed yet, takes its turn, refuses, and the next one is tried at once. Where there
  /// is no other one, the connection waits for `turn_around` before the same one is tried again.
  /// Nothing when it waits and when it has been refused for good.
  std::optional<std::size_t> lead(Passage& passage);

  /// Least of a second and the time-out of connecting, which is 2 s where recordings were made.
  static constexpr Duration turn_around = std::chrono::seconds{1};

 private:
  struct Watched {
    Duration phase{};  ///< of the checks
    bool listens = false;
    Time up_from = kernel::never;   ///< a check finds it then
    Time out_from = kernel::never;  ///< enough checks have missed it then
  };

  [[nodiscard]] Duration draw_phase(ServerId server) const;
  [[nodiscard]] Time check_from(Time moment, std::uint32_t count, const Watched& server) const;
  void catch_up();

  World& world_;
  const NetworkOptions& network_;
  std::vector<Watched> servers_;
  RoundRobin turns_;
};

}  // namespace spindrift::model
