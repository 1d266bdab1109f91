#pragma once

#include <vector>

#include "analysis/metrics/fleet_metrics.hpp"
#include "analysis/review/input_range.hpp"
#include "analysis/statistics/sensitivity/one_at_a_time.hpp"
#include "analysis/statistics/sensitivity/sobol_indices.hpp"

namespace spindrift::review {

/// Which input moves a metric of one alternative most.
struct Sensitivity {
  metrics::FleetMetric metric = metrics::FleetMetric::failed_verifications;
  std::size_t alternative = 0;
  std::vector<InputBetween> inputs;
  double at_middle = 0;                        ///< mean of the metric, all inputs at their middle
  std::vector<statistics::InputSwing> swings;  ///< one at a time from there, largest first
  statistics::SobolStudy sobol;                ///< by Saltelli sampling, in the order of `inputs`
  std::size_t sobol_rows = 0;
  std::size_t runs = 0;
};

}  // namespace spindrift::review
