#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace spindrift::model {

/// In which order HAProxy's `balance roundrobin` leads connections to servers of equal weight
/// (R21).
///
/// Positions count up with every connection, in cycles of 16 for each server, and each server has
/// the one at which it is due. A server that comes back is due the earlier the less is left of the
/// cycle: so it comes behind all others at the beginning of one, and before them at the end.
class RoundRobin {
 public:
  /// HAProxy begins with all servers in; the checks take out those that are not there yet.
  explicit RoundRobin(std::size_t servers);

  void bring_in(std::size_t server);
  void take_out(std::size_t server);
  [[nodiscard]] bool is_in(std::size_t server) const {
    return servers_[server].queue != Queue::none;
  }

  [[nodiscard]] std::int64_t servers_in() const { return next_weight_ / weight; }

  /// The server that is led to next, but not `avoided` if there is another. Nothing when all are
  /// out.
  std::optional<std::size_t> next(std::optional<std::size_t> avoided);

 private:
  static constexpr std::int64_t weight = 16;
  enum class Queue : std::uint8_t { none, current, fresh, coming };
  struct Server {
    Queue queue = Queue::fresh;
    std::int64_t due = 0;
    std::uint64_t queued = 0;  ///< of those that are due at once, who came first goes first
  };

  void enqueue(std::size_t server, Queue queue);
  void enqueue(std::size_t server);
  [[nodiscard]] std::optional<std::size_t> first_of(Queue queue) const;
  std::optional<std::size_t> find_due();
  void begin_cycle();

  std::vector<Server> servers_;
  std::int64_t position_;
  std::int64_t cycle_weight_;  ///< of the cycle that goes on
  std::int64_t next_weight_;   ///< of all that are in, which the next cycle has
  std::uint64_t enqueued_ = 0;
};

}  // namespace spindrift::model
