#include "analysis/metrics/run_scenario.hpp"

#include <algorithm>
#include <optional>

#include "sim/model/simulation.hpp"

namespace spindrift::metrics {

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

std::unique_ptr<analysis::Observation> observe(const model::Deployment& deployment,
                                               std::uint64_t seed, history::EventSink* watch) {
  auto observed = std::make_unique<analysis::Observation>(observation_options(deployment));
  history::Fanout sinks;
  if (watch != nullptr) sinks.add(*watch);
  sinks.add(*observed);
  model::run(deployment, seed, {.count_signatures = true}, sinks);
  return observed;
}

MetricValues run_scenario(const model::Deployment& deployment, std::uint64_t seed,
                          history::EventSink* watch) {
  const auto observed = observe(deployment, seed, watch);
  MetricValues values = measure(*observed);
  // Those that did not even begin.
  const auto planned = std::ranges::count(deployment.plan, model::ActionKind::roll,
                                          [](const model::Action& action) { return action.kind; });
  values[FleetMetric::cut_off] +=
      static_cast<double>(planned) - static_cast<double>(observed->operations.rolls().size());
  return values;
}

}  // namespace spindrift::metrics
