#include <catch2/catch.hpp>

#include "sim/kernel/random.hpp"
#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::ConnectionOpened;

namespace {

/// Connections live for 9 s and take 2 s to open: much happens in between.
DeploymentBuilder mostly_reconnecting(bool with_agents) {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 2).cluster("B", 3, "A").until(6h);
  if (with_agents) build.agent("A").agent("B");
  build.options("A").network.round_trip = always(2s);
  build.options("A").network.connection_idle_close = 9s;
  build.options("A").supervised = true;
  return build;
}

/// Something happens to servers or databases every minute, at a moment of its own.
void disturb(DeploymentBuilder& build, std::uint64_t number) {
  kernel::RandomStream random{number, "disturbances"};
  const std::vector<std::vector<std::string_view>> whom{
      {"A/1"}, {"A/2"}, {"B/1"}, {"B/2"}, {"A/1", "A/2"}, {"B/1", "B/2", "B/3"}};
  const std::vector<ActionKind> what{ActionKind::pause,   ActionKind::pause,  ActionKind::kill,
                                     ActionKind::restart, ActionKind::vanish, ActionKind::prepare};
  for (Duration when = 10min; when < 5h + 50min; when += 2min) {
    const auto& servers = whom[random.below(whom.size())];
    const ActionKind kind = what[random.below(what.size())];
    build.at(when + random.between({}, 30s), kind, servers);
    const Duration mended = when + 31s + random.between({}, 60s);
    if (kind == ActionKind::pause) build.at(mended, ActionKind::resume, servers);
    if (kind == ActionKind::kill || kind == ActionKind::vanish) {
      build.at(mended, ActionKind::start, servers);
    }
    if (random.chance(1, 4)) {
      build.on_cluster(mended + 1s, ActionKind::database_down, random.chance(1, 2) ? "A" : "B", 9s);
    }
  }
}

}  // namespace

TEST_CASE("a connection that is replaced by one event opens when step by step it would", "[R21]") {
  DeploymentBuilder calm = mostly_reconnecting(false);
  Recorder seen;
  const RunSummary replaced = model::run(calm.deployment(), 1, {}, seen);
  CHECK(seen.of<ConnectionOpened>("B/1").size() > 500);
  CHECK(seen.digest() == calm.run(1, true).digest());
  // A tick and an arrival, for each of them; step by step it takes seven.
  CHECK(replaced.kernel_events < 4 * replaced.history_events);
}

TEST_CASE("whatever happens while connections are replaced comes to the same history", "[R21]") {
  for (std::uint64_t number = 1; number <= 12; ++number) {
    DeploymentBuilder build = mostly_reconnecting(number % 2 == 0);
    disturb(build, number);
    INFO("disturbances " << number);
    CHECK(build.run(1, false).digest() == build.run(1, true).digest());
  }
}

}  // namespace spindrift::model
