#include "analysis/cli/simulate.hpp"

#include <algorithm>

#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/progress.hpp"
#include "analysis/metrics/run_scenario.hpp"
#include "sim/history/digest.hpp"

namespace spindrift::cli {

bool RunResult::all_hold() const { return std::ranges::all_of(verdicts, &Verdict::holds); }

RunResult simulate(const scenario::Scenario& scenario, const SimulateOptions& options) {
  RunResult result;
  result.observed =
      std::make_unique<analysis::Observation>(metrics::observation_options(scenario.deployment));
  history::Digest digest;
  ExpectationJudge judge{scenario.expectations, *result.observed};
  Readings readings{scenario.read_at, *result.observed};
  InterruptSink interrupt;
  std::optional<Progress> progress;

  history::Fanout sinks;
  sinks.add(interrupt);
  sinks.add(digest);
  // Before the observation: these two look at what was seen before this event.
  sinks.add(judge);
  sinks.add(readings);
  sinks.add(*result.observed);
  if (options.also_show != nullptr) sinks.add(*options.also_show);
  if (options.progress != nullptr) {
    progress.emplace(*options.progress, scenario.name, scenario.deployment.until);
    sinks.add(*progress);
  }
  result.summary =
      model::run(scenario.deployment, scenario.seed, {.oracle = options.oracle}, sinks);
  result.digest = digest.hex();
  result.verdicts = judge.verdicts();
  result.reading = readings.take();
  result.read_at = readings.moment();
  return result;
}

}  // namespace spindrift::cli
