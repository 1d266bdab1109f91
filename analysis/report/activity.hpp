#pragma once

#include <vector>

#include "analysis/report/markup.hpp"
#include "analysis/report/material.hpp"
#include "analysis/report/time_scale.hpp"

namespace spindrift::report {

/// A stretch of time in which processes came and went, or keys were made that somebody missed,
/// with no long pause in it.
struct ActivityWindow {
  history::Time from{};
  history::Time until{};
  std::size_t changes = 0;
  bool has_processes = false;   ///< some came or went
  bool is_first_start = false;  ///< processes that had no forerunner, and none ended by itself
};

/// All such stretches, by time.
[[nodiscard]] std::vector<ActivityWindow> activity_windows(const Material& material);

/// Shades the times in which processes came and went in a plot of the whole history.
void draw_activity(Markup& page, const Material& material, const TimeScale& scale, double height);

}  // namespace spindrift::report
