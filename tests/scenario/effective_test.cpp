#include <catch2/catch.hpp>

#include "sim/scenario/value_writer.hpp"
#include "tests/scenario/golden.hpp"
#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

const std::string scenarios_folder = SPINDRIFT_SOURCE_DIR "/scenarios";

/// All that a run depends on, as text.
std::string deployment_text(const Scenario& scenario) {
  const model::Deployment& deployment = scenario.deployment;
  std::string text = std::to_string(scenario.seed) + to_text(deployment.until) +
                     to_text(to_json(deployment.first_starts)) +
                     to_text(to_json(deployment.traffic)) + to_text(to_json(deployment.monitors));
  for (std::size_t place = 0; place < deployment.clusters.size(); ++place) {
    const model::ClusterOptions& options = deployment.clusters[place];
    text += deployment.topology.clusters[place].name + to_text(to_json(options)) +
            to_text(to_json(options.behaviour));
    for (const auto& [version, behaviour] : options.upgrades) {
      text += version + to_text(to_json(behaviour));
    }
  }
  for (const auto& server : deployment.topology.servers) text += server.name + ' ';
  for (const auto& observer : deployment.topology.observers) text += observer.name + ' ';
  for (const auto& provider : deployment.providers) text += to_text(provider.poll_interval);
  for (const auto& party : deployment.relying_parties) text += to_text(party.cache_lifetime);
  for (const model::Action& action : deployment.plan) {
    text += to_text(action.at) + std::string{word_for(action.kind)} + action.version;
    for (const auto server : action.servers) text += std::to_string(history::index(server)) + ' ';
    for (const auto server : action.roll.servers) text += std::to_string(history::index(server));
  }
  return text;
}

void check_that_effective_text_reads_the_same(const Scenario& scenario) {
  const Scenario again = scenario_of(scenario.effective_text);
  CHECK(deployment_text(again) == deployment_text(scenario));
  CHECK(again.effective_text == scenario.effective_text);
  CHECK(again.expectations.size() == scenario.expectations.size());
  CHECK(again.read_at == scenario.read_at);
}

TEST_CASE("the effective text of every shipped scenario reads as the same scenario") {
  for (const Listed& each : list(scenarios_folder)) {
    INFO(each.path);
    check_that_effective_text_reads_the_same(scenario_of(read_whole(each.path)));
  }
}

TEST_CASE("the effective text of a scenario that uses every field reads as the same scenario") {
  check_that_effective_text_reads_the_same(
      scenario_of(read_whole(SPINDRIFT_SOURCE_DIR "/tests/scenario/everything.json")));
}

TEST_CASE("what a strategy and set values change stands in the effective text") {
  Overrides overrides;
  overrides.strategies = {scenarios_folder + "/strategies/upgrade-to-1.12.4.json"};
  overrides.sets = {"ca_ttl=36h", "clusters/*/behaviour/hold_down=30s"};
  const std::string path = scenarios_folder + "/incidents/6083-production.json";
  const Scenario scenario = scenario_of(read_whole(path), overrides);
  check_that_effective_text_reads_the_same(scenario);
  const Scenario again = scenario_of(scenario.effective_text);
  CHECK(again.deployment.clusters[0].behaviour.always_subscribed);
  CHECK(again.deployment.clusters[0].behaviour.hold_down == std::chrono::seconds{30});
}

}  // namespace
}  // namespace spindrift::scenario::test
