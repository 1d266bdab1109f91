#include "analysis/cli/scenario_files.hpp"

#include <catch2/catch.hpp>

#include "analysis/cli/scenario_options.hpp"
#include "tests/cli/program.hpp"

namespace spindrift::cli {
namespace {

/// A folder with two scenarios and two strategies.
void fill(const TestFolder& folder) {
  folder.write("incidents/first.json", R"({"description": "one", "clusters": [{"name": "A"}]})");
  folder.write("fleets/second.json", R"({"clusters": [{"name": "A"}]})");
  folder.write("strategies/slow.json", R"({"summary": "wait"})");
  folder.write("strategies/calm.json", R"({"summary": "wait longer"})");
}

}  // namespace

TEST_CASE("a scenario is found by its name, or is a path") {
  const TestFolder folder;
  fill(folder);
  const ScenarioFiles files{{folder.path().string()}};
  CHECK(files.scenario("first") == (folder.path() / "incidents/first.json").string());
  CHECK(files.scenario("no/such.json") == "no/such.json");
  CHECK(files.strategy("calm") == (folder.path() / "strategies/calm.json").string());
  CHECK(files.scenarios().size() == 2);
}

TEST_CASE("a misspelt name is an error that tells the nearest one") {
  const TestFolder folder;
  fill(folder);
  const ScenarioFiles files{{folder.path().string()}};
  CHECK_THROWS_WITH(files.scenario("frist"), "there is no scenario 'frist'; did you mean 'first'?");
  CHECK_THROWS_WITH(files.strategy("x"),
                    "there is no strategy 'x'; `spindrift list --strategies` shows what there is");
}

TEST_CASE("of two folders the first that has a name wins") {
  const TestFolder one;
  const TestFolder other;
  fill(one);
  fill(other);
  other.write("incidents/third.json", "{}");
  const ScenarioFiles files{{one.path().string(), other.path().string()}};
  CHECK(files.scenario("first") == (one.path() / "incidents/first.json").string());
  CHECK(files.scenario("third") == (other.path() / "incidents/third.json").string());
}

TEST_CASE("a folder stands for the scenarios in it, and an empty one is an error") {
  const TestFolder folder;
  fill(folder);
  const ScenarioFiles files{{}};
  const auto expanded = expand(files, {folder.path().string(), "x.json"});
  REQUIRE(expanded.size() == 3);
  CHECK(expanded[2] == "x.json");
  const TestFolder empty;
  CHECK_THROWS_AS(expand(files, {empty.path().string()}), UsageError);
}

TEST_CASE("strategies are joined by a plus, and options are repeated as they are typed") {
  const TestFolder folder;
  fill(folder);
  const ScenarioFiles files{{folder.path().string()}};
  ScenarioOptions options;
  options.strategies = {"slow+calm"};
  CHECK(options.overrides(files).strategies.size() == 2);
  options.strategies = {"slow+"};
  CHECK_THROWS_AS(options.overrides(files), UsageError);

  options.strategies = {"slow+calm"};
  options.seed = 3;
  options.sets = {"name=it's"};
  options.oracle = true;
  CHECK(options.as_typed() == R"( --seed 3 --set 'name=it'\''s' --strategy slow+calm --oracle)");
  CHECK(quoted_for_shell("") == "''");
  CHECK(quoted_for_shell("a b") == "'a b'");
}

}  // namespace spindrift::cli
