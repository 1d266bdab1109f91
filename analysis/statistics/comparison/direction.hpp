#pragma once

namespace spindrift::statistics {

/// Which way a metric is good.
enum class Direction { minimise, maximise };

/// Whether `first` is strictly better than `second`.
[[nodiscard]] constexpr bool is_better(double first, double second, Direction direction) {
  return direction == Direction::minimise ? first < second : first > second;
}

/// By how much `first` is better than `second`; negative if it is worse.
[[nodiscard]] constexpr double advantage(double first, double second, Direction direction) {
  return direction == Direction::minimise ? second - first : first - second;
}

}  // namespace spindrift::statistics
