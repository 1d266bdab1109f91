#include <set>

#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::Event;
using history::KeyActivated;
using history::KeyPrepared;
using history::KeyType;

namespace {

DeploymentBuilder three_that_share(KeyManagerKind kind = KeyManagerKind::disk) {
  DeploymentBuilder build;
  build.cluster("A", 3).key_manager(kind).until(30h);
  build.options("A").behaviour.keys_shared_in_cluster = true;
  return build;
}

std::vector<Happened<KeyPrepared>> jwt_keys_made(const Recorder& seen) {
  return seen.where<KeyPrepared>(
      [](const KeyPrepared& made) { return made.key.type == KeyType::jwt; });
}

/// The JWT key that a server signs with at a moment.
Key signing(const Recorder& seen, std::string_view server, Time at) {
  Key key;
  for (const auto& each : seen.of<KeyActivated>(server)) {
    if (each.what.key.type == KeyType::jwt && each.at <= at) key = each.what.key;
  }
  return key;
}

}  // namespace

TEST_CASE("proposal: of servers that share JWT keys one makes them, and all sign with the same") {
  const Recorder seen = three_that_share().run();
  const auto made = jwt_keys_made(seen);
  // At the start and at each half of a life: one, not one for each server.
  REQUIRE(made.size() == 3);
  CHECK(made[1].at > made[0].at + 12h);
  CHECK(made[1].at <= made[0].at + 12h + 10s);
  for (const Duration at : {1h, 19h, 21h, 29h}) {
    std::set<Key> keys;
    for (const char* const each : {"A/1", "A/2", "A/3"}) {
      keys.insert(signing(seen, each, Time{at}));
    }
    CAPTURE(at.count());
    CHECK(keys.size() == 1);
  }
  CHECK(signing(seen, "A/1", Time{19h}) == made[0].what.key);
  CHECK(signing(seen, "A/1", Time{21h}) == made[1].what.key);
}

TEST_CASE("proposal: a server that lost its disk signs with the shared key and makes none") {
  for (const KeyManagerKind kind : {KeyManagerKind::disk, KeyManagerKind::aws_kms}) {
    DeploymentBuilder build = three_that_share(kind);
    build.at(2h, ActionKind::replace, {"A/1"}).at(14h, ActionKind::replace, {"A/2"});
    const Recorder seen = build.run();
    CHECK(jwt_keys_made(seen).size() == 3);
    CHECK(signing(seen, "A/1", Time{3h}) == signing(seen, "A/3", Time{3h}));
    CHECK(signing(seen, "A/2", Time{15h}) == signing(seen, "A/3", Time{15h}));
    // Its X.509 authority is its own, and lost with its disk.
    CHECK(seen.of<KeyPrepared>("A/1", KeyType::x509).size() >= 2);
  }
}

TEST_CASE("proposal: a refresh leaves an alias of shared keys where another server has put it") {
  DeploymentBuilder build = three_that_share(KeyManagerKind::aws_kms);
  build.until(80h);
  REQUIRE(build.options("A").behaviour.alias_refresh_repoints);
  build.at(70h, ActionKind::restart, {"A/1", "A/2", "A/3"});
  const Recorder seen = build.run();
  for (const char* const each : {"A/1", "A/2", "A/3"}) {
    CHECK(seen.of<history::ServerListening>(each).size() == 2);
  }
  CHECK(jwt_keys_made(seen).size() == 7);
}

TEST_CASE("proposal: who dies while it makes the shared key leaves the turn to the others") {
  DeploymentBuilder build = three_that_share();
  build.options("A").key_manager.disk_generate = always(20s);
  const auto undisturbed = jwt_keys_made(build.run());
  const auto& second = undisturbed.at(1);
  const std::string maker = build.deployment().topology.at(second.what.server).name;
  build.at(second.at - Time{} - 10s, ActionKind::kill, {maker});
  const auto made = jwt_keys_made(build.run());
  REQUIRE(made.size() >= 2);
  CHECK(made[1].what.server != second.what.server);
  CHECK(made[1].at > second.at);
  CHECK(made[1].at <= second.at + 20s);
}

TEST_CASE("proposal: shared keys are the same whether ticks are skipped or really run") {
  DeploymentBuilder build = three_that_share(KeyManagerKind::aws_kms);
  build.cluster("B", 2, "A").version("B", "1.11.2");
  build.options("B").behaviour.keys_shared_in_cluster = true;
  build.at(2h, ActionKind::replace, {"B/1"}).at(3h, ActionKind::prepare, {"B/2"});
  build.at(4h, ActionKind::activate, {"B/1"}).at(13h, ActionKind::replace, {"A/2"});
  CHECK(build.run(1, false).digest() == build.run(1, true).digest());
}

}  // namespace spindrift::model
