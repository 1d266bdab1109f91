#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/cli/console.hpp"
#include "analysis/cli/expectations.hpp"
#include "analysis/cli/reading.hpp"
#include "analysis/observation.hpp"
#include "sim/model/simulation.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::cli {

/// What one run of a scenario came to.
struct RunResult {
  std::string digest;
  model::RunSummary summary;
  std::unique_ptr<analysis::Observation> observed;
  std::vector<Verdict> verdicts;        ///< of the scenario's expectations, in their order
  history::Time read_at{};              ///< when the clusters were read
  std::vector<ClusterReading> reading;  ///< by cluster

  [[nodiscard]] bool all_hold() const;
};

struct SimulateOptions {
  bool oracle = false;
  history::EventSink* also_show = nullptr;  ///< sees every event as well
  const Console* progress = nullptr;        ///< where to show how far it got, if anywhere
};

/// Runs a scenario once and observes it. Throws `Interrupted` when the program is interrupted.
[[nodiscard]] RunResult simulate(const scenario::Scenario& scenario,
                                 const SimulateOptions& options = {});

}  // namespace spindrift::cli
