#include "analysis/cli/simulate.hpp"

#include <algorithm>

#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/progress.hpp"
#include "sim/history/digest.hpp"

namespace spindrift::cli {

bool RunResult::all_hold() const { return std::ranges::all_of(verdicts, &Verdict::holds); }

analysis::ObservationOptions observation_options(const model::Deployment& deployment) {
  analysis::ObservationOptions options;
  options.traffic = {deployment.traffic.verifications_per_second, deployment.traffic.by_hour};
  std::optional<std::size_t> limit;
  for (const model::RelyingParty& party : deployment.relying_parties) {
    if (party.key_limit > 0)
      limit = std::min<std::size_t>(limit.value_or(party.key_limit), party.key_limit);
  }
  options.key_limit = limit.value_or(options.key_limit);
  return options;
}

RunResult simulate(const scenario::Scenario& scenario, const SimulateOptions& options) {
  RunResult result;
  result.observed =
      std::make_unique<analysis::Observation>(observation_options(scenario.deployment));
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
