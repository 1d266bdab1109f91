#pragma once

#include <compare>
#include <cstdint>

namespace spindrift::kernel {

/// Decides which of two events at one instant is executed first.
///
/// It is a function of the model (which phase, which actor, which of its processes), never of who
/// happened to schedule first. That is what lets a run skip work, or one actor be changed, without
/// reshuffling the others. Events that agree in all of it keep the order of scheduling.
class Order {
 public:
  /// Runs after every other event of its instant: deadlines, so that a result that arrives at the
  /// very deadline counts.
  static constexpr std::uint8_t last_phase = 0xFF;

  constexpr Order() = default;
  constexpr Order(std::uint8_t phase, std::uint32_t actor, std::uint32_t number = 0)
      : packed_{std::uint64_t{phase} << 56U | std::uint64_t{actor & 0xFF'FFFFU} << 32U | number} {}

  /// The same actor and number in the last phase.
  [[nodiscard]] constexpr Order last() const {
    Order order;
    order.packed_ = packed_ | std::uint64_t{last_phase} << 56U;
    return order;
  }

  /// What is compared: the smaller comes first.
  [[nodiscard]] constexpr std::uint64_t rank() const { return packed_; }

  friend constexpr auto operator<=>(Order, Order) = default;

 private:
  std::uint64_t packed_ = 0;
};

}  // namespace spindrift::kernel
