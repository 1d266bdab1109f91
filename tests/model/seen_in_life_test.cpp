#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

/// What recordings of real servers taught about signatures, connections and ticks.
namespace spindrift::model {

using namespace std::chrono_literals;
using history::ConnectionOpened;
using history::JournalSaved;
using history::KeyActivated;
using history::KeyPrepared;
using history::KeyType;
using history::KmsCalled;

namespace {

std::vector<Happened<KmsCalled>> signatures_by(const Recorder& seen, std::string_view key) {
  return seen.where<KmsCalled>([&](const KmsCalled& called) {
    return called.call == "Sign" && called.key == seen.key(key);
  });
}

std::vector<Time> journal_saves(const Recorder& seen, Time from, Time to) {
  std::vector<Time> saves;
  for (const auto& saved : seen.all<JournalSaved>()) {
    if (saved.at >= from && saved.at <= to) saves.push_back(saved.at);
  }
  return saves;
}

}  // namespace

TEST_CASE("a KMS call on its way at a kill is done and makes a key that nobody knows", "[R14]") {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).until(1min);
  build.options("A").key_manager.kms_call_by_name["CreateKey"] = always(3s);
  build.at(3s, ActionKind::kill, {"A/1"});  // 1.5 s after its start the first CreateKey begins
  const Recorder seen = build.run();
  const auto made = seen.of<history::KeyGenerated>("A/1");
  REQUIRE(made.size() == 1);
  CHECK(made[0].at > Time{3s});
  CHECK(seen.all<KmsCalled>().back().what.call == "CreateKey");
  CHECK(seen.all<KeyPrepared>().empty());
}

TEST_CASE("a KMS call outlives its server also when another process runs by then", "[R14]") {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).until(1min);
  build.options("A").key_manager.kms_call_by_name["CreateKey"] = always(3s);
  build.options("A").key_manager.quotas = {{"Sign", 100}};
  build.at(3s, ActionKind::kill, {"A/1"}).at(3500ms, ActionKind::start, {"A/1"});
  const Recorder seen = build.run();
  CHECK(seen.of<history::KeyGenerated>("A/1", KeyType::x509).size() == 2);
  CHECK(seen.of<KeyPrepared>("A/1", KeyType::x509).size() == 1);
}

TEST_CASE("aliases are refreshed every six hours of a process", "[R14]") {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).until(7h);
  const Recorder seen = build.run();
  const auto refreshed =
      seen.where<KmsCalled>([](const KmsCalled& called) { return called.call == "UpdateAlias"; });
  REQUIRE(refreshed.size() == 2);
  CHECK(refreshed[0].at > Time{6h});
  CHECK(refreshed[1].at < Time{6h + 5s});
}

TEST_CASE("health is tried with the X.509 key as soon as a server listens, then every minute",
          "[R7b]") {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).until(10min);
  build.options("A").default_x509_svid_ttl = 10h;  // its own SVID asks for nothing meanwhile
  const Recorder seen = build.run();
  const Time up = seen.listening("A/1");
  std::vector<Time> tried;
  for (const auto& signature : signatures_by(seen, "A/1#x1")) {
    if (signature.at >= up) tried.push_back(signature.at);
  }
  REQUIRE(tried.size() == 10);
  CHECK(tried[0] < up + 100ms);
  CHECK(tried[9] - tried[0] == Duration{9min});
  CHECK(signatures_by(seen, "A/1#1").empty());
}

TEST_CASE("a first look at the health that finds no listener comes again 1 s later", "[R7b]") {
  const auto signed_since_listening = [](const std::string& version) {
    DeploymentBuilder build{version};
    build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).until(10min);
    build.options("A").default_x509_svid_ttl = 10h;  // its own SVID asks for nothing meanwhile
    build.options("A").machine.first_look_too_early = 100;
    const Recorder seen = build.run();
    const Time up = seen.listening("A/1");
    std::vector<Duration> since;
    for (const auto& signature : signatures_by(seen, "A/1#x1")) {
      if (signature.at >= up) since.push_back((signature.at - up) / 1s * 1s);
    }
    since.resize(3);
    return since;
  };
  // A dial signs nothing; a look that fails for want of a bundle does; later versions wait.
  CHECK(signed_since_listening("1.11.1") == std::vector<Duration>{1s, 61s, 121s});
  CHECK(signed_since_listening("1.12.4") == std::vector<Duration>{0s, 1s, 61s});
  CHECK(signed_since_listening("1.15.3") == std::vector<Duration>{0s, 60s, 120s});
}

