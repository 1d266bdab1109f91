#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/sweep/plans.hpp"

namespace spindrift::sweep {
namespace {

using testing::SweepFolder;

std::vector<std::string> values_of(const Plan& plan, std::size_t input) {
  std::vector<std::string> values;
  for (std::uint64_t point = 0; point < plan.points.size(); ++point) {
    values.push_back(plan.value(point, input));
  }
  return values;
}

TEST_CASE("a grid takes every value of its inputs, evenly spaced, stepped or listed") {
  const SweepFolder folder;
  const auto values = [&](const std::string& input) {
    return values_of(
        folder.plan(R"({"scenario": "tiny", "design": "grid", "inputs": [)" + input + "]}"), 0);
  };
  CHECK(values(R"({"path": "ca_ttl", "from": "12h", "to": "36h", "count": 3})") ==
        std::vector<std::string>{R"("12h")", R"("1d")", R"("1d12h")"});
  CHECK(values(R"({"path": "clusters/A/servers", "from": 1, "to": 8, "step": 3})") ==
        std::vector<std::string>{"1", "4", "7"});
  CHECK(values(R"({"path": "clusters/A/servers", "from": 1, "to": 8, "count": 8})") ==
        std::vector<std::string>{"1", "2", "3", "4", "5", "6", "7", "8"});
  CHECK(values(R"({"path": "datastore/lock_timeout", "values": [null, "5s"]})") ==
        std::vector<std::string>{"null", R"("5s")"});
}

TEST_CASE("everything that is wrong with a plan is told at once, with its place") {
  const SweepFolder folder;
  const std::string told = folder.problems(R"({
  "scenario": "tinny", "design": "grit", "sampels": 3,
  "inputs": [{"path": "ca_ttl"}, {"path": "x", "values": [1, 1]}],
  "strategies": ["none", "slow+fast", "none"],
  "metrics": ["recovery_tim"]
})");
  for (const std::string expected :
       {R"(plan.json:2:15: /scenario: there is no "tinny")",
        R"(plan.json:2:34: /design: expected grid, random or latin_hypercube, found "grit"; did )",
        R"(plan.json:2:42: /sampels: unknown name "sampels"; did you mean "samples"?)",
        R"(plan.json:3:14: /inputs/0: expected either "values" or both "from" and "to")",
        R"(plan.json:3:62: /inputs/1/values/1: 1 is there already)",
        R"(plan.json:4:26: /strategies/1: there is no "fast")",
        R"(plan.json:4:39: /strategies/2: "none" is there already)",
        R"(plan.json:5:15: /metrics/0: unknown metric "recovery_tim"; did you mean)"}) {
    INFO(told);
    CHECK(told.find(expected) != std::string::npos);
  }
}

TEST_CASE("a value that the scenario refuses is told at its place in the plan") {
  const SweepFolder folder;
  const std::string told = folder.problems(R"({"scenario": "tiny", "design": "grid",
  "inputs": [{"path": "ca_ttl", "values": ["12h", "soon"]},
             {"path": "clusters/0/serverz", "from": 1, "to": 2, "count": 2}]})");
  INFO(told);
  CHECK(told.find("plan.json:2:51: /inputs/0/values/1: ca_ttl=\"soon\": expected a duration") !=
        std::string::npos);
  CHECK(told.find("plan.json:3:14: /inputs/1: clusters/0/serverz=1: unknown name") !=
        std::string::npos);
}

