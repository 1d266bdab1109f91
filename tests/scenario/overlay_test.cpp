#include "sim/scenario/overlay.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* two_clusters = R"({"clusters": [{"name": "root"},
  {"name": "A", "upstream": "root", "network": {"round_trip": "1ms"}}]})";
constexpr const char* one_roll = R"({"clusters": [{"name": "root"}],
  "plan": [{"at": "1h", "do": "roll", "who": "root", "wait": "health", "pause": "1m"},
           {"at": "2h", "do": "restart", "who": "root"}]})";

Overrides sets(std::vector<std::string> assignments) {
  Overrides overrides;
  overrides.sets = std::move(assignments);
  return overrides;
}

/// What laying texts of strategies over a scenario gives: its JSON, or the problems.
std::string laid(const std::string& scenario, const std::vector<std::string>& strategies) {
  Problems problems;
  Json json = parse(scenario, "f.json", problems);
  Overlays overlays{json, problems};
  for (std::size_t place = 0; place < strategies.size(); ++place) {
    overlays.apply_strategy(strategies[place], fmt::format("s{}", place + 1));
  }
  std::string lines;
  for (const Problem& problem : problems) lines += to_string(problem) + '\n';
  return problems.empty() ? to_text(json) : lines;
}

std::string strategy(const std::string& name, const std::string& rest) {
  return fmt::format(R"({{"name": "{}", "summary": "x"{}{}}})", name, rest.empty() ? "" : ", ",
                     rest);
}

TEST_CASE("a set value goes through the same checks and says where it comes from") {
  const Scenario scenario = scenario_of(
      two_clusters, sets({"ca_ttl=36h", "clusters/1/servers=4", "network.round_trip=5ms",
                          "/clusters/root/supervised=true", "behaviour={\"hold_down\": \"30s\"}"}));
  const model::Deployment& deployment = scenario.deployment;
  CHECK(deployment.clusters[0].ca_ttl == 36h);
  CHECK(deployment.topology.servers.size() == 5);
  CHECK(deployment.clusters[0].network.round_trip == model::always(5ms));
  CHECK(deployment.clusters[1].network.round_trip == model::always(1ms));
  CHECK(deployment.clusters[0].supervised);
  CHECK_FALSE(deployment.clusters[1].supervised);
  CHECK(deployment.clusters[1].behaviour.hold_down == 30s);
  CHECK(setting_at(scenario, "/ca_ttl").origin == "--set ca_ttl=36h");
}

TEST_CASE("a star sets a value in every element of a list, and the last set value counts") {
  const Scenario scenario = scenario_of(
      two_clusters, sets({"clusters/*/network/round_trip=7ms", "ca_ttl=36h", "ca_ttl=48h"}));
  for (const auto& cluster : scenario.deployment.clusters) {
    CHECK(cluster.network.round_trip == model::always(7ms));
    CHECK(cluster.ca_ttl == 48h);
  }
}

TEST_CASE("a set value that leads nowhere or is wrong is told by what was typed") {
  CHECK(problems_of(two_clusters, sets({"ca_tl=12h"}))
            .find("--set ca_tl=12h: /ca_tl: unknown name \"ca_tl\"; did you mean \"ca_ttl\"?") ==
        0);
  CHECK(
      problems_of(two_clusters, sets({"clusters/roto/servers=2"})) ==
      "--set clusters/roto/servers=2: there is no element \"roto\" in a list of 2: root or A; did "
      "you mean \"root\"?\n");
  CHECK(problems_of(two_clusters, sets({"clusters/0/name/x=2"})) ==
        "--set clusters/0/name/x=2: \"x\" cannot be set inside \"name\", which is a string\n");
  CHECK(problems_of(two_clusters, sets({"ca_ttl=12"})).find("--set ca_ttl=12: /ca_ttl: expected") ==
        0);
  for (const char* const text : {"", "=", "ca_ttl", "=1"}) {
    INFO(text);
    CHECK(problems_of(two_clusters, sets({text})).find("expected path=value") != std::string::npos);
  }
  CHECK(problems_of(two_clusters, sets({"name=\xFF"})).find("not UTF-8") != std::string::npos);
}

