#include "sim/scenario/luck.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* random_fleet = R"({
  "clusters": [
    {"name": "root", "servers": 2},
    {"name": "r{1..5}", "upstream": "root", "servers": 2}
  ],
  "first_starts": {"spread": "5s"},
  "key_manager": {"disk_generate": {"shape": "exponential", "mean": "9ms"}},
  "vary": {"first_starts": "30s", "latencies_p99": 3, "cluster_order": true},
  "plan": [
    {"at": "1h", "late_by": "1h", "do": "roll", "who": "r{1..5}/*"},
    {"at": "3h", "late_by": "30m", "do": "restart", "who": "root/1"},
    {"at": "4h", "do": "restart", "who": "root/2"}
  ]
})";

std::vector<std::string> order_of_roll(const model::Deployment& deployment) {
  std::vector<std::string> names;
  for (const auto server : deployment.plan.front().roll.servers) {
    names.push_back(deployment.topology.at(server).name);
  }
  return names;
}

}  // namespace

TEST_CASE("luck moves what is named as random, within its bounds, and nothing else") {
  const Scenario scenario = scenario_of(random_fleet);
  std::set<kernel::Duration> times;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const model::Deployment drawn = with_luck(scenario, seed);
    CHECK(drawn.plan[0].at >= 1h);
    CHECK(drawn.plan[0].at <= 2h);
    CHECK(drawn.plan[1].at >= 3h);
    CHECK(drawn.plan[1].at <= 3h + 30min);
    CHECK(drawn.plan[2].at == 4h);
    times.insert(drawn.plan[0].at);
  }
  CHECK(times.size() == 50);
  const model::Deployment drawn = with_luck(scenario, 1);
  CHECK(drawn.first_starts.spread == 30s);
  const auto& options = drawn.clusters.front();
  CHECK(options.datastore.commit.shape() == model::Latency::Shape::lognormal);
  CHECK(options.datastore.commit.typical() == 2ms);
  CHECK(options.datastore.commit.spread() == 4ms);
  CHECK(options.key_manager.disk_generate.shape() == model::Latency::Shape::exponential);
  CHECK(with_luck(scenario, 1).plan[0].at == drawn.plan[0].at);
}

TEST_CASE("a random order of clusters keeps the servers of each together") {
  const Scenario scenario = scenario_of(random_fleet);
  std::set<std::vector<std::string>> orders;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto order = order_of_roll(with_luck(scenario, seed));
    REQUIRE(order.size() == 10);
    for (std::size_t place = 0; place < order.size(); place += 2) {
      CHECK(order[place].substr(0, 2) == order[place + 1].substr(0, 2));
      CHECK(order[place].ends_with("/1"));
    }
    orders.insert(order);
  }
  CHECK(orders.size() > 30);
}

TEST_CASE("an action that a strategy adds moves nobody else's luck") {
  const Scenario plain = scenario_of(random_fleet);
  const Scenario changed =
      scenario_of(random_fleet, {.strategies = {}, .sets = {"rolls.pause=5m"}, .seed = {}});
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CHECK(with_luck(plain, seed).plan[0].at == with_luck(changed, seed).plan[0].at);
    CHECK(order_of_roll(with_luck(plain, seed)) == order_of_roll(with_luck(changed, seed)));
  }
}

TEST_CASE("neither another time nor another order of its servers moves an action's luck") {
  const Scenario plain = scenario_of(random_fleet);
  const Scenario changed = scenario_of(
      random_fleet,
      {.strategies = {}, .sets = {"plan.0.at=30m", "rolls.order=round_robin"}, .seed = {}});
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CHECK(with_luck(plain, seed).plan[0].at - 1h == with_luck(changed, seed).plan[0].at - 30min);
  }
}

TEST_CASE("who waits for the rolls before is late after them, and begins at its time otherwise") {
  const Scenario in_turn =
      scenario_of(random_fleet, {.strategies = {}, .sets = {"plan.0.in_turn=true"}, .seed = {}});
  const Scenario by_the_clock = scenario_of(random_fleet);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const model::Action waits = with_luck(in_turn, seed).plan[0];
    CHECK(waits.at == 1h);
    CHECK(waits.roll.late == with_luck(by_the_clock, seed).plan[0].at - 1h);
    CHECK(waits.roll.late > 0s);
  }
}

TEST_CASE("a scenario is run as it is written, unless luck is asked for") {
  const Scenario written = scenario_of(random_fleet);
  CHECK(written.deployment.plan[0].at == 1h);
  CHECK(written.deployment.first_starts.spread == 5s);
  Overrides drawn;
  drawn.seed = 7;
  drawn.draws_luck = true;
  CHECK(scenario_of(random_fleet, drawn).deployment.plan[0].at == with_luck(written, 7).plan[0].at);
}

TEST_CASE("what is random is told, a line each") {
  const auto lines = luck_in_words(scenario_of(random_fleet));
  REQUIRE(lines.size() == 6);
  CHECK(lines[0].find("up to 30s later") != std::string::npos);
  CHECK(lines[1] == "roll at 1h: up to 1h later");
  CHECK(luck_in_words(scenario_of(R"({"clusters": [{"name": "A"}]})")).size() == 1);
}

TEST_CASE("a value can be set in every rolling restart") {
  const auto with = [](const char* assignment) {
    return Overrides{.strategies = {}, .sets = {assignment}, .seed = {}};
  };
  CHECK(scenario_of(random_fleet, with("rolls.pause=5m")).deployment.plan[0].roll.pause == 5min);
  CHECK(problems_of(random_fleet, with("rolls.puase=5m")).find("did you mean \"pause\"?") !=
        std::string::npos);
  CHECK(problems_of(R"({"clusters": [{"name": "A"}]})", with("rolls.pause=5m"))
            .find("there is no rolling restart in the plan") != std::string::npos);
}

}  // namespace spindrift::scenario::test