TEST_CASE("what does not belong to a design or a range is refused") {
  const SweepFolder folder;
  const auto told = [&](const std::string& rest) {
    return folder.problems(R"({"scenario": "tiny", )" + rest + "}");
  };
  const std::string range = R"("path": "ca_ttl", "from": "12h", "to": "24h")";
  const auto refused = [&](const std::string& rest, const std::string& why) {
    INFO(rest << '\n' << told(rest));
    return told(rest).find(why) != std::string::npos;
  };
  CHECK(told(R"("design": "grid", "inputs": [{)" + range + R"(, "count": 2}])").empty());
  CHECK(refused(R"("design": "grid", "samples": 3)", "does not go with grid"));
  CHECK(refused(R"("design": "random")", R"("samples" is missing)"));
  CHECK(refused(R"("design": "grid", "inputs": [{)" + range + "}]", R"("count" or "step")"));
  CHECK(refused(R"("design": "random", "samples": 2, "inputs": [{)" + range + R"(, "count": 2}])",
                "only a grid has a"));
  CHECK(refused(R"("design": "grid", "inputs": [{"path": "x", "from": 3, "to": 3, "count": 2}])",
                "must be greater"));
  CHECK(refused(R"("design": "grid", "inputs": [{"path": "x", "from": "1s", "to": 3, "count": 2}])",
                "expected a time"));
  CHECK(refused(R"("design": "grid", "inputs": [{"path": "x", "from": 0, "to": 3, "step": 0}])",
                "greater than zero"));
  CHECK(refused(R"("design": "grid", "inputs": [{"path": "x", "from": 0, "to": 1, "step": 1e-9}])",
                "more than 10000 values"));
  std::string many;
  for (int input = 0; input < 11; ++input) {
    many +=
        fmt::format(R"({}{{"path": "x/{}", "from": 0, "to": 1}})", input > 0 ? ", " : "", input);
  }
  CHECK(refused(R"("design": "random", "samples": 1000000, "inputs": [)" + many + "]",
                "make more than 10000000 values"));
  CHECK(refused(R"("design": "grid", "replications": 10000000, "strategies": ["none", "slow"])",
                "more than 10000000 cells"));
}

TEST_CASE("the digest of a plan changes with all that decides its results, and nothing else") {
  const SweepFolder folder;
  const auto digest = [&](const std::string& rest) {
    return folder.plan(R"({"scenario": "tiny", "design": "grid")" + rest + "}").digest;
  };
  const std::string with_strategy = R"(, "strategies": ["slow"])";
  const std::string before = digest("");
  const std::string slow_before = digest(with_strategy);
  CHECK(before != slow_before);
  CHECK(before == digest(R"(, "description": "the same")"));
  CHECK(before != digest(R"(, "replications": 2)"));
  CHECK(before != digest(R"(, "metrics": ["keys_made"])"));
  folder.write("slow.json", R"({"name": "slow", "summary": "slower",
                                "set": {"behaviour/upstream_poll_interval": "90s"}})");
  CHECK(before == digest(""));
  CHECK(slow_before != digest(with_strategy));
  folder.write("tiny.json", std::string{testing::tiny_scenario} + " ");
  CHECK(before != digest(""));
}

TEST_CASE("the plans that come with the program can be run") {
  const std::filesystem::path scenarios = std::filesystem::path{SPINDRIFT_SOURCE_DIR} / "scenarios";
  Finder finder;
  finder.scenario = [&](const std::string& name) { return (scenarios / "sweeps" / name).string(); };
  finder.strategy = [&](const std::string& name) {
    return (scenarios / "strategies" / (name + ".json")).string();
  };
  std::size_t plans = 0;
  for (const auto& entry : std::filesystem::directory_iterator{scenarios / "sweeps"}) {
    if (entry.path().extension() != ".json") continue;
    const LoadedPlan loaded = load_plan(entry.path().string(), finder);
    INFO(entry.path());
    CHECK(std::holds_alternative<Plan>(loaded));
    ++plans;
  }
  CHECK(plans >= 2);
}

TEST_CASE("the published schema of plans is that of the reader") {
  const std::string path = SPINDRIFT_SOURCE_DIR "/scenarios/sweep.schema.json";
  if (std::getenv("SPINDRIFT_REWRITE_GOLDEN") != nullptr) {
    std::ofstream{path, std::ios::binary} << plan_schema();
  }
  std::ifstream file{path, std::ios::binary};
  CHECK(std::string{std::istreambuf_iterator<char>{file}, {}} == plan_schema());
}

TEST_CASE("shards are named from one, and their files after the results") {
  CHECK(parse_shard("3/8") == Shard{3, 8});
  for (const std::string_view wrong : {"0/8", "9/8", "3", "3/", "/8", "3/8/2", "-1/8", "a/b", ""}) {
    INFO(wrong);
    CHECK_FALSE(parse_shard(wrong));
  }
  CHECK(shard_path("out/r.sqlite", Shard{}) == "out/r.sqlite");
  CHECK(shard_path("out/r.sqlite", Shard{3, 12}) == "out/r.shard-03-of-12.sqlite");
}

}  // namespace
}  // namespace spindrift::sweep
