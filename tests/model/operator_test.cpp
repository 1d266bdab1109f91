#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::ActionEnded;
using history::ActivateReason;
using history::BundleChanged;
using history::KeyAbandoned;
using history::KeyActivated;
using history::KeyPrepared;
using history::KeyRetired;

TEST_CASE("prepare by hand fills next, and abandons a key that was prepared there", "[R18]") {
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).at(1h, ActionKind::prepare, {"A/1"}).at(2h, ActionKind::prepare, {"A/1"});
  build.at(3h, ActionKind::prepare, {"A/1"}).until(4h);
  const Recorder seen = build.run();
  const auto abandoned = seen.of<KeyAbandoned>("A/1");
  REQUIRE(abandoned.size() == 2);
  CHECK(abandoned[0].what.key == seen.key("A/1#2"));
  CHECK(abandoned[1].what.key == seen.key("A/1#3"));
  // Each call adds a key to the bundle, and none leaves it.
  CHECK(seen.bundle("A", Time{4h}).size() == 4);
}

TEST_CASE("activate by hand swaps now, and needs a prepared key", "[R18]") {
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).at(1h, ActionKind::activate, {"A/1"});
  build.at(2h, ActionKind::prepare, {"A/1"}).at(3h, ActionKind::activate, {"A/1"}).until(4h);
  const Recorder seen = build.run();
  const auto refused = seen.of<ActionEnded>("A/1");
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].at < Time{2h});
  const auto activated = seen.of<KeyActivated>("A/1", KeyType::jwt);
  REQUIRE(activated.size() == 2);
  CHECK(activated[1].what.key == seen.key("A/1#2"));
  CHECK(activated[1].what.reason == ActivateReason::by_hand);
  CHECK(activated[1].at >= Time{3h});
  CHECK(activated[1].at < Time{3h + 1s});
  CHECK(seen.of<KeyRetired>("A/1").at(0).what.key == seen.key("A/1#1"));
}

TEST_CASE("taint takes only this server's old key, revoke only a tainted one", "[R18]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).at(1h, ActionKind::taint, {"A/1"}).at(21h, ActionKind::revoke, {"A/1"});
  build.at(22h, ActionKind::taint, {"A/1"}).at(23h, ActionKind::revoke, {"A/1"}).until(24h);
  const Recorder seen = build.run();
  CHECK(seen.of<ActionEnded>("A/1").size() == 2);
  const auto tainted = seen.bundle("A", Time{22h + 1min});
  REQUIRE(tainted.size() == 2);
  const auto first = std::find_if(tainted.begin(), tainted.end(), [&](const BundleRecord& record) {
    return record.key == seen.key("A/1#1");
  });
  REQUIRE(first != tainted.end());
  CHECK(first->tainted);
  CHECK(!seen.lists("A", "A/1#1", Time{23h + 1min}));
}

TEST_CASE("a tainted record is appended beside the untainted one in the bundles below", "[R18]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).cluster("B", 1, "A").at(21h, ActionKind::taint, {"A/1"}).until(22h);
  const Recorder seen = build.run();
  const auto copies = [&](std::string_view cluster) {
    const auto list = seen.bundle(cluster, Time{22h});
    return std::count_if(list.begin(), list.end(), [&](const BundleRecord& record) {
      return record.key == seen.key("A/1#1");
    });
  };
  CHECK(copies("A") == 1);
  CHECK(copies("B") == 2);
}

TEST_CASE("prepare by hand makes a deaf region hear again", "[R18][R11]") {
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "A");
  build.at(1h, ActionKind::restart, {"C/1"}).at(2h, ActionKind::replace, {"B/1"});
  build.at(3h, ActionKind::prepare, {"C/1"}).at(4h, ActionKind::replace, {"B/1"}).until(5h);
  const Recorder seen = build.run();
  CHECK(!seen.lists("C", "B/1#2", Time{3h}));
  CHECK(seen.lists("C", "B/1#2", Time{3h + 1min}));
  CHECK(seen.lists("C", "B/1#3", Time{4h + 1min}));
}

TEST_CASE("before 1.11.0 the commands are refused", "[R18]") {
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 1).at(1h, ActionKind::prepare, {"A/1"}).until(2h);
  const Recorder seen = build.run();
  CHECK(seen.of<ActionEnded>("A/1").size() == 1);
  CHECK(seen.of<KeyPrepared>("A/1", KeyType::jwt).size() == 1);
}

TEST_CASE("status by issue time lets a restart sign with the key before, until 1.11.0", "[R18]") {
  // Two keys of one type made within the same second.
  const auto signs_after_restart = [](const std::string& version) {
    DeploymentBuilder build{version};
    build.cluster("A", 1);
    build.options("A").machine.until_listening = always(0s);
    const Time listening = build.until(1min).run().listening("A/1");
    build.at(listening - Time{} + 1ms, ActionKind::prepare, {"A/1"});
    build.at(1min, ActionKind::activate, {"A/1"}).at(2min, ActionKind::restart, {"A/1"});
    const Recorder seen = build.until(3min).run();
    const auto prepared = seen.of<KeyPrepared>("A/1", KeyType::jwt);
    REQUIRE(prepared.size() == 2);
    const auto second = [](Time moment) {
      return std::chrono::floor<std::chrono::seconds>(moment);
    };
    REQUIRE(second(prepared[0].what.issued_at) == second(prepared[1].what.issued_at));
    return seen.of<KeyActivated>("A/1", KeyType::jwt).back().what.key.number;
  };
  CHECK(signs_after_restart("1.11.0") == 1);
  CHECK(signs_after_restart("1.11.2") == 2);
}

}  // namespace spindrift::model
