#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::BundleChanged;
using history::KeyActivated;
using history::KeyPrepared;
using history::KeyRetired;
using history::KeySetChanged;
using history::KeySetRefused;
using history::ObserverEnded;
using history::ObserverStarted;

namespace {

std::vector<Happened<KeySetChanged>> key_sets(const Recorder& seen, std::string_view observer) {
  const ObserverId id = seen.topology().find_observer(observer);
  return seen.where<KeySetChanged>([id](const KeySetChanged& set) { return set.observer == id; });
}

/// When a key was added to what an observer verifies with.
Time known_since(const Recorder& seen, std::string_view observer, const Key& key) {
  for (const auto& set : key_sets(seen, observer)) {
    const auto& added = set.what.added;
    if (std::find(added.begin(), added.end(), key) != added.end()) return set.at;
  }
  return kernel::never;
}

}  // namespace

TEST_CASE("an agent knows a new key one sync and one cached second after its server", "[R19]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    DeploymentBuilder build;
    const Recorder seen = build.cluster("A", 2).agent("A").until(30h).run(seed);
    for (const std::string_view name : {"A/1#2", "A/2#2", "A/1#3"}) {
      const Key key = seen.key(name);
      const auto prepared =
          seen.where<KeyPrepared>([&](const KeyPrepared& event) { return event.key == key; });
      REQUIRE(prepared.size() == 1);
      const Time known = known_since(seen, "agent-A", key);
      CHECK(known >= prepared[0].at - Duration{1s});
      CHECK(known <= prepared[0].at + Duration{6s + 600ms});
    }
  }
}

TEST_CASE("until 1.11.1 an agent goes on dialling for 30 s, and is sooner back after an outage",
          "[R21]") {
  // The only server is away for 45 s. An agent that fails at once tries after some 0, 8, 19, 36
  // and 61 s; one whose dials last 30 s after some 0, 8 to 38, and 49 s.
  const auto back_after = [](Duration patience) {
    Duration sum{};
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      DeploymentBuilder build{"1.11.0"};
      build.cluster("A", 1).agent("A").until(1h + 5min);
      build.options("A").behaviour.agent_dial_patience = patience;
      build.at(1h, ActionKind::stop, {"A/1"}).at(1h + 45s, ActionKind::start, {"A/1"});
      build.at(1h + 47s + 500ms, ActionKind::prepare, {"A/1"});
      const Recorder seen = build.run(seed);
      const Time known = known_since(seen, "agent-A", seen.key("A/1#2"));
      REQUIRE(known != kernel::never);
      sum += known - Time{1h};
    }
    return sum / 10;
  };
  CHECK(back_after(30s) > 48s);
  CHECK(back_after(30s) < 56s);
  CHECK(back_after(0s) > 58s);
  CHECK(preset("1.11.1")->agent_dial_patience == 30s);
  CHECK(preset("1.11.2")->agent_dial_patience == 0s);
}

TEST_CASE("an agent's syncs fail while the datastore is down, and come ever later", "[R19]") {
  // They fail some 5, 12, 24 and 41 s after the last good one, and come again after some 66 s.
  Duration sum{};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    DeploymentBuilder build{"1.11.0"};
    build.cluster("A", 1).agent("A").until(1h + 5min);
    build.on_cluster(1h, ActionKind::database_down, "A", 45s);
    build.at(1h + 46s, ActionKind::prepare, {"A/1"});
    const Recorder seen = build.run(seed);
    const Time known = known_since(seen, "agent-A", seen.key("A/1#2"));
    REQUIRE(known != kernel::never);
    CHECK(known > Time{1h + 55s});
    sum += known - Time{1h};
  }
  CHECK(sum / 10 > 60s);
  CHECK(sum / 10 < 68s);
}

TEST_CASE("a key signs from its activation to the next one's", "[R19]") {
  DeploymentBuilder build;
  const Recorder seen = build.cluster("A", 1).until(60h).run();
  const auto activated = seen.of<KeyActivated>("A/1", KeyType::jwt);
  const auto retired = seen.of<KeyRetired>("A/1", KeyType::jwt);
  REQUIRE(activated.size() == 5);
  REQUIRE(retired.size() == 4);
  for (std::size_t place = 0; place < retired.size(); ++place) {
    CHECK(retired[place].what.key == activated[place].what.key);
    CHECK(retired[place].at <= activated[place + 1].at);
    CHECK(retired[place].at >= activated[place + 1].at - Duration{1s});
    CHECK(activated[place + 1].at < activated[place].what.not_after);
  }
}

namespace {

/// Three servers, a discovery provider beside the first, and a relying party that takes four keys.
Recorder relying_party_story() {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 3);
  auto& deployment = build.deployment();
  history::Observer provider;
  provider.name = "provider";
  provider.kind = history::ObserverKind::discovery_provider;
  provider.cluster = ClusterId{0};
  provider.server = ServerId{0};
  history::Observer party;
  party.name = "aws";
  party.kind = history::ObserverKind::relying_party;
  party.cluster = ClusterId{0};
  party.source = ObserverId{0};
  deployment.topology.observers = {provider, party};
  deployment.providers.push_back({"provider", ServerId{0}, 10s});
  RelyingParty& aws = deployment.relying_parties.emplace_back();
  aws.name = "aws";
  aws.provider = ObserverId{0};
  aws.key_limit = 4;
  build.at(1h, ActionKind::prepare, {"A/2"}).at(2h, ActionKind::prepare, {"A/3"});
  build.at(21h, ActionKind::taint, {"A/1"}).at(22h, ActionKind::taint, {"A/2"});
  return build.until(10h).run();
}

}  // namespace