TEST_CASE("from 1.11.2 a look at the health that takes time puts off those that follow", "[R7b]") {
  const auto between_first_and_sixth = [](const std::string& version, Duration reading) {
    DeploymentBuilder build{version};
    build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).until(10min);
    build.options("A").default_x509_svid_ttl = 10h;  // its own SVID asks for nothing meanwhile
    build.options("A").machine.look_to_sign = reading;
    const Recorder seen = build.run();
    const Time up = seen.listening("A/1");
    std::vector<Time> tried;
    for (const auto& signature : signatures_by(seen, "A/1#x1")) {
      if (signature.at >= up) tried.push_back(signature.at);
    }
    return tried.at(5) - tried.at(0);
  };
  CHECK(between_first_and_sixth("1.11.1", 20ms) == Duration{5min});
  const Duration put_off = between_first_and_sixth("1.12.4", 20ms) - 5min;
  CHECK(put_off >= 5 * 20ms);  // and the signatures
  CHECK(between_first_and_sixth("1.12.4", 40ms) - 5min == put_off + 5 * 20ms);
}

TEST_CASE("a nested authority's key signs its request and the trial of what came back", "[R9b]") {
  DeploymentBuilder build;
  build.cluster("A", 1).cluster("B", 1, "A").key_manager(KeyManagerKind::aws_kms).until(1min);
  const Recorder seen = build.run();
  const Time prepared = seen.of<KeyPrepared>("B/1", KeyType::x509).at(0).at;
  const auto all = signatures_by(seen, "B/1#x1");
  const auto before = std::ranges::count_if(all, [&](const auto& s) { return s.at <= prepared; });
  CHECK(before == 2);
}

TEST_CASE("an own X.509-SVID of one minute is renewed every 25 s", "[R6]") {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).until(5min);
  build.options("A").default_x509_svid_ttl = 1min;
  build.options("A").behaviour.health_check_interval = 24h;
  const Recorder seen = build.run();
  const auto all = signatures_by(seen, "A/1#x1");
  REQUIRE(all.size() > 6);
  for (std::size_t place = all.size() - 3; place < all.size(); ++place) {
    CHECK(all[place].at - all[place - 1].at == Duration{25s});
  }
}

TEST_CASE("an own X.509-SVID ends with the authority that was asked to sign it", "[R6][R8]") {
  // The old authority is asked in the tick of the swap, and answers when the new one signs already.
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).ca_ttl(4min).until(3h);
  build.options("A").default_x509_svid_ttl = 1min;
  build.options("A").behaviour.health_check_interval = 24h;
  build.options("A").key_manager.kms_call = always(500ms);
  const Recorder seen = build.run();
  const auto all = seen.where<KmsCalled>([](const KmsCalled& called) {
    return called.call == "Sign" && called.key.type == KeyType::x509;
  });
  std::size_t asked_in_the_tick = 0;
  for (const auto& activated : seen.of<KeyActivated>("A/1", KeyType::x509)) {
    for (std::size_t place = 0; place + 1 < all.size(); ++place) {
      const bool by_the_old_one = all[place].what.key != activated.what.key;
      const Duration since = all[place].at - activated.at;
      if (!by_the_old_one || since <= Duration{} || since > 500ms) continue;
      ++asked_in_the_tick;
      // A sixth of 4 min is left of it at most, so half of the SVID's life is sooner than ever.
      CHECK(all[place + 1].at - all[place].at <= Duration{15s});
    }
  }
  CHECK(asked_in_the_tick > 0);
}

TEST_CASE("a swap saves the journal for the key that retires and for the one that signs", "[R8]") {
  DeploymentBuilder build;
  build.cluster("A", 1).until(21h);
  const Recorder seen = build.run();
  const auto activated = seen.of<KeyActivated>("A/1", KeyType::x509);
  REQUIRE(activated.size() == 2);
  CHECK(journal_saves(seen, activated[1].at - 1s, activated[1].at + 4ms).size() == 2);
}

TEST_CASE("an X.509 authority signs nothing before the journal says that it is active", "[R8]") {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms).until(21h);
  build.on_cluster(20h - 1min, ActionKind::database_lock, "A", 5min, Table::ca_journals);
  const Recorder seen = build.run();
  const auto activated = seen.of<KeyActivated>("A/1", KeyType::x509);
  REQUIRE(activated.size() == 2);
  REQUIRE(activated[1].at > Time{20h - 1min});
  const auto by_the_new_one = signatures_by(seen, "A/1#x2");
  REQUIRE(by_the_new_one.size() > 1);  // the first is the certificate's own
  CHECK(by_the_new_one[1].at >= Time{20h + 4min});
  const auto by_the_old_one = signatures_by(seen, "A/1#x1");
  CHECK(by_the_old_one.back().at > Time{20h + 1min});
}

