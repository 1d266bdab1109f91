#include "bench/question_workloads.hpp"

#include <stdexcept>
#include <string>
#include <variant>

#include "analysis/cli/hop_times.hpp"
#include "analysis/propagation/propagation.hpp"
#include "analysis/review/compare.hpp"
#include "bench/fleet_workloads.hpp"
#include "sim/model/simulation.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::bench {
namespace {

/// A fleet of three levels, each key followed to every place that gets it.
std::uint64_t follow_keys(std::uint64_t hours) {
  const FleetShape shape{
      .clusters = 13, .servers = 1, .levels = 3, .hours = static_cast<std::uint32_t>(hours)};
  const auto loaded = scenario::load_text(fleet_scenario(shape), "fleet");
  const model::Deployment& deployment = std::get<scenario::Scenario>(loaded).deployment;
  analysis::PropagationOptions options;
  options.times = cli::hop_times_of(deployment);
  analysis::Propagation propagation{options};
  model::run(deployment, 1, {}, propagation);
  std::uint64_t arrivals = 0;
  for (const auto& [group, delays] : propagation.take().places) arrivals += delays.hop.count();
  return arrivals;
}

review::AlternativeRequest strategy(const std::string& name) {
  review::AlternativeRequest request;
  request.name = name;
  if (!name.empty()) request.strategies = {SPINDRIFT_SCENARIOS "/strategies/" + name + ".json"};
  return request;
}

/// Two strategies beside the scenario as it is, conclusions included.
std::uint64_t compare_strategies(std::uint64_t replications) {
  review::CompareRequest request;
  request.path = SPINDRIFT_SCENARIOS "/incidents/6083-dev.json";
  request.alternatives = {strategy(""), strategy("always-subscribed"), strategy("hold-down")};
  request.replications = replications;
  const auto scenarios = review::load_alternatives(request);
  const review::Laboratory laboratory{{.threads = 1}};
  const auto seen = review::compare(request, std::get<0>(scenarios), laboratory);
  if (seen.verdict.empty()) throw std::logic_error{"a comparison without a verdict"};
  return laboratory.runs();
}

}  // namespace

std::uint64_t run_question(std::string_view name, std::uint64_t size) {
  if (name == "propagation") return follow_keys(size);
  if (name == "comparison") return compare_strategies(size);
  return 0;
}

}  // namespace spindrift::bench
