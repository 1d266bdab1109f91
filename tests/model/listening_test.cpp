#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::Channel;
using history::ListeningClosed;
using history::ListeningOpened;
using history::ListForwarded;
using history::ServerEnded;

namespace {

/// A root and two regions. All servers of C start once more at 1 h and find their keys; at 2 h a
/// server of B loses its disk and makes a new key.
DeploymentBuilder restarted_region(const std::string& version,
                                   const std::vector<std::string_view>& restarted) {
  DeploymentBuilder build{version};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 2, "A");
  build.at(1h, ActionKind::restart, restarted).at(2h, ActionKind::replace, {"B/1"}).until(14h);
  return build;
}

std::vector<Happened<ListeningOpened>> opened(const Recorder& seen, std::string_view server,
                                              Channel channel) {
  const ServerId id = seen.topology().find_server(server);
  return seen.where<ListeningOpened>(
      [&](const ListeningOpened& event) { return event.server == id && event.channel == channel; });
}

}  // namespace

TEST_CASE("a region whose servers all found their keys is deaf until one prepares", "[R11]") {
  const Recorder seen = restarted_region("1.10.4", {"C/1", "C/2"}).run();
  CHECK(seen.lists("A", "B/1#2", Time{2h + 1min}));
  CHECK(seen.lists("B", "B/1#2", Time{2h + 1min}));
  CHECK(!seen.lists("C", "B/1#2", Time{12h}));
  // Its first server prepares after half of ca_ttl, and then hears all at once.
  CHECK(seen.lists("C", "B/1#2", Time{12h + 1min}));
}

TEST_CASE("one listening server is enough for its whole region", "[R11]") {
  const Recorder seen = restarted_region("1.10.4", {"C/1"}).run();
  CHECK(seen.lists("C", "B/1#2", Time{2h + 1min}));
}

TEST_CASE("a server that lost its disk publishes and therefore listens", "[R11]") {
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "A");
  build.at(1h, ActionKind::replace, {"C/1"}).at(2h, ActionKind::replace, {"B/1"}).until(3h);
  CHECK(build.run().lists("C", "B/1#2", Time{2h + 1min}));
}

TEST_CASE("a poll that is answered before a mint counts, though the mint began meanwhile",
          "[R11]") {
  DeploymentBuilder build{"1.11.2"};
  build.cluster("A", 2).cluster("B", 1, "A").until(1h);
  const auto mint = [&](const Recorder& seen, std::size_t number) {
    return seen.of<history::KeyGenerated>("B/1", history::KeyType::x509).at(number).at;
  };
  // Polls count from the first mint. The second one shall begin a millisecond after a poll.
  const Recorder as_it_comes = build.run();
  const Duration behind = (mint(as_it_comes, 1) - mint(as_it_comes, 0)) % Duration{5s};
  auto& until_listening = build.options("B").machine.until_listening;
  until_listening = always(until_listening.typical() + 5s - behind + 1ms);
  const Recorder aligned = build.run();
  REQUIRE((mint(aligned, 1) - mint(aligned, 0)) % Duration{5s} == Duration{1ms});
  const Time begins = mint(aligned, 1);
  build.at(begins - Time{} - 1s, ActionKind::prepare, {"A/2"});
  CHECK(build.run().lists("B", "A/2#2", begins + 2s));
}

TEST_CASE("an X.509 stream alone carries no JWT keys", "[R11]") {
  const Recorder seen = restarted_region("1.10.4", {"C/1", "C/2"}).run();
  // The nested X.509 authorities live for one hour, so mints have opened X.509 streams by now.
  const auto streams = opened(seen, "C/1", Channel::x509_stream);
  REQUIRE(streams.size() > 2);
  CHECK(streams[1].at < Time{2h});
  CHECK(!seen.lists("C", "B/1#2", Time{4h}));
}

