#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::ConnectionLost;
using history::ConnectionOpened;
using history::ListForwarded;
using history::PollingResumed;
using history::PollingStopped;
using history::PrepareFailed;

namespace {

DeploymentBuilder two_levels(int upstream_servers = 1) {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", upstream_servers).cluster("B", 1, "A").until(4h);
  return build;
}

template <class What>
std::vector<Happened<What>> since(const Recorder& seen, Time from) {
  std::vector<Happened<What>> events = seen.of<What>("B/1");
  std::erase_if(events, [from](const auto& event) { return event.at < from; });
  return events;
}

}  // namespace

TEST_CASE("a connection is closed after 3 min and replaced by one to the next server", "[R21]") {
  const Recorder seen = two_levels(2).run();
  const auto opened = since<ConnectionOpened>(seen, seen.listening("B/1") + Duration{5s});
  REQUIRE(opened.size() > 60);
  for (std::size_t place = 1; place < opened.size(); ++place) {
    const Duration age = opened[place].at - opened[place - 1].at;
    CHECK(age >= Duration{162s});
    CHECK(age <= Duration{198s + 5s + 100ms});
    CHECK(opened[place].what.upstream != opened[place - 1].what.upstream);
  }
  CHECK(seen.of<ConnectionLost>("B/1").empty());
}

TEST_CASE("a killed server resets the connection, and another one is reached", "[R21]") {
  DeploymentBuilder build = two_levels(2);
  ServerId connected = ServerId::none;
  for (const auto& opened : build.run().of<ConnectionOpened>("B/1")) {
    if (opened.at < Time{1h}) connected = opened.what.upstream;
  }
  build.at(1h, ActionKind::kill, {connected == ServerId{0} ? "A/1" : "A/2"});
  const Recorder seen = build.run();
  const auto lost = since<ConnectionLost>(seen, Time{1h});
  REQUIRE(lost.size() == 1);
  // Seen by the next poll, and mended by the one after it.
  CHECK(lost[0].what.upstream == connected);
  CHECK(lost[0].at - Time{1h} < Duration{6s});
  const auto again = since<ConnectionOpened>(seen, lost[0].at);
  REQUIRE(!again.empty());
  CHECK(again[0].at - lost[0].at <= Duration{6s});
  CHECK(again[0].what.upstream != connected);
}

TEST_CASE("a host that vanishes leaves the connection silent until TCP gives up", "[R21]") {
  DeploymentBuilder build = two_levels();
  build.at(1h, ActionKind::vanish, {"A/1"}).at(1h + 1min, ActionKind::start, {"A/1"});
  const Recorder seen = build.run();
  const auto lost = since<ConnectionLost>(seen, Time{1h});
  REQUIRE(!lost.empty());
  CHECK(lost[0].at >= Time{1h + 924s});
  CHECK(lost[0].at <= Time{1h + 924s + 6s});
  CHECK(since<PollingStopped>(seen, Time{1h}).size() == 1);
  CHECK(since<PollingResumed>(seen, Time{1h}).at(0).at > lost[0].at);
}

TEST_CASE("on a silent connection a publication fails after 5 s each time", "[R21][R10]") {
  DeploymentBuilder build = two_levels();
  build.at(1h, ActionKind::vanish, {"A/1"});
  build.at(1h + 1min, ActionKind::prepare, {"B/1"}).at(1h + 2min, ActionKind::prepare, {"B/1"});
  const auto failed = since<PrepareFailed>(build.run(), Time{1h});
  REQUIRE(failed.size() == 2);
  for (std::size_t minute = 1; minute <= 2; ++minute) {
    const Duration after = failed[minute - 1].at - Time{1h} - minute * Duration{1min};
    CHECK(after >= Duration{5s});
    CHECK(after < Duration{5s + 100ms});
  }
}

TEST_CASE("on a silent connection a mint stops the rotator until TCP gives up", "[R21][R9b]") {
  // The X.509 authority of B lives for one hour. JWT keys have their turn after it.
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).cluster("B", 1, "A").until(4h);
  std::vector<Time> minted;
  for (const auto& prepared : build.run().of<history::KeyPrepared>("B/1", KeyType::x509)) {
    minted.push_back(prepared.at);
  }
  REQUIRE(minted.size() > 3);
  // Gone a second before a mint is due; the polls of the stream have just used the connection.
  build.at(minted[2] - Time{} - 1s, ActionKind::vanish, {"A/1"});
  build.at(minted[2] - Time{} + 1min, ActionKind::start, {"A/1"});
  const Recorder seen = build.run();
  const auto next = since<history::KeyPrepared>(seen, minted[2] - Duration{1s});
  REQUIRE(!next.empty());
  CHECK(next[0].at >= minted[2] + Duration{924s - 6s});
}

TEST_CASE("a frozen server keeps its callers waiting until it answers", "[R21]") {
  DeploymentBuilder build = two_levels();
  build.at(1h, ActionKind::pause, {"A/1"}).at(3h, ActionKind::resume, {"A/1"});
  const Recorder seen = build.run();
  CHECK(since<ConnectionLost>(seen, Time{1h}).empty());
  CHECK(since<PollingStopped>(seen, Time{1h}).size() == 1);
  const auto resumed = since<PollingResumed>(seen, Time{1h});
  REQUIRE(resumed.size() == 1);
  CHECK(resumed[0].at >= Time{3h});
  CHECK(resumed[0].at < Time{3h + 6s});
}

