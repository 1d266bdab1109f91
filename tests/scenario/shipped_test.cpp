#include <catch2/catch.hpp>

#include "tests/scenario/golden.hpp"
#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

const std::string shipped_folder = SPINDRIFT_SOURCE_DIR "/scenarios";

TEST_CASE("every shipped scenario can be read, has the name of its file and says what it shows") {
  const std::vector<Listed> listed = list(shipped_folder);
  CHECK(listed.size() >= 11);
  for (const Listed& each : listed) {
    INFO(each.path);
    const Loaded loaded = load(each.path);
    REQUIRE(problems_in(loaded) == "");
    CHECK(std::get<Scenario>(loaded).name == each.name);
    CHECK_FALSE(each.description.empty());
    CHECK_FALSE(std::get<Scenario>(loaded).expectations.empty());
  }
}

TEST_CASE("every strategy can be laid over the production replay, and says what it does") {
  const std::vector<Listed> strategies = list_strategies(shipped_folder);
  CHECK(strategies.size() >= 16);
  for (const Listed& each : strategies) {
    INFO(each.path);
    Overrides overrides;
    overrides.strategies = {each.path};
    const Loaded loaded = load(shipped_folder + "/incidents/6083-production.json", overrides);
    REQUIRE(problems_in(loaded) == "");
    CHECK(std::get<Scenario>(loaded).strategies == std::vector{each.name});
    CHECK_FALSE(each.description.empty());
  }
}

TEST_CASE("a strategy's version reaches every cluster") {
  Overrides overrides;
  overrides.strategies = {shipped_folder + "/strategies/upgrade-to-1.12.4.json"};
  const Loaded loaded = load(shipped_folder + "/incidents/6083-production.json", overrides);
  REQUIRE(problems_in(loaded) == "");
  for (const auto& cluster : std::get<Scenario>(loaded).deployment.clusters) {
    CHECK(cluster.behaviour.always_subscribed);
  }
}

TEST_CASE("listing leaves out strategies, sweeps and schemas") {
  for (const Listed& each : list(shipped_folder)) {
    CHECK(each.path.find("/strategies/") == std::string::npos);
    CHECK(each.path.find("/sweeps/") == std::string::npos);
    CHECK(each.path.find(".schema.json") == std::string::npos);
  }
  CHECK(list("no/such/folder").empty());
}

TEST_CASE("the published schemas are those that the reader gives") {
  CHECK(is_as_written(shipped_folder + "/scenario.schema.json", schema()));
  CHECK(is_as_written(shipped_folder + "/strategy.schema.json", strategy_schema()));
}

}  // namespace
}  // namespace spindrift::scenario::test
