#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::ActionTaken;
using history::KeyActivated;
using history::KeyPrepared;

namespace {

void add_roll(DeploymentBuilder& build, Duration at, const std::vector<std::string_view>& servers,
              Duration pause, bool in_turn) {
  Action& action = build.deployment().plan.emplace_back();
  action.at = at;
  action.kind = ActionKind::roll;
  for (const std::string_view name : servers) action.roll.servers.push_back(build.server(name));
  action.roll.pause = pause;
  action.roll.in_turn = in_turn;
}

std::vector<Time> roll_begins(const Recorder& seen) {
  std::vector<Time> begins;
  for (const auto& each :
       seen.where<ActionTaken>([](const ActionTaken& taken) { return taken.action == "roll"; })) {
    begins.push_back(each.at);
  }
  return begins;
}

}  // namespace

TEST_CASE("a rolling restart in turn begins when those before it in the plan have ended") {
  DeploymentBuilder build;
  build.cluster("A", 2).cluster("B", 1, "A").until(4h);
  add_roll(build, 1h, {"A/1", "A/2"}, 20min, true);
  add_roll(build, 1h + 10min, {"B/1"}, 0s, true);
  add_roll(build, 1h + 15min, {"B/1"}, 0s, false);
  const auto begins = roll_begins(build.run());
  REQUIRE(begins.size() == 3);
  CHECK(begins[0] == Time{1h});
  CHECK(begins[1] == Time{1h + 15min});  // the one that waits for nobody
  CHECK(begins[2] > Time{1h + 40min});
  CHECK(begins[2] < Time{1h + 41min});
}

TEST_CASE("an operator who is late comes that much after the roll's turn") {
  DeploymentBuilder build;
  build.cluster("A", 2).cluster("B", 1, "A").until(4h);
  add_roll(build, 1h, {"A/1", "A/2"}, 20min, true);
  add_roll(build, 1h + 10min, {"B/1"}, 0s, true);
  const auto punctual = roll_begins(build.run());
  for (Action& action : build.deployment().plan) action.roll.late = 7min;
  const auto late = roll_begins(build.run());
  REQUIRE(late.size() == 2);
  CHECK(late[0] == punctual[0] + 7min);
  CHECK(late[1] == punctual[1] + 14min);  // of the first and its own
}

TEST_CASE("proposal: a first key that is not acknowledged everywhere does not sign", "[R8]") {
  DeploymentBuilder build;
  build.cluster("A", 1).cluster("B", 1, "A").until(20h);
  for (const char* const each : {"A", "B"}) build.options(each).behaviour.acknowledgement_cap = 6h;
  // B finds its keys and is deaf; A loses its key.
  build.at(1h, ActionKind::restart, {"B/1"}).at(2h, ActionKind::replace, {"A/1"});
  const Recorder seen = build.run();
  const auto signed_by_a = seen.of<KeyActivated>("A/1", KeyType::jwt);
  REQUIRE(signed_by_a.size() >= 2);
  const auto prepared = seen.of<KeyPrepared>("A/1", KeyType::jwt);
  CHECK(signed_by_a[1].what.key == prepared[1].what.key);
  // Its cap ends before B hears of it.
  CHECK(signed_by_a[1].at >= prepared[1].at + 6h);
  CHECK(signed_by_a[1].at < prepared[1].at + 6h + 10s);
}

TEST_CASE(
    "proposal: an acknowledged key signs at the next tick, whether ticks are skipped or not") {
  DeploymentBuilder build;
  build.cluster("A", 1).cluster("B", 1, "A").until(20h);
  for (const char* const each : {"A", "B"}) build.options(each).behaviour.acknowledgement_cap = 24h;
  build.at(1h, ActionKind::restart, {"B/1"}).at(2h, ActionKind::replace, {"A/1"});
  const Recorder seen = build.run();
  const auto signs = seen.of<KeyActivated>("A/1", KeyType::jwt);
  REQUIRE(signs.size() >= 2);
  // B prepares half of a life after its first start, and hears of all others by that.
  const Time heard = seen.of<KeyPrepared>("B/1", KeyType::jwt)[1].at;
  CHECK(seen.lists("B", "A/1#2", heard));
  CHECK(signs[1].at >= heard);
  CHECK(signs[1].at <= heard + 10s);
  CHECK(build.run(1, false).digest() == build.run(1, true).digest());
}

}  // namespace spindrift::model
