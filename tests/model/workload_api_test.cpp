#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::Channel;
using history::KeyPrepared;
using history::ListeningOpened;
using history::PollingStopped;
using history::PrepareFailed;
using history::ServerEnded;
using history::ServerListening;

namespace {

/// A root with an agent beside its nested server. X.509 authorities of B live for `x509_ttl`.
DeploymentBuilder with_agent(const std::string& version, Duration x509_ttl) {
  DeploymentBuilder build{version};
  build.cluster("A", 1).agent("A").cluster("B", 1, "A");
  // From 1.12.0 that is the nested server's ca_ttl, and the entry's TTL is that of its SVID only.
  if (version != "1.12.4") build.options("A").downstream_entry_ttl = x509_ttl;
  return build;
}

}  // namespace

TEST_CASE("with nothing due a server starts without its agent", "[R23]") {
  DeploymentBuilder build = with_agent("1.10.4", 24h);
  build.on_cluster(1h, ActionKind::agent_stop, "A").at(2h, ActionKind::restart, {"B/1"});
  const Recorder seen = build.until(3h).run();
  REQUIRE(seen.of<ServerListening>("B/1").size() == 2);
  CHECK(seen.listening("B/1", 2) < Time{2h + 10s});
}

TEST_CASE("with an X.509 key due a start hangs until the agent answers", "[R23]") {
  DeploymentBuilder build = with_agent("1.10.4", 1h);
  build.at(1h, ActionKind::stop, {"B/1"}).on_cluster(90min, ActionKind::agent_stop, "A");
  build.at(2h, ActionKind::start, {"B/1"}).on_cluster(5h, ActionKind::agent_start, "A");
  const Recorder seen = build.until(6h).run();
  CHECK(seen.of<ServerEnded>("B/1").size() == 1);
  REQUIRE(seen.of<ServerListening>("B/1").size() == 2);
  CHECK(seen.listening("B/1", 2) >= Time{5h});
  CHECK(seen.listening("B/1", 2) < Time{5h + 10s});
}

TEST_CASE("with only a JWT key due the publication fails after 5 s and the start ends", "[R23]") {
  // The X.509 authority of B lives four times as long as its JWT key.
  DeploymentBuilder build = with_agent("1.10.4", 24h);
  build.options("B").ca_ttl = 6h;
  build.at(1h, ActionKind::stop, {"B/1"}).on_cluster(2h, ActionKind::agent_stop, "A");
  build.at(4h, ActionKind::start, {"B/1"});
  const Recorder seen = build.until(6h).run();
  const auto failed = seen.of<PrepareFailed>("B/1");
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].what.type == KeyType::jwt);
  const auto ended = seen.of<ServerEnded>("B/1");
  REQUIRE(ended.size() == 2);
  CHECK(ended[1].what.by_itself);
  const Time spawned = seen.of<history::ServerSpawned>("B/1").back().at;
  CHECK(ended[1].at - spawned > Duration{5s});
  CHECK(ended[1].at - spawned < Duration{7s});
}

TEST_CASE("polls go on without the agent until the SVID has expired", "[R23]") {
  DeploymentBuilder build = with_agent("1.12.4", 24h);
  build.on_cluster(4h, ActionKind::agent_stop, "A").until(6h);
  const Recorder seen = build.run();
  const auto stopped = seen.of<PollingStopped>("B/1");
  REQUIRE(stopped.size() == 1);
  // An SVID of one hour, renewed each half hour; a connection is renewed after 3 min.
  CHECK(stopped[0].at > Time{4h + 30min});
  CHECK(stopped[0].at < Time{5h + 4min});
  CHECK(seen.of<ServerEnded>("B/1").empty());
}

TEST_CASE("a polling period that ended leaves no SVID to the next one", "[R23]") {
  // B finds its keys at 1 h and publishes by hand. Its agent ends; the next publication closes the
  // stream of the one before, and with it the polling, the connection and the SVID.
  const auto failures = [](bool agent_ends) {
    DeploymentBuilder build = with_agent("1.11.0", 24h);
    build.at(1h, ActionKind::restart, {"B/1"}).at(90min, ActionKind::prepare, {"B/1"});
    if (agent_ends) build.on_cluster(2h - 1min, ActionKind::agent_stop, "A");
    return build.at(2h, ActionKind::prepare, {"B/1"}).until(3h).run().of<PrepareFailed>("B/1");
  };
  CHECK(failures(false).empty());
  REQUIRE(failures(true).size() == 1);
  CHECK(failures(true)[0].at > Time{2h + 5s});
  CHECK(failures(true)[0].at < Time{2h + 6s});
}

TEST_CASE("from 1.12.4 the subscription waits silently for the agent", "[R23][R12]") {
  DeploymentBuilder build = with_agent("1.12.4", 24h);
  build.on_cluster(1h, ActionKind::agent_stop, "A").at(2h, ActionKind::restart, {"B/1"});
  build.at(3h, ActionKind::prepare, {"A/1"}).at(4h, ActionKind::prepare, {"B/1"});
  build.on_cluster(5h, ActionKind::agent_start, "A").until(6h);
  const Recorder seen = build.run();
  CHECK(seen.of<ServerEnded>("B/1").size() == 1);
  // Deaf, and a publication waits behind it in vain.
  CHECK(!seen.lists("B", "A/1#2", Time{5h - 1s}));
  const auto failed = seen.of<PrepareFailed>("B/1");
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].at >= Time{4h + 5s});
  CHECK(failed[0].at < Time{4h + 6s});
  const auto subscribed = seen.of<ListeningOpened>("B/1");
  REQUIRE(subscribed.size() == 2);
  CHECK(subscribed[1].at >= Time{5h});
  CHECK(seen.lists("B", "A/1#2", Time{5h + 10s}));
}

TEST_CASE("servers beside an agent that ended lose their Workload API", "[R23][R24]") {
  DeploymentBuilder build = with_agent("1.10.4", 1h);
  build.at(1h, ActionKind::replace, {"A/1"}).at(2h, ActionKind::restart, {"B/1"}).until(12h);
  build.options("A").agent.restarts_after.reset();
  const Recorder seen = build.run();
  REQUIRE(seen.all<history::ObserverEnded>().size() == 1);
  // Its authority of one hour is due at some start, and no agent is there to speak for it.
  const auto prepared = seen.of<KeyPrepared>("B/1", KeyType::x509);
  REQUIRE(!prepared.empty());
  CHECK(prepared.back().at < Time{2h + 30min});
}

}  // namespace spindrift::model
