#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "analysis/cli/explanation_json.hpp"
#include "analysis/cli/run_report.hpp"
#include "analysis/explanation/explanation.hpp"
#include "sim/history/digest.hpp"
#include "tests/cli/golden.hpp"
#include "tests/cli/regional_story.hpp"

namespace spindrift::cli {
namespace {

using namespace std::chrono_literals;

/// What `simulate` would make of a story.
RunResult result_of(analysis::Story& story, history::Duration until,
                    std::optional<history::Duration> read_at) {
  RunResult result;
  result.observed = std::make_unique<analysis::Observation>();
  history::Digest digest;
  Readings readings{read_at, *result.observed};
  history::Fanout sinks;
  sinks.add(digest);
  sinks.add(readings);
  sinks.add(*result.observed);
  story.tell(until, sinks);
  result.digest = digest.hex();
  result.reading = readings.take();
  result.read_at = readings.moment();
  result.summary.history_events = 40;
  result.summary.kernel_events = 400;
  return result;
}

scenario::Scenario scenario_of_story() {
  scenario::Scenario scenario;
  scenario.name = "regional";
  scenario.description = "told by hand";
  scenario.path = "regional.json";
  scenario.seed = 7;
  return scenario;
}

std::string json_text(const scenario::Scenario& scenario, const RunResult& result) {
  auto json = run_as_json(scenario, result);
  json.erase("spindrift");  // differs from build to build
  return json.dump(2) + '\n';
}

}  // namespace

TEST_CASE("a run that heals reads as the golden files say, for people and for programs") {
  analysis::Story story = regional_story(true);
  const RunResult result = result_of(story, 13h, 3h);
  const scenario::Scenario scenario = scenario_of_story();
  CHECK(difference_from_golden("run-heals.txt",
                               run_as_text(scenario, result, "regional", Console{})) == "");
  CHECK(difference_from_golden("run-heals.json", json_text(scenario, result)) == "");
}

TEST_CASE("a run that ends before it heals foresees when it will") {
  analysis::Story story = regional_story(false);
  const RunResult result = result_of(story, 4h, std::nullopt);
  const scenario::Scenario scenario = scenario_of_story();
  CHECK(difference_from_golden("run-misses.txt",
                               run_as_text(scenario, result, "regional", Console{})) == "");
  const auto json = run_as_json(scenario, result);
  const auto& b = json["clusters"][2];
  CHECK(b["jwt_keys"] == 3);
  REQUIRE(b["missing"].size() == 1);
  CHECK(b["missing"][0]["key"] == "A/1#2");
  CHECK(b["missing"][0]["made_by"] == "A/1");
  CHECK(b["missing"][0]["since"] == 7200.0);
  CHECK(b["missing"][0]["until"].is_null());
  CHECK(b["deaf"][0]["from"] == 3600.0);
  CHECK(b["deaf"][0]["until"].is_null());
  CHECK(b["heals_at"] == 43212.0);  // 12 h 2 s is a tick, and the threshold is strict
  CHECK(b["heals_at_is_predicted"] == true);
  CHECK(b["heals_by"] == "B/1");
}

TEST_CASE("the moment of reading decides the counts, not what is seen later") {
  analysis::Story story = regional_story(true);
  CHECK(result_of(story, 13h, 1h).reading[2].missing.empty());
  const RunResult late = result_of(story, 13h, 12h);
  REQUIRE(late.reading[2].missing.size() == 1);
  CHECK(late.reading[2].missing[0].until == history::Time{12h + 12s});
  CHECK(late.reading[0].jwt_keys == 4);
  CHECK(late.reading[2].jwt_keys == 3);
  CHECK(result_of(story, 13h, std::nullopt).reading[2].jwt_keys == 5);
}

TEST_CASE("an explanation reads as the golden files say, for people and for programs") {
  const history::History healed = regional_story(true).history(13h);
  const auto explanation = analysis::explain(healed);
  CHECK(difference_from_golden("explain-heals.txt", to_text(healed.topology, explanation)) == "");
  CHECK(difference_from_golden("explain-heals.json",
                               explanation_as_json(healed.topology, explanation).dump(2) + '\n') ==
        "");
  const history::History missing = regional_story(false).history(4h);
  CHECK(difference_from_golden("explain-misses.txt",
                               to_text(missing.topology, analysis::explain(missing))) == "");
}

}  // namespace spindrift::cli
