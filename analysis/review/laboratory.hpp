#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/metrics/fleet_metrics.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::review {

/// One run: a scenario under the luck of a seed.
struct Experiment {
  const scenario::Scenario* scenario = nullptr;
  std::uint64_t seed = 1;
  /// Of the scenario, among all that this laboratory is given: what a name yields under a seed is
  /// remembered and not run again. Empty: it is run each time.
  std::string name{};
};

struct LaboratoryOptions {
  unsigned int threads = 1;
  /// Called by whoever runs, again and again; may throw to end everything, which `run` rethrows.
  std::function<void()> check{};
  /// Called under a lock after each run, with how many of a batch are done, of how many.
  std::function<void(std::size_t done, std::size_t total)> progress{};
};

/// Runs experiments on several threads. What they yield depends on the experiments alone: not on
/// the number of threads, and not on who finishes first.
class Laboratory {
 public:
  explicit Laboratory(LaboratoryOptions options) : options_{std::move(options)} {}

  /// The metrics of each experiment, in their order.
  [[nodiscard]] std::vector<metrics::MetricValues> run(
      std::span<const Experiment> experiments) const;

  /// The experiments that this has run so far; not those that it remembered.
  [[nodiscard]] std::size_t runs() const { return runs_; }

 private:
  LaboratoryOptions options_;
  mutable std::size_t runs_ = 0;
  mutable std::map<std::pair<std::string, std::uint64_t>, metrics::MetricValues> remembered_;
};

}  // namespace spindrift::review
