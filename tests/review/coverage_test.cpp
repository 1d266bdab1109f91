// Do the intervals of a comparison contain the truth as often as they say? Each test repeats a
// comparison whose truth is known in closed form and asks the paired intervals that users see.
#include <algorithm>

#include <catch2/catch.hpp>

#include "analysis/review/compare.hpp"
#include "analysis/review/conclusions.hpp"
#include "analysis/statistics/distributions/binomial.hpp"
#include "analysis/statistics/queueing/single_server.hpp"
#include "tests/statistics/counter_random.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;
using metrics::MetricValues;
using statistics::CounterRandom;
using statistics::SingleServer;

constexpr SingleServer slow{.arrival_rate = 0.5, .service_rate = 1.0};
constexpr SingleServer fast{.arrival_rate = 0.5, .service_rate = 1.25};

/// The mean waits of the same customers at a slow and at a fast server, in steady state from the
/// first one on: Lindley's recursion.
std::pair<double, double> mean_waits(CounterRandom& random) {
  constexpr int customers = 200;
  const double first = random.uniform();
  double slow_wait = statistics::mm1_wait_quantile(slow, first);
  double fast_wait = statistics::mm1_wait_quantile(fast, first);
  double slow_sum = 0;
  double fast_sum = 0;
  for (int customer = 0; customer < customers; ++customer) {
    slow_sum += slow_wait;
    fast_sum += fast_wait;
    const double work = random.exponential(1);
    const double until_next_arrival = random.exponential(slow.arrival_rate);
    slow_wait = std::max(0.0, slow_wait + work / slow.service_rate - until_next_arrival);
    fast_wait = std::max(0.0, fast_wait + work / fast.service_rate - until_next_arrival);
  }
  return {slow_sum / customers, fast_sum / customers};
}

/// Two queues compared as two strategies are.
Comparison compared_queues(std::uint64_t experiment) {
  constexpr int replications = 30;
  CounterRandom random{experiment};
  Comparison comparison;
  comparison.metrics = comparison.pareto_metrics = {FleetMetric::failed_verifications};
  comparison.alternatives.resize(2);
  for (int replication = 0; replication < replications; ++replication) {
    const auto [slow_wait, fast_wait] = mean_waits(random);
    MetricValues values;
    values[FleetMetric::failed_verifications] = slow_wait;
    comparison.alternatives[0].replications.push_back(values);
    values[FleetMetric::failed_verifications] = fast_wait;
    comparison.alternatives[1].replications.push_back(values);
  }
  draw_conclusions(comparison);
  return comparison;
}

/// In how many experiments the difference of recovery times covers the mean delay of a roll. From
/// the roll on a region lacks a key until its next preparation, whose moment is fixed by its first
/// start: what it takes falls by as much as the roll is late, 2 h on average.
std::size_t covered_delays(std::size_t experiments, std::size_t replications) {
  CompareRequest request;
  request.path = SPINDRIFT_SOURCE_DIR "/tests/review/two-regions.json";
  request.metrics = {FleetMetric::recovery_time};
  request.replications = replications;
  request.alternatives.resize(2);
  request.alternatives[0].name = "late";
  request.alternatives[1].name = "punctual";
  request.alternatives[1].sets = {"plan.1.late_by=0s"};
  auto scenarios = std::get<0>(load_alternatives(request));
  const Laboratory laboratory{{.threads = 2}};
  std::size_t covered = 0;
  for (std::size_t experiment = 0; experiment < experiments; ++experiment) {
    for (auto& each : scenarios) each.seed = 1000 + experiment * replications;
    const Comparison seen = compare(request, scenarios, laboratory);
    constexpr double two_hours = 7200;
    if (seen.alternatives[1].metrics[0].difference.contains(two_hours)) ++covered;
  }
  return covered;
}

}  // namespace

TEST_CASE("paired intervals cover the difference of two queues' mean waits") {
  constexpr std::size_t experiments = 2000;
  const double truth = statistics::mm1_mean_wait(fast) - statistics::mm1_mean_wait(slow);
  std::size_t covered = 0;
  double factor = 0;
  for (std::size_t experiment = 0; experiment < experiments; ++experiment) {
    const Comparison seen = compared_queues(experiment);
    if (seen.alternatives[1].metrics[0].difference.contains(truth)) ++covered;
    factor += seen.alternatives[1].metrics[0].variance_reduction_factor / experiments;
  }
  CAPTURE(covered, factor);
  CHECK(covered >= 1860);
  CHECK(covered <= 1940);
  CHECK(factor > 3);
}

TEST_CASE("paired intervals of a scenario cover the mean delay of its roll") {
  constexpr std::size_t experiments = 100;
  const std::size_t covered = covered_delays(experiments, 8);
  CAPTURE(covered);
  // Intervals that hold in 95 % of cases are covered so rarely, or so often, in fewer than 1 of
  // 10,000.
  constexpr double level = 0.95;
  CHECK(statistics::binomial_cdf(covered, experiments, level) > 1e-4);
  CHECK(statistics::binomial_upper_tail(covered, experiments, level) > 1e-4);
}

TEST_CASE("by hand: paired intervals of a scenario hold in 93 to 97 % of 2,000", "[.][full]") {
  const std::size_t covered = covered_delays(2000, 8);
  CAPTURE(covered);
  WARN("covered in " << covered << " of 2000");
  CHECK(covered >= 1860);
  CHECK(covered <= 1940);
}

}  // namespace spindrift::review