TEST_CASE("a connection that failed tries again by itself", "[R21]") {
  // Polls come every 5 s; the attempt that succeeds comes in between, when the back-off ends.
  DeploymentBuilder build;
  build.cluster("A", 1).cluster("B", 1, "A").until(3h);
  build.at(1h, ActionKind::stop, {"A/1"}).at(2h, ActionKind::start, {"A/1"});
  const Recorder seen = build.run();
  const auto opened = seen.of<ConnectionOpened>("B/1");
  const Time began = opened.front().at;
  const auto after = std::ranges::find_if(opened, [](const auto& o) { return o.at > Time{2h}; });
  REQUIRE(after != opened.end());
  CHECK(after->at > seen.listening("A/1", 2));
  CHECK((after->at - began) % Duration{5s} > Duration{100ms});
}

TEST_CASE("an agent that renewed its SVID takes another connection", "[R19][R21]") {
  // Nothing else makes it leave: connections do not age here, and no server ends.
  DeploymentBuilder build;
  build.cluster("A", 2).agent("A").until(2h);
  build.options("A").network.connection_idle_close = {};
  for (int minute = 5; minute < 115; minute += 10) {
    build.at(1min * minute, ActionKind::prepare, {"A/1"});
  }
  build.version("A", "1.11.2");
  std::set<history::ServerId> from;
  for (const auto& change : build.run().all<history::KeySetChanged>())
    from.insert(change.what.from);
  CHECK(from.size() == 2);
}

TEST_CASE("how late a tick comes decides a threshold that lies on it", "[R7][R8]") {
  // Half of 6 min after a key that was made on a tick is a tick again.
  const auto gaps = [](const Latency& lateness) {
    DeploymentBuilder build;
    build.cluster("A", 1).ca_ttl(6min).until(2h);
    build.options("A").machine.tick_lateness = lateness;
    std::set<Duration> seen_gaps;
    Time before{};
    for (const auto& prepared : build.run().of<KeyPrepared>("A/1", KeyType::jwt)) {
      if (before > Time{10min}) {
        seen_gaps.insert(std::chrono::round<std::chrono::seconds>(prepared.at - before));
      }
      before = prepared.at;
    }
    return seen_gaps;
  };
  CHECK(gaps(always(0ms)) == std::set<Duration>{190s});
  CHECK(gaps({Latency::Shape::lognormal, 500us, 3500us}) == std::set<Duration>{180s, 190s});
}

TEST_CASE("skipping ticks that may come late changes nothing", "[R7]") {
  DeploymentBuilder build;
  build.cluster("A", 2).cluster("B", 2, "A").ca_ttl(6min).until(1h);
  build.options("A").machine.tick_lateness = {Latency::Shape::lognormal, 500us, 3500us};
  build.options("B").machine.tick_lateness = {Latency::Shape::lognormal, 500us, 3500us};
  CHECK(build.run(1, false).digest() == build.run(1, true).digest());
}

TEST_CASE("a publication fails after 5 s also while its own bundle row is locked", "[R10]") {
  DeploymentBuilder build;
  build.cluster("A", 1).cluster("B", 1, "A").until(12h + 2min);
  // Its X.509 authority lives longer: that step, which waits without a deadline, is not due.
  build.options("A").ca_ttl = 240h;
  build.options("A").downstream_entry_ttl = 48h;
  build.on_cluster(11h + 59min, ActionKind::database_lock, "B", 2min);
  const Recorder seen = build.run();
  const auto failed = seen.of<history::PrepareFailed>("B/1");
  REQUIRE(!failed.empty());
  CHECK(failed[0].what.why == "publish: context deadline exceeded");
  CHECK(seen.lists("A", "B/1#2", failed[0].at));  // the top has it all the same
}

TEST_CASE("with a gate on acknowledgement a first key waits until all clusters list it", "[R8]") {
  DeploymentBuilder build;
  build.cluster("A", 1).cluster("B", 1, "A").until(1h);
  build.options("A").behaviour.acknowledgement_cap = 30min;
  build.at(10min, ActionKind::replace, {"A/1"});
  const Recorder seen = build.run();
  const auto activated = seen.where<KeyActivated>(
      [&](const KeyActivated& event) { return event.key == seen.key("A/1#2"); });
  REQUIRE(activated.size() == 1);
  CHECK(seen.lists("B", "A/1#2", activated[0].at));
}

}  // namespace spindrift::model
