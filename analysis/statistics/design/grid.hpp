#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/statistics/design/input_range.hpp"

namespace spindrift::statistics {

/// Evenly spaced values with both ends of the range among them; a single one is the middle.
/// REQUIRES: count >= 1.
[[nodiscard]] std::vector<double> evenly_spaced(const InputRange& range, std::size_t count);

/// Every combination of the given values (a full factorial design): levels[i] are the values of
/// input i. The last input varies fastest. No inputs: one empty point.
/// Throws std::length_error if the combinations would not fit into memory's address range.
[[nodiscard]] std::vector<Point> grid(std::span<const std::vector<double>> levels);

}  // namespace spindrift::statistics
