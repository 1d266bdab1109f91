#include "analysis/review/horizon.hpp"

#include <algorithm>

#include "analysis/review/compare.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::review {
namespace {

using namespace std::chrono_literals;
using kernel::Duration;
using metrics::FleetMetric;
using scenario::Scenario;

constexpr std::size_t trials = 3;

/// Those of `places` that are cut off in some trial which goes up to `until`.
std::vector<std::size_t> cut_off_at(Duration until, const std::vector<std::size_t>& places,
                                    const std::vector<Scenario>& scenarios,
                                    const Laboratory& laboratory) {
  std::vector<Scenario> tried;
  std::vector<Experiment> experiments;
  tried.reserve(places.size());
  for (const std::size_t place : places) {
    tried.push_back(scenarios[place]);
    tried.back().deployment.until = until;
    for (std::size_t trial = 0; trial < trials; ++trial) {
      experiments.push_back({&tried.back(), tried.back().seed + trial});
    }
  }
  const auto values = laboratory.run(experiments);
  std::vector<std::size_t> cut;
  for (std::size_t place = 0; place < places.size(); ++place) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(place * trials);
    const bool is_cut = std::any_of(begin, begin + trials, [](const metrics::MetricValues& each) {
      return each[FleetMetric::cut_off] > 0;
    });
    if (is_cut) cut.push_back(places[place]);
  }
  return cut;
}

/// The longest that is worth trying.
Duration farthest(const Scenario& scenario) {
  Duration life{};
  for (const auto& options : scenario.deployment.clusters) life = std::max(life, options.ca_ttl);
  return 4 * scenario.deployment.until + 2 * life;
}

/// How much later than in the trials everything may be in some replication.
Duration lateness(const std::vector<Scenario>& scenarios) {
  Duration most{};
  for (const Scenario& each : scenarios) {
    Duration sum{};
    for (const auto& action : each.deployment.plan) sum += action.late_by;
    most = std::max(most, sum);
  }
  return most;
}

}  // namespace

void extend_horizon(CompareRequest& request, std::vector<Scenario>& scenarios,
                    const Laboratory& laboratory) {
  Horizon horizon;
  horizon.of_scenario = scenarios.front().deployment.until;
  horizon.until = horizon.of_scenario;
  std::vector<std::size_t> pending(scenarios.size());
  for (std::size_t place = 0; place < pending.size(); ++place) pending[place] = place;
  const Duration end = farthest(scenarios.front());
  Duration tried = horizon.of_scenario;
  while (!pending.empty() && tried <= end) {
    const auto cut = cut_off_at(tried, pending, scenarios, laboratory);
    if (tried > horizon.of_scenario && cut.size() < pending.size()) horizon.until = tried;
    for (const std::size_t place : pending) {
      const bool has_ended = std::ranges::find(cut, place) == cut.end();
      if (has_ended && tried > horizon.of_scenario) {
        horizon.extended_for.push_back(request.alternatives[place].name);
      }
    }
    pending = cut;
    tried = std::chrono::ceil<std::chrono::hours>(tried + tried / 4);
  }
  if (horizon.until != horizon.of_scenario) {
    horizon.until = std::chrono::ceil<std::chrono::hours>(horizon.until + lateness(scenarios));
    for (Scenario& each : scenarios) each.deployment.until = horizon.until;
    request.sets.push_back("until=" + scenario::to_text(horizon.until));
  }
  request.horizon = std::move(horizon);
}

}  // namespace spindrift::review