TEST_CASE("a listening server hears a new key within the 5 s poll and the 1 s look", "[R11]") {
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "A");
  build.at(2h, ActionKind::replace, {"B/1"}).until(3h);
  const Recorder seen = build.run();
  Time published = kernel::never;
  for (const auto& change : seen.of_cluster<history::BundleChanged>("A")) {
    if (!change.what.added.empty() && change.what.added[0].key == seen.key("B/1#2")) {
      published = change.at;
    }
  }
  REQUIRE(published < Time{2h + 10s});
  CHECK(seen.lists("C", "B/1#2", published + Duration{6s + 100ms}));
}

TEST_CASE("the next publication closes the stream before it starts", "[R11]") {
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).cluster("B", 1, "A");
  build.at(1h, ActionKind::stop, {"A/1"}).at(2h, ActionKind::prepare, {"B/1"});
  const Recorder seen = build.until(2h + 1min).run();
  const ServerId b = seen.topology().find_server("B/1");
  const auto closed = seen.where<ListeningClosed>([&](const ListeningClosed& event) {
    return event.server == b && event.channel == Channel::jwt_stream;
  });
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].at >= Time{2h});
  // It fails, so that none is open afterwards.
  CHECK(opened(seen, "B/1", Channel::jwt_stream).size() == 1);
}

TEST_CASE("what is forwarded for a downstream opens the stream as well", "[R11]") {
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "B");
  build.at(1h, ActionKind::restart, {"B/1"}).at(2h, ActionKind::prepare, {"C/1"}).until(3h);
  const Recorder seen = build.run();
  const auto streams = opened(seen, "B/1", Channel::jwt_stream);
  REQUIRE(streams.size() >= 2);
  CHECK(streams.back().at >= Time{2h});
}

TEST_CASE("a list that cannot be stored is dropped until the upstream's changes again", "[R11]") {
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "A");
  build.on_cluster(2h, ActionKind::database_down, "C", 1min);
  build.at(2h, ActionKind::replace, {"B/1"}).at(4h, ActionKind::replace, {"B/1"}).until(5h);
  const Recorder seen = build.run();
  CHECK(!seen.lists("C", "B/1#2", Time{4h}));
  CHECK(seen.lists("C", "B/1#2", Time{4h + 1min}));
  CHECK(seen.lists("C", "B/1#3", Time{4h + 1min}));
}

TEST_CASE("from 1.12.4 a restarted region subscribes and hears what happens", "[R12]") {
  const Recorder seen = restarted_region("1.12.4", {"C/1", "C/2"}).run();
  CHECK(seen.lists("C", "B/1#2", Time{2h + 1min}));
  const auto subscribed = opened(seen, "C/1", Channel::subscription);
  REQUIRE(subscribed.size() == 2);
  for (std::size_t life = 1; life <= 2; ++life) {
    const Duration after = subscribed[life - 1].at - seen.listening("C/1", life);
    CHECK(after >= Duration{5s});
    CHECK(after < Duration{5s + 100ms});
  }
  CHECK(opened(seen, "C/1", Channel::jwt_stream).empty());
  CHECK(opened(seen, "C/1", Channel::x509_stream).empty());
}

TEST_CASE("from 1.12.4 a server whose upstream is away ends 5 s after it listens", "[R12]") {
  const auto story = [](const std::string& version) {
    DeploymentBuilder build{version};
    build.cluster("A", 1).cluster("B", 1, "A");
    build.options("A").downstream_entry_ttl = 24h;
    build.at(1h, ActionKind::stop, {"A/1"}).at(2h, ActionKind::restart, {"B/1"}).until(3h);
    return build.run();
  };
  const Recorder seen = story("1.12.4");
  const auto ended = seen.of<ServerEnded>("B/1");
  REQUIRE(ended.size() == 2);
  CHECK(ended[1].what.by_itself);
  const Duration after = ended[1].at - seen.listening("B/1", 2);
  CHECK(after >= Duration{5s});
  CHECK(after < Duration{5s + 100ms});
  CHECK(story("1.12.3").of<ServerEnded>("B/1").size() == 1);
}

