#pragma once

#include <string>

#include "analysis/metrics/fleet_metrics.hpp"
#include "analysis/review/input_range.hpp"
#include "analysis/statistics/selection/break_even.hpp"

namespace spindrift::review {

/// At which value of an input the better of two alternatives becomes the worse one.
struct BreakEven {
  InputBetween input;
  metrics::FleetMetric metric = metrics::FleetMetric::failed_verifications;
  std::size_t first = 0;  ///< alternatives
  std::size_t second = 0;
  statistics::BreakEven search;  ///< of the metric, first less second
  std::string sentence;          ///< in words
};

}  // namespace spindrift::review
