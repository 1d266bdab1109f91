#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/statistics/design/input_range.hpp"
#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::statistics {

/// The points of a one-at-a-time study: the base, then for each input the base with that input at
/// its lower end and the base with it at its upper end (1 + 2 * inputs points).
///
/// Cheap and easy to read (a "tornado" chart), and blind to interactions: an input that matters
/// only together with another looks harmless. Sobol indices see those.
/// REQUIRES: base of the size of the ranges.
[[nodiscard]] std::vector<Point> one_at_a_time_design(std::span<const double> base,
                                                      std::span<const InputRange> ranges);

/// How far one input moves the output away from its value at the base.
struct InputSwing {
  std::size_t input = 0;
  /// Output at the input's lower (upper) end minus output at the base. All the intervals of a study
  /// hold together.
  ConfidenceInterval at_lower{};
  ConfidenceInterval at_upper{};

  /// The extent of the outputs seen: from the lowest of base, lower end, upper end to the highest.
  [[nodiscard]] double swing() const;
};

/// Reads the outputs of one_at_a_time_design: outputs[p][r] is that of point p in replication r,
/// with the same luck at every point. Largest swing first; ties in the order of the inputs. With a
/// single replication the intervals are unbounded and only the estimates speak.
/// REQUIRES: 1 + 2 * inputs series, all of the same length >= 1; 0 < level < 1.
[[nodiscard]] std::vector<InputSwing> input_swings(std::span<const std::vector<double>> outputs,
                                                   double level = 0.95);

}  // namespace spindrift::statistics