TEST_CASE("a subscription without an answer is waited for, up and deaf", "[R12]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).cluster("B", 1, "A").at(2h, ActionKind::restart, {"B/1"}).until(5h);
  const Time listening = build.run().listening("B/1", 2);
  // Frozen between the connection, after one round trip, and the first poll on it.
  build.at(listening - Time{} + 5s + 2500us, ActionKind::pause, {"A/1"});
  build.at(3h, ActionKind::resume, {"A/1"}).at(4h, ActionKind::replace, {"A/1"});
  const Recorder seen = build.run();
  CHECK(seen.of<ServerEnded>("B/1").size() == 1);
  const auto subscribed = opened(seen, "B/1", Channel::subscription);
  REQUIRE(subscribed.size() == 2);
  CHECK(subscribed[1].at >= Time{3h});
  CHECK(seen.lists("B", "A/1#2", Time{4h + 1min}));
}

TEST_CASE("a subscription carries roots and JWT keys", "[R12]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).cluster("B", 1, "A").at(1h, ActionKind::restart, {"B/1"});
  build.at(2h, ActionKind::replace, {"A/1"}).until(3h);
  const Recorder seen = build.run();
  CHECK(seen.lists("B", "A/1#x2", Time{2h + 1min}));
  CHECK(seen.lists("B", "A/1#2", Time{2h + 1min}));
}

TEST_CASE("the plugin forwards what was answered while its server still appends it", "[R12]") {
  const Duration held_for = 4s;
  const auto forwarded = [&](const std::string& version) {
    DeploymentBuilder build{version};
    build.cluster("A", 1).cluster("B", 1, "A");
    build.on_cluster(1h, ActionKind::database_lock, "B", held_for);
    build.at(1h + 10ms, ActionKind::prepare, {"B/1"}).until(1h + 1min);
    return build.run().of<ListForwarded>("B/1").back().at - Time{1h + 10ms};
  };
  CHECK(forwarded("1.12.4") < Duration{1s + 100ms});  // at the next look
  CHECK(forwarded("1.15.3") < Duration{100ms});       // at once
}

TEST_CASE("polls fail while the upstream's datastore is down", "[R17]") {
  for (const bool oracle : {false, true}) {
    DeploymentBuilder build{"1.10.4"};
    build.cluster("A", 1).cluster("B", 1, "A");
    build.on_cluster(1h, ActionKind::database_down, "A", 1min).until(2h);
    const Recorder seen = build.run(1, oracle);
    const auto stopped = seen.of<history::PollingStopped>("B/1");
    const auto resumed = seen.of<history::PollingResumed>("B/1");
    REQUIRE(stopped.size() == 1);
    REQUIRE(resumed.size() == 1);
    CHECK(stopped[0].at - Time{1h} < Duration{6s + 100ms});  // a copy may be a second old
    CHECK(resumed[0].at - Time{1h + 1min} < Duration{5s + 100ms});
  }
}

TEST_CASE("no connection is opened while the upstream's datastore is down", "[R21]") {
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 1).cluster("B", 1, "A");
  build.on_cluster(1h, ActionKind::database_down, "A", 10min).until(2h);
  const Recorder seen = build.run();
  bool is_opened_again = false;
  for (const auto& opened : seen.of<history::ConnectionOpened>("B/1")) {
    CHECK((opened.at < Time{1h} || opened.at > Time{1h + 10min}));
    is_opened_again |= opened.at > Time{1h + 10min};
  }
  CHECK(is_opened_again);
  const auto resumed = seen.of<history::PollingResumed>("B/1");
  REQUIRE(resumed.size() == 1);
  // The back-off goes on for up to 144 s, and a poll notices at its next tick.
  CHECK(resumed[0].at - Time{1h + 10min} < Duration{150s});
}

}  // namespace spindrift::model
