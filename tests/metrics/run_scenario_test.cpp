#include "analysis/metrics/run_scenario.hpp"

#include <array>

#include <catch2/catch.hpp>

#include "sim/model/simulation.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::metrics {
namespace {

scenario::Scenario production() {
  auto loaded = scenario::load(SPINDRIFT_SOURCE_DIR "/scenarios/incidents/6083-production.json");
  REQUIRE(std::holds_alternative<scenario::Scenario>(loaded));
  return std::get<scenario::Scenario>(std::move(loaded));
}

}  // namespace

TEST_CASE("the incident of issue 6083 has its figures") {
  const scenario::Scenario incident = production();
  const MetricValues values = run_scenario(incident.deployment, incident.seed);
  CHECK(values[FleetMetric::keys_at_most] >= 58);
  CHECK(values[FleetMetric::diverged_clusters] == 3);
  CHECK(values[FleetMetric::failed_verifications] > 100'000);
  CHECK(values[FleetMetric::deaf_cluster_seconds] > 3 * 10 * 3600);
  CHECK(values[FleetMetric::kms_keys_created] > 29 * 4);
  CHECK(values[FleetMetric::kms_calls] > values[FleetMetric::kms_keys_created]);
  CHECK(values[FleetMetric::roll_duration] > 20 * 60);
  CHECK(values[FleetMetric::roll_duration] < 30 * 60);
  CHECK(values[FleetMetric::crashing_starts] == 0);
  CHECK(run_scenario(incident.deployment, incident.seed) == values);
}

TEST_CASE("the least limit of the relying parties is the one that counts") {
  model::Deployment deployment;
  CHECK(observation_options(deployment).key_limit == analysis::KeyCount::aws_limit);
  deployment.relying_parties.resize(3);
  deployment.relying_parties[1].key_limit = 50;
  deployment.relying_parties[2].key_limit = 200;
  CHECK(observation_options(deployment).key_limit == 50);
}

TEST_CASE("events that an observation keeps from its sinks would have told them nothing") {
  /// Shows every sink every event.
  struct Unfiltered final : history::EventSink {
    explicit Unfiltered(const analysis::ObservationOptions& options) : all{options} {}
    void begin(const history::Topology& topology) override { all.begin(topology); }
    void on_event(const history::Event& event) override {
      all.now = event.at;
      const std::array<history::EventSink*, 9> sinks{
          &all.divergence, &all.deafness,     &all.exposure, &all.counts,    &all.keys_made,
          &all.kms,        &all.preparations, &all.ends,     &all.operations};
      for (history::EventSink* const sink : sinks) sink->on_event(event);
    }
    analysis::Observation all;
  };
  for (const scenario::Listed& each : scenario::list(SPINDRIFT_SOURCE_DIR "/scenarios/incidents")) {
    INFO(each.path);
    const auto incident = std::get<scenario::Scenario>(scenario::load(each.path));
    const auto options = observation_options(incident.deployment);
    analysis::Observation observation{options};
    Unfiltered unfiltered{options};
    history::Fanout both;
    both.add(observation);
    both.add(unfiltered);
    model::run(incident.deployment, incident.seed, {.count_signatures = true}, both);
    CHECK(measure(observation) == measure(unfiltered.all));
  }
}

TEST_CASE("a sink that throws ends a run") {
  struct Impatient final : history::EventSink {
    void begin(const history::Topology&) override {}
    void on_event(const history::Event& event) override {
      if (history::number(event.id) == 10) throw std::runtime_error{"enough"};
    }
  } impatient;
  const scenario::Scenario incident = production();
  CHECK_THROWS_WITH(run_scenario(incident.deployment, 1, &impatient), "enough");
}

}  // namespace spindrift::metrics
