#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::KeyActivated;
using history::PrepareFailed;
using history::ServerEnded;
using history::ServerListening;
using history::ServerSpawned;

namespace {

/// A nested server that is started at 2 h, while its upstream is away. Its X.509 authority lives
/// for one hour, so it is due; its JWT key is due only when `disk_lost`.
DeploymentBuilder start_without_upstream(const std::string& version, bool disk_lost) {
  DeploymentBuilder build{version};
  build.cluster("A", 1).cluster("B", 1, "A");
  build.options("A").downstream_entry_ttl = 1h;
  build.at(1h, ActionKind::stop, {"B/1"}).at(1h, ActionKind::stop, {"A/1"});
  if (disk_lost) build.at(110min, ActionKind::lose_disk, {"B/1"});
  build.at(2h, ActionKind::start, {"B/1"}).until(3h);
  return build;
}

std::vector<KeyType> failed_at_start(const Recorder& seen) {
  std::vector<KeyType> failed;
  for (const auto& failure : seen.of<PrepareFailed>("B/1")) {
    if (failure.at >= Time{2h}) failed.push_back(failure.what.type);
  }
  return failed;
}

}  // namespace

TEST_CASE("a nested server with a key due cannot start while its upstream is away", "[R6]") {
  const Recorder seen = start_without_upstream("1.10.4", false).run();
  CHECK(seen.of<ServerListening>("B/1").size() == 1);
  const auto ended = seen.of<ServerEnded>("B/1");
  REQUIRE(ended.size() == 2);
  CHECK(ended[1].what.by_itself);
}

TEST_CASE("without an X.509 authority the JWT step is left out from 1.9.6", "[R6]") {
  const auto old = failed_at_start(start_without_upstream("1.9.5", true).run());
  CHECK(old == std::vector{KeyType::x509, KeyType::jwt});
  const auto fixed = failed_at_start(start_without_upstream("1.10.4", true).run());
  CHECK(fixed == std::vector{KeyType::x509});
}

TEST_CASE("before 1.9.6 a crash loop makes a JWT key and a row at every start", "[R6][R9]") {
  // The mint fails for want of an upstream; a JWT key needs none on a root.
  DeploymentBuilder build{"1.9.5"};
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms);
  build.options("A").supervised = true;
  build.kms_fails(0s, "Sign", "AccessDeniedException", 1h).until(1h);
  const Recorder old = build.run();
  const std::size_t starts = old.of<ServerSpawned>("A/1").size();
  REQUIRE(starts > 5);
  const std::size_t ended = old.of<ServerEnded>("A/1").size();
  CHECK(old.bundle("A", Time{1h}).size() == ended);
  CHECK(old.where<history::JournalSaved>([](const auto& saved) { return saved.inserted; }).size() ==
        ended);

  build.version("A", "1.10.4");
  const Recorder fixed = build.run();
  CHECK(fixed.of<ServerEnded>("A/1").size() == ended);
  CHECK(fixed.bundle("A", Time{1h}).empty());
  CHECK(fixed.all<history::JournalSaved>().empty());
}

TEST_CASE("a mint that hangs hangs the start", "[R6][R9b]") {
  DeploymentBuilder build;
  build.cluster("A", 1).cluster("B", 1, "A");
  build.at(1h, ActionKind::stop, {"B/1"}).at(2h, ActionKind::start, {"B/1"}).until(6h);
  Time connected = kernel::never;
  for (const auto& opened : build.run().of<history::ConnectionOpened>("B/1")) {
    if (opened.at > Time{2h}) connected = std::min(connected, opened.at);
  }
  REQUIRE(connected < Time{2h + 10s});
  // Frozen between the connection and the first request on it.
  build.at(connected - Time{} + 500us, ActionKind::pause, {"A/1"});
  build.at(5h, ActionKind::resume, {"A/1"});
  const Recorder seen = build.run();
  CHECK(seen.of<ServerEnded>("B/1").size() == 1);
  REQUIRE(seen.of<ServerListening>("B/1").size() == 2);
  CHECK(seen.listening("B/1", 2) > Time{5h});
}

TEST_CASE("a start whose X.509 authority has expired ends", "[R6][R8]") {
  // Both keys expire while the server is down: 24 h and 36 h after the first start.
  const auto story = [](const std::string& version) {
    DeploymentBuilder build{version};
    build.cluster("A", 1).at(13h, ActionKind::stop, {"A/1"});
    build.at(37h, ActionKind::start, {"A/1"}).at(38h, ActionKind::start, {"A/1"}).until(39h);
    return build.run();
  };
  const Recorder old = story("1.10.4");
  const auto ended = old.of<ServerEnded>("A/1");
  REQUIRE(ended.size() == 2);
  CHECK(ended[1].what.why == "X509 CA is already expired");
  REQUIRE(old.of<ServerListening>("A/1").size() == 2);
  CHECK(old.listening("A/1", 2) > Time{38h});

  const Recorder fixed = story("1.11.2");
  CHECK(fixed.of<ServerEnded>("A/1").size() == 1);
  CHECK(fixed.listening("A/1", 2) < Time{38h});
}

}  // namespace spindrift::model