TEST_CASE("a discovery provider's set follows its server's bundle within 10 s", "[R20]") {
  const Recorder seen = relying_party_story();
  for (const std::string_view name : {"A/2#2", "A/3#2"}) {
    const Key key = seen.key(name);
    const auto prepared =
        seen.where<KeyPrepared>([&](const KeyPrepared& event) { return event.key == key; });
    const Time known = known_since(seen, "provider", key);
    CHECK(known >= prepared.at(0).at - Duration{1s});
    CHECK(known <= prepared.at(0).at + Duration{11s});
  }
}

TEST_CASE("a relying party refuses a set above its limit", "[R20]") {
  const Recorder seen = relying_party_story();
  // Three keys, then four, then five.
  const auto refused = seen.all<KeySetRefused>();
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].what.refused);
  CHECK(refused[0].what.keys == 5);
  CHECK(refused[0].what.limit == 4);
  CHECK(refused[0].at > Time{2h});
  CHECK(refused[0].at <= Time{2h + 6min});
}

TEST_CASE("a server whose root the agent lacks ends the agent", "[R24]") {
  DeploymentBuilder build;
  build.cluster("A", 1).agent("A").at(1h, ActionKind::replace, {"A/1"}).until(2h);
  build.options("A").agent.restarts_after.reset();
  const Recorder seen = build.run();
  const auto ended = seen.all<ObserverEnded>();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].at > seen.listening("A/1", 2));
  CHECK(seen.all<ObserverStarted>().size() == 1);
}

TEST_CASE("while it dials, until 1.11.1, an agent that met an unknown root meets the next server",
          "[R24][R21]") {
  // Both servers are away for a while; one comes back under a new root, the other as it was.
  const auto agents_ended = [](Duration patience) {
    std::size_t ended = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      DeploymentBuilder build{"1.11.0"};
      build.cluster("A", 2).agent("A").until(1h + 10min);
      build.options("A").behaviour.agent_dial_patience = patience;
      build.at(1h, ActionKind::stop, {"A/1", "A/2"}).at(1h + 1min, ActionKind::lose_disk, {"A/1"});
      build.at(1h + 1min, ActionKind::start, {"A/1"}).at(1h + 61s, ActionKind::start, {"A/2"});
      ended += build.run(seed).all<ObserverEnded>().size();
    }
    return ended;
  };
  CHECK(agents_ended(30s) == 0);
  CHECK(agents_ended(0s) > 0);
}

TEST_CASE("a frozen server answers an agent's sync when it goes on", "[R19][R21]") {
  // Frozen for less than the sync's deadline: nothing is tried again, and the key is there at once.
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).agent("A").until(1h + 2min);
  build.at(1h - 20s, ActionKind::prepare, {"A/1"}).at(1h, ActionKind::pause, {"A/1"});
  build.at(1h + 20s, ActionKind::resume, {"A/1"}).at(1h + 20s + 1ms, ActionKind::prepare, {"A/1"});
  const Recorder seen = build.run();
  const Time known = known_since(seen, "agent-A", seen.key("A/1#3"));
  CHECK(known < Time{1h + 27s});
}

TEST_CASE("a supervisor starts an agent again that ended on an unknown root", "[R24]") {
  DeploymentBuilder build;
  build.cluster("A", 1).agent("A").at(1h, ActionKind::replace, {"A/1"}).until(2h);
  const Recorder seen = build.run();
  const auto ended = seen.all<ObserverEnded>();
  REQUIRE(ended.size() == 1);
  const auto started = seen.all<ObserverStarted>();
  REQUIRE(started.size() == 2);
  CHECK(started[1].at == ended[0].at + Duration{10s});
}

TEST_CASE("a root signed by the one before as well is known to who knows that one", "[R24]") {
  // At 21 h a new authority signs at once, which the agent had no chance to hear of.
  const auto agents_ended = [](bool cross_signed) {
    DeploymentBuilder build;
    build.cluster("A", 1).agent("A").until(22h);
    build.at(1h, ActionKind::stop, {"A/1"}).at(21h, ActionKind::start, {"A/1"});
    build.options("A").behaviour.x509_cross_signed = cross_signed;
    return build.run().all<ObserverEnded>().size();
  };
  CHECK(agents_ended(false) == 1);
  CHECK(agents_ended(true) == 0);
}

TEST_CASE("an agent goes on when the server comes back under a root that it knows", "[R24]") {
  DeploymentBuilder build;
  build.cluster("A", 1).agent("A").at(1h, ActionKind::restart, {"A/1"}).until(2h);
  CHECK(build.run().all<ObserverEnded>().empty());
}

TEST_CASE("an agent goes on when it learned the new root from another server first", "[R24]") {
  // A/2 makes a new root while the agent is connected to A/1, and is met only a minute later.
  DeploymentBuilder build;
  build.cluster("A", 2).agent("A").at(1h, ActionKind::replace, {"A/2"});
  build.at(1h + 1min, ActionKind::stop, {"A/1"}).at(3h, ActionKind::start, {"A/1"}).until(4h);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Recorder seen = build.run(seed);
    const auto sets = key_sets(seen, "agent-A");
    REQUIRE(!sets.empty());
    CHECK(sets[0].what.from == seen.topology().find_server("A/1"));
    CHECK(seen.all<ObserverEnded>().empty());
  }
}

}  // namespace spindrift::model
