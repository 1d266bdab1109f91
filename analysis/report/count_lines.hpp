#pragma once

#include <string>
#include <vector>

#include "analysis/report/material.hpp"

namespace spindrift::report {

/// From a moment on, so many keys.
struct CountPoint {
  history::Time at{};
  std::size_t count = 0;
};

/// Clusters whose counts never differ for a minute or longer, drawn as one line: that of the first.
struct CountLine {
  std::vector<history::ClusterId> clusters;
  std::vector<CountPoint> points;
};

/// The JWT key counts of all clusters over time, grouped.
[[nodiscard]] std::vector<CountLine> count_lines(const Material& material);

}  // namespace spindrift::report