TEST_CASE("a strategy sets values by path or as a merge, and changes the plan") {
  CHECK(laid(two_clusters, {strategy("a", R"("set": {"behaviour/hold_down": "30s",
          "behaviour": {"wit_keys": true}, "ca_ttl": "48h"})")})
            .find(R"("behaviour": {"hold_down": "30s", "wit_keys": true}, "ca_ttl": "48h"})") !=
        std::string::npos);
  CHECK(laid(one_roll, {strategy("a", R"("plan": {"roll": {"pause": null, "wait": "time",
          "key_limit": 90}, "remove": [{"do": "restart"}],
          "add": [{"at": "3h", "do": "prepare", "who": "root/1"}]})")}) ==
        R"({"clusters": [{"name": "root"}], "plan": [{"at": "1h", "do": "roll", "who": "root", )"
        R"("wait": "time", "key_limit": 90}, {"at": "3h", "do": "prepare", "who": "root/1"}]})");
  CHECK(laid(two_clusters, {strategy("a", R"("plan": {"add": [{"at": "3h"}]})")})
            .find(R"("plan": [{"at": "3h"}])") != std::string::npos);
}

TEST_CASE("strategies compose when they agree or have nothing to do with each other") {
  const std::string result =
      laid(one_roll, {strategy("a", R"("set": {"ca_ttl": "48h"}, "plan": {"roll": {"batch": 2}})"),
                      strategy("b", R"("set": {"ca_ttl": "48h", "seed": 2})"),
                      strategy("c", R"("plan": {"roll": {"batch": 2, "pause": "9m"}})")});
  CHECK(result.find(R"("ca_ttl": "48h", "seed": 2)") != std::string::npos);
  CHECK(result.find(R"("batch": 2, "pause": "9m")") != std::string::npos);
}

TEST_CASE(
    "strategies that decide one value differently contradict each other, and it is said why") {
  CHECK(laid(two_clusters, {strategy("a", R"("set": {"ca_ttl": "48h"})"),
                            strategy("b", R"("set": {"ca_ttl": "36h"})")}) ==
        "s2:1:49: strategies \"a\" and \"b\" contradict each other: ca_ttl is \"36h\" here, but "
        "ca_ttl is \"48h\" at s1:1:49\n");
  CHECK(laid(two_clusters, {strategy("a", R"("set": {"network/round_trip": "1ms"})"),
                            strategy("b", R"("set": {"network": null})")})
            .find("network is null here, but network/round_trip is \"1ms\"") != std::string::npos);
  CHECK(laid(one_roll, {strategy("a", R"("plan": {"roll": {"pause": "2m"}})"),
                        strategy("b", R"("plan": {"roll": {"pause": "3m"}})")})
            .find("plan/roll/pause is \"3m\" here, but plan/roll/pause is \"2m\"") !=
        std::string::npos);
  CHECK(laid(one_roll, {strategy("a", R"("plan": {"roll": {"pause": "2m"}})"),
                        strategy("b", R"("plan": {"remove": [{"do": "roll"}]})")})
            .find("contradict") != std::string::npos);
}

TEST_CASE("strategies that exclude each other contradict, whoever says so and in either order") {
  const std::string a = strategy("a", "");
  const std::string b = strategy("b", R"("conflicts_with": ["a"])");
  CHECK(laid(two_clusters, {a, b}) ==
        "s2:1:50: /conflicts_with/0: strategy \"b\" makes no sense together with \"a\"\n");
  CHECK(laid(two_clusters, {b, a}) ==
        "s2:1:1: strategy \"a\" makes no sense together with \"b\", as that one says\n");
  CHECK(laid(two_clusters, {a, a}) == "s2:1:1: strategy \"a\" is given twice\n");
}

TEST_CASE("a strategy that finds nothing to change says so") {
  CHECK(laid(two_clusters, {strategy("a", R"("plan": {"roll": {"pause": "2m"}})")}) ==
        "s1:1:48: /plan/roll: strategy \"a\" changes rolling restarts, but there is none in the "
        "plan\n");
  CHECK(laid(two_clusters, {strategy("a", R"("plan": {"remove": [{"do": "kill"}]})")})
            .find("leaves out \"kill\", but no action of the plan does that") != std::string::npos);
}

TEST_CASE("a strategy file is as strict as a scenario") {
  CHECK(laid(two_clusters, {R"({"name": "a b", "sumary": "x", "set": []})"}) ==
        "s1:1:1: \"summary\" is missing: what it does, in one line\n"
        "s1:1:10: /name: expected a word of letters, digits, '.', '_' and '-', found \"a b\"\n"
        "s1:1:17: /sumary: unknown name \"sumary\"; did you mean \"summary\"?; allowed: $schema, "
        "name, summary, description, set, plan or conflicts_with\n"
        "s1:1:39: /set: expected an object, found an array\n");
  CHECK(laid(two_clusters, {"{"}).find("s1:1:2: ") == 0);
}

TEST_CASE("a value from a strategy is checked and shown with its place in the strategy's file") {
  const std::string path =
      (std::filesystem::temp_directory_path() / "spindrift-overlay-test.json").string();
  std::ofstream{path} << strategy("long", R"("set": {"ca_ttl": "48h"})");
  Overrides overrides;
  overrides.strategies = {path};
  const Scenario scenario = scenario_of(two_clusters, overrides);
  CHECK(scenario.strategies == std::vector<std::string>{"long"});
  CHECK(setting_at(scenario, "/ca_ttl").origin == path + ":1:52");
  overrides.sets = {"ca_ttl=36h"};
  CHECK(scenario_of(two_clusters, overrides).deployment.clusters[0].ca_ttl == 36h);
  std::ofstream{path} << strategy("long", R"("set": {"ca_ttl": "48"})");
  overrides.sets.clear();
  CHECK(problems_of(two_clusters, overrides).find(path + ":1:52: /ca_ttl: expected a duration") ==
        0);
  std::filesystem::remove(path);
  CHECK(problems_of(two_clusters, overrides) == path + ": there is no such file\n");
}

}  // namespace
}  // namespace spindrift::scenario::test
