#include <catch2/catch.hpp>

#include "sim/model/slots.hpp"
#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::ActivateReason;
using history::BundleChanged;
using history::JournalSaved;
using history::JournalSaveFailed;
using history::KeyActivated;
using history::KeyGenerated;
using history::KeyPrepared;
using history::KeyRetired;
using history::PrepareFailed;
using history::PrepareReason;

namespace {

/// The rotation tick of a server's first life that comes first after a moment.
Time tick_after(const Recorder& seen, std::string_view server, Time moment) {
  const Time listening = seen.listening(server);
  return listening + ((moment - listening) / Duration{10s} + 1) * Duration{10s};
}

}  // namespace

TEST_CASE("the next key is prepared after half of a life, activated after five sixths", "[R8]") {
  DeploymentBuilder build;
  const Recorder seen = build.cluster("A", 1).until(30h).run();
  for (const KeyType type : {KeyType::x509, KeyType::jwt}) {
    const auto prepared = seen.of<KeyPrepared>("A/1", type);
    const auto activated = seen.of<KeyActivated>("A/1", type);
    REQUIRE(prepared.size() == 3);
    REQUIRE(activated.size() == 2);
    const Time issued = prepared[0].what.issued_at;
    // The two types have their turn within one tick.
    const Time twelve_hours = tick_after(seen, "A/1", issued + Duration{12h});
    CHECK(prepared[1].what.issued_at - twelve_hours < Duration{1s});
    CHECK(prepared[1].what.reason == PrepareReason::next_due);
    const Time twenty_hours = tick_after(seen, "A/1", issued + Duration{20h});
    CHECK(activated[1].at >= twenty_hours);
    CHECK(activated[1].at - twenty_hours < Duration{1s});
    CHECK(activated[1].what.reason == ActivateReason::threshold);
    CHECK(seen.of<KeyRetired>("A/1", type).at(0).what.key == prepared[0].what.key);
  }
}

TEST_CASE("with no current key one is prepared and activated at once", "[R8]") {
  DeploymentBuilder build;
  const Recorder seen = build.cluster("A", 1).until(1min).run();
  const auto prepared = seen.of<KeyPrepared>("A/1", KeyType::jwt);
  const auto activated = seen.of<KeyActivated>("A/1", KeyType::jwt);
  REQUIRE(prepared.size() == 1);
  REQUIRE(activated.size() == 1);
  CHECK(activated[0].at - prepared[0].at < Duration{1s});
  CHECK(activated[0].at < seen.listening("A/1"));
}

TEST_CASE("a server that was down past both thresholds prepares and activates in one go", "[R8]") {
  DeploymentBuilder build;
  build.cluster("A", 1).at(1h, ActionKind::stop, {"A/1"}).at(21h, ActionKind::start, {"A/1"});
  const Recorder seen = build.until(22h).run();
  for (const KeyType type : {KeyType::x509, KeyType::jwt}) {
    const auto prepared = seen.of<KeyPrepared>("A/1", type);
    const auto activated = seen.of<KeyActivated>("A/1", type);
    REQUIRE(prepared.size() == 2);
    REQUIRE(activated.size() == 2);
    CHECK(activated[1].what.key == prepared[1].what.key);
    CHECK(activated[1].at < seen.listening("A/1", 2));
  }
}

TEST_CASE("thresholds lie at most 30 days and 7 days before the end", "[R8]") {
  KeySlot slot;
  slot.issued_at = Time{};
  slot.not_after = Time{100 * 24h};
  CHECK(slot.preparation_threshold(Behaviour{}) == Time{70 * 24h});
  CHECK(slot.activation_threshold(Behaviour{}) == Time{93 * 24h});
}

TEST_CASE("WIT keys rotate where the flag is on, and stay in the own bundle", "[R8][R9]") {
  const auto story = [](bool has_wit_keys) {
    DeploymentBuilder build{"1.15.3"};
    build.cluster("A", 1).cluster("B", 1, "A").until(1h);
    if (has_wit_keys) build.options("B").behaviour.wit_keys = true;
    return build.run();
  };
  CHECK(story(false).of<KeyGenerated>("B/1", KeyType::wit).empty());
  const Recorder seen = story(true);
  CHECK(seen.of<KeyActivated>("B/1", KeyType::wit).size() == 1);
  CHECK(seen.bundle("B", Time{1h}, KeyType::wit).size() == 1);
  CHECK(!seen.lists("A", "B/1#w1", Time{1h}));
}

TEST_CASE("a preparation that fails leaves its key behind, and each tick makes another", "[R9]") {
  DeploymentBuilder build;
  build.cluster("A", 1).cluster("B", 1, "A").key_manager(KeyManagerKind::aws_kms);
  build.options("A").downstream_entry_ttl = 24h;
  build.at(11h, ActionKind::stop, {"A/1"}).until(12h + 10min);
  const Recorder seen = build.run();
  const auto failed = seen.of<PrepareFailed>("B/1");
  // Both types at each of some 60 ticks.
  CHECK(failed.size() > 100);
  for (const auto& failure : failed) CHECK(failure.what.key.exists());
  CHECK(seen.of<KeyGenerated>("B/1").size() == 2 + failed.size());
  CHECK(seen.of<KeyPrepared>("B/1").size() == 2);
}

TEST_CASE("an upper level keeps a key whose publication failed below it", "[R9][R10]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "B");
  build.on_cluster(1h, ActionKind::database_lock, "B", 20s)
      .at(1h + 1s, ActionKind::prepare, {"C/1"});
  const Recorder seen = build.until(1h + 1min).run();
  CHECK(seen.of<PrepareFailed>("C/1").size() == 1);
  CHECK(seen.lists("A", "C/1#2", Time{1h + 1min}));
}

TEST_CASE("a failed save of an appended entry is forgotten until 1.15.1", "[R9][R16]") {
  const auto story = [](const std::string& version) {
    DeploymentBuilder build{version};
    build.cluster("A", 1);
    build.options("A").datastore.lock_timeout = 1s;
    build.on_cluster(12h - 1min, ActionKind::database_lock, "A", 2min, Table::ca_journals);
    return build.at(21h, ActionKind::restart, {"A/1"}).until(22h).run();
  };
  const Recorder old = story("1.15.0");
  CHECK(!old.all<JournalSaveFailed>().empty());
  CHECK(old.of<JournalSaved>("A/1").back().what.jwt.size() == 2);
  // The key that signs since 20 h is unknown after the restart, so another is made.
  CHECK(old.of<KeyPrepared>("A/1", KeyType::jwt).size() == 3);

  // Nor is there an entry to mark: when they begin to sign, only the keys before them are saved.
  std::size_t saves = 0;
  for (const auto& saved : old.of<JournalSaved>("A/1")) {
    if (saved.at < Time{20h} || saved.at > Time{20h + 1min}) continue;
    ++saves;
    CHECK(saved.what.active_authority == old.key("A/1#x1"));
  }
  CHECK(saves == 2);

  const Recorder repaired = story("1.15.3");
  CHECK(!repaired.all<JournalSaveFailed>().empty());
  CHECK(repaired.of<KeyPrepared>("A/1", KeyType::jwt).size() == 2);
  CHECK(repaired.of<KeyActivated>("A/1", KeyType::jwt).back().what.key == repaired.key("A/1#2"));
}

}  // namespace spindrift::model