TEST_CASE("who is frozen while a poll is under way finds that no answer came in time", "[R21]") {
  // The poll that brings a new key of the upstream is a second on its way, and so is the answer.
  int met = 0;
  for (Duration after{}; after < Duration{6s}; after += 250ms) {
    DeploymentBuilder build = two_levels();
    build.options("A").network.round_trip = always(2s);
    build.at(1h, ActionKind::prepare, {"A/1"});
    build.at(1h + 1s + after, ActionKind::pause, {"B/1"});
    build.at(1h + 9s + after, ActionKind::resume, {"B/1"});
    const Recorder seen = build.run();
    const auto stopped = since<PollingStopped>(seen, Time{1h});
    const auto resumed = since<PollingResumed>(seen, Time{1h});
    REQUIRE(stopped.size() <= 1);
    REQUIRE(resumed.size() == stopped.size());
    CHECK(!since<ListForwarded>(seen, Time{1h}).empty());
    if (stopped.empty()) continue;
    ++met;
    CHECK(stopped[0].at == Time{1h + 9s + after});
    CHECK(resumed[0].at - stopped[0].at < Duration{1100ms});  // the way back, and a read
  }
  CHECK(met >= 7);  // two seconds of five
  CHECK(met <= 9);
}

TEST_CASE("a server that was frozen greets who waited with the SVID that it had", "[R21]") {
  // B is connected to one server; the other one is frozen for 130 s, and in its tenth second before
  // it goes on the first one is killed. The attempt to reconnect waits for the frozen one.
  const auto reconnected_after = [](Duration svid_ttl) {
    DeploymentBuilder build = two_levels(2);
    build.options("A").network.connection_idle_close = Duration{};
    build.options("A").default_x509_svid_ttl = svid_ttl;
    const ServerId connected = build.run().of<ConnectionOpened>("B/1").back().what.upstream;
    const bool is_first = connected == build.server("A/1");
    build.at(1h, ActionKind::pause, {is_first ? "A/2" : "A/1"});
    build.at(1h + 2min, ActionKind::kill, {is_first ? "A/1" : "A/2"});
    build.at(1h + 130s, ActionKind::resume, {is_first ? "A/2" : "A/1"});
    const auto opened = since<ConnectionOpened>(build.run(), Time{1h});
    REQUIRE(!opened.empty());
    return opened[0].at - Time{1h + 130s};
  };
  CHECK(reconnected_after(1h) < 100ms);
  CHECK(reconnected_after(1min) > 900ms);
  CHECK(reconnected_after(1min) < 1200ms);
}

TEST_CASE("while the upstream is away attempts back off and calls fail at once", "[R21]") {
  DeploymentBuilder build = two_levels();
  build.at(1h, ActionKind::stop, {"A/1"}).at(1h + 10min, ActionKind::prepare, {"B/1"});
  build.at(2h, ActionKind::start, {"A/1"});
  const Recorder seen = build.run();
  const auto failed = since<PrepareFailed>(seen, Time{1h});
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].at < Time{1h + 10min + 1s});
  const auto opened = since<ConnectionOpened>(seen, Time{1h});
  REQUIRE(!opened.empty());
  CHECK(opened[0].at > Time{2h});
  CHECK(opened[0].at < Time{2h + 150s});
}

TEST_CASE("polls keep a grid of 5 s, and a failed one waits for the next", "[R22]") {
  DeploymentBuilder build = two_levels();
  build.at(1h, ActionKind::kill, {"A/1"});
  build.at(1h + 7s, ActionKind::start, {"A/1"}).at(3h, ActionKind::replace, {"A/1"});
  const Recorder seen = build.run();
  const Time subscribed = seen.listening("B/1") + Duration{5s};
  const auto on_the_grid = [&](Time at) {
    const Duration into = (at - subscribed) % Duration{5s};
    return into < Duration{200ms};
  };
  REQUIRE(!since<PollingStopped>(seen, Time{1h}).empty());
  for (const auto& stopped : since<PollingStopped>(seen, Time{1h})) CHECK(on_the_grid(stopped.at));
  const auto resumed = since<PollingResumed>(seen, Time{1h});
  REQUIRE(!resumed.empty());
  for (const auto& good : resumed) CHECK(on_the_grid(good.at));
}

TEST_CASE("a change upstream is forwarded after the next poll of the grid", "[R22]") {
  DeploymentBuilder build = two_levels();
  build.at(2h, ActionKind::prepare, {"A/1"});
  const Recorder seen = build.run();
  const Time subscribed = seen.listening("B/1") + Duration{5s};
  const auto forwarded = since<ListForwarded>(seen, Time{2h});
  REQUIRE(!forwarded.empty());
  const Time poll = subscribed + ((Time{2h} - subscribed) / Duration{5s} + 1) * Duration{5s};
  CHECK(forwarded[0].at >= poll);
  CHECK(forwarded[0].at <= poll + Duration{1s + 100ms});
}

TEST_CASE("a server whose own SVID has expired is refused", "[R21]") {
  // B cannot renew its X.509 authority, and with that its SVID, while A is away.
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "B");
  build.options("A").downstream_entry_ttl = 1h;
  build.at(2h, ActionKind::stop, {"A/1"}).at(5h, ActionKind::start, {"A/1"}).until(6h);
  for (const bool oracle : {false, true}) {
    const Recorder seen = build.run(1, oracle);
    const Time away_from{3h + 10min};
    bool is_opened_again = false;
    for (const auto& opened : seen.of<history::ConnectionOpened>("C/1")) {
      CHECK((opened.at < away_from || opened.at > Time{5h}));
      is_opened_again |= opened.at > Time{5h};
    }
    CHECK(is_opened_again);
    const auto stopped = seen.of<history::PollingStopped>("C/1");
    REQUIRE(!stopped.empty());
    CHECK(stopped[0].what.why == "upstream: certificate has expired");
  }
}

}  // namespace spindrift::model
