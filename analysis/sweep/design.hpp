#pragma once

#include <vector>

#include "analysis/statistics/design/input_range.hpp"
#include "analysis/sweep/input.hpp"

namespace spindrift::sweep {

/// How many points a design has, bounded by something beyond `points_max`.
[[nodiscard]] std::int64_t count_points(const PlanWritten& written,
                                        const std::vector<Input>& inputs);

/// The points of a design: for each input a share of its range from [0, 1). Without inputs, one
/// point. The same plan gives the same points, on any machine.
[[nodiscard]] std::vector<statistics::Point> make_points(const PlanWritten& written,
                                                         const std::vector<Input>& inputs);

}  // namespace spindrift::sweep
