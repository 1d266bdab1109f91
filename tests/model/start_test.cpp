#include <catch2/catch.hpp>

#include "sim/model/slots.hpp"
#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::ActivateReason;
using history::JournalLoaded;
using history::JournalSaved;
using history::KeyActivated;
using history::KeyPrepared;
using history::ServerEnded;
using history::ServerListening;

TEST_CASE("servers that open an empty database at once collide, and all but one end", "[R1]") {
  DeploymentBuilder build;
  build.cluster("A", 3).until(1min);
  build.deployment().first_starts.together = true;
  const Recorder seen = build.run();
  CHECK(seen.all<ServerListening>().size() == 1);
  const auto ended = seen.all<ServerEnded>();
  REQUIRE(ended.size() == 2);
  for (const auto& end : ended) CHECK(end.what.by_itself);
}

TEST_CASE("a start lists all aliases in pages of 100 and fetches its own keys", "[R1]") {
  DeploymentBuilder build;
  build.cluster("A", 51).key_manager(KeyManagerKind::aws_kms);
  build.at(30min, ActionKind::restart, {"A/1"}).until(40min);
  const Recorder seen = build.run();
  REQUIRE(seen.of<ServerListening>("A/1").size() == 2);
  // 51 servers × 2 slots in use: two pages at the second start, one at the first.
  CHECK(seen.kms_calls("A/1", "ListAliases") == 3);
  CHECK(seen.kms_calls("A/1", "DescribeKey") == 2);
}

TEST_CASE("a start fails when the key manager cannot list its keys", "[R1]") {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms);
  build.kms_fails(1h, "ListAliases", "AccessDeniedException", 1h);
  build.at(70min, ActionKind::restart, {"A/1"}).until(2h);
  const Recorder seen = build.run();
  CHECK(seen.all<ServerListening>().size() == 1);
  CHECK(seen.all<ServerEnded>().back().what.by_itself);
}

TEST_CASE("a journal is found by a key that the key manager holds, and only so", "[R2]") {
  DeploymentBuilder build;
  build.cluster("A", 2);
  build.at(1h, ActionKind::restart, {"A/1"}).at(1h, ActionKind::replace, {"A/2"}).until(2h);
  const Recorder seen = build.run();
  const auto kept = seen.of<JournalLoaded>("A/1");
  REQUIRE(kept.size() == 2);
  CHECK(!kept[0].what.found);
  CHECK(kept[1].what.found);
  CHECK(kept[1].what.jwt_entries == 1);
  const auto lost = seen.of<JournalLoaded>("A/2");
  REQUIRE(lost.size() == 2);
  CHECK(!lost[1].what.found);
  CHECK(seen.of<JournalSaved>("A/2").back().what.row == 3);
}

TEST_CASE("a journal entry whose JWT key the bundle lacks is left out of the slots", "[R3]") {
  DeploymentBuilder build;
  build.cluster("A", 1);
  // After 13 hours the script takes the key that still signs for an old one.
  build.on_cluster(13h, ActionKind::clean_up, "A").deployment().plan.back().unsafe = true;
  build.at(14h, ActionKind::restart, {"A/1"}).until(15h);
  const Recorder seen = build.run();
  const auto jwt = seen.of<KeyActivated>("A/1", KeyType::jwt);
  REQUIRE(jwt.size() == 2);
  // The second key was prepared at 12 h, is still listed, and takes the place of the first.
  CHECK(jwt[1].what.key == seen.key("A/1#2"));
  CHECK(jwt[1].what.reason == ActivateReason::loaded_at_start);
  const auto x509 = seen.of<KeyActivated>("A/1", KeyType::x509);
  REQUIRE(x509.size() == 2);
  CHECK(x509[1].what.key == seen.key("A/1#x1"));
  // The journal itself keeps the entry.
  CHECK(seen.of<JournalSaved>("A/1").back().what.jwt.size() == 2);
}

namespace {
JournalEntry entry(std::uint32_t number, Slot slot, KeyStatus status) {
  return {Key{ServerId{0}, KeyType::jwt, number}, slot, status, Time{}, Time{24h}};
}
constexpr auto all_usable = [](const JournalEntry&) { return true; };
}  // namespace

TEST_CASE("the newest active entry is current and the newest other one is next", "[R4]") {
  const std::vector entries{entry(1, Slot::a, KeyStatus::old), entry(2, Slot::b, KeyStatus::active),
                            entry(3, Slot::a, KeyStatus::prepared)};
  const SlotPair slots = fill_slots(entries, all_usable);
  CHECK(slots.current.key.number == 2);
  CHECK(slots.next.key.number == 3);
}

TEST_CASE("of several entries that are not active the newest is next", "[R4]") {
  const std::vector entries{entry(1, Slot::b, KeyStatus::active), entry(2, Slot::a, KeyStatus::old),
                            entry(3, Slot::a, KeyStatus::prepared)};
  const SlotPair slots = fill_slots(entries, all_usable);
  CHECK(slots.current.key.number == 1);
  CHECK(slots.next.key.number == 3);
}

TEST_CASE("a next without a current becomes current, with the other slot as next", "[R4]") {
  const std::vector entries{entry(1, Slot::b, KeyStatus::prepared)};
  const SlotPair slots = fill_slots(entries, all_usable);
  CHECK(slots.current.key.number == 1);
  CHECK(slots.current.slot == Slot::b);
  CHECK(slots.next.is_empty());
  CHECK(slots.next.slot == Slot::a);
}

TEST_CASE("with nothing usable the current slot is an empty A, and an old key is empty", "[R4]") {
  const SlotPair none = fill_slots({}, all_usable);
  CHECK(none.current.slot == Slot::a);
  CHECK(none.current.is_empty());
  CHECK(none.next.slot == Slot::b);
  const std::vector entries{entry(1, Slot::a, KeyStatus::old)};
  CHECK(fill_slots(entries, all_usable).current.is_empty());
}

TEST_CASE("a start between preparation and activation keeps both keys", "[R4]") {
  DeploymentBuilder build;
  build.cluster("A", 1).at(15h, ActionKind::restart, {"A/1"}).until(21h);
  const Recorder seen = build.run();
  const auto jwt = seen.of<KeyActivated>("A/1", KeyType::jwt);
  REQUIRE(jwt.size() == 3);
  CHECK(jwt[1].what.key == seen.key("A/1#1"));
  CHECK(jwt[2].what.key == seen.key("A/1#2"));
  CHECK(seen.of<KeyPrepared>("A/1", KeyType::jwt).size() == 2);
}

TEST_CASE("a key that was only prepared when its process died signs from the next start", "[R5]") {
  DeploymentBuilder build;
  build.cluster("A", 1).until(1h);
  Time prepared_only{};
  for (const auto& saved : build.run().of<JournalSaved>("A/1")) {
    if (saved.what.jwt.size() != 1 || saved.what.jwt[0].status != KeyStatus::prepared) continue;
    prepared_only = saved.at;
  }
  REQUIRE(prepared_only > Time{});
  build.at(prepared_only - Time{} + 1ms, ActionKind::kill, {"A/1"});
  build.at(1min, ActionKind::start, {"A/1"});
  const Recorder seen = build.run();
  const auto last = seen.of<KeyActivated>("A/1", KeyType::jwt).back();
  CHECK(last.at > Time{1min});
  CHECK(last.what.key == seen.key("A/1#1"));
  CHECK(last.what.reason == ActivateReason::loaded_at_start);
}

TEST_CASE("of a recorded start that waited for a lock the machine had its usual part alone") {
  // The second life of A/2 takes as long as a start, or as a lock holds it up.
  const auto looked_at_keys_after = [](Duration whole, Duration locked_for) {
    DeploymentBuilder build;
    build.cluster("A", 2);
    build.options("A").machine.process_start = always(450ms);
    build.deployment().recorded_lives[build.server("A/1")] = {{Time{1s}, Time{2s}}};
    build.deployment().recorded_lives[build.server("A/2")] = {
        {Time{3s}, Time{4s}}, {Time{1min}, later(Time{1min}, whole)}};
    build.on_cluster(59s, ActionKind::database_lock, "A", locked_for);
    build.at(50s, ActionKind::stop, {"A/2"}).at(55s, ActionKind::lose_disk, {"A/2"});
    build.at(1min, ActionKind::start, {"A/2"}).until(2min);
    return build.run().of<JournalLoaded>("A/2").at(1).at - Time{1min};
  };
  CHECK(looked_at_keys_after(2s, 1ms) > 1100ms);  // 55 % of a start
  CHECK(looked_at_keys_after(2s, 1ms) < 1200ms);
  CHECK(looked_at_keys_after(20s, 20s) > 450ms);
  CHECK(looked_at_keys_after(20s, 20s) < 550ms);
}

TEST_CASE("the longer a recorded start took, the less is known of its steps") {
  const auto range_of = [](Duration whole) {
    std::pair<Time, Time> range{kernel::never, Time{}};
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      DeploymentBuilder build;
      build.cluster("A", 1).until(1min);
      build.options("A").machine.process_start = always(450ms);
      build.options("A").machine.until_listening = {Latency::Shape::uniform, 70ms, 150ms};
      build.deployment().recorded_lives[build.server("A/1")] = {{Time{}, Time{whole}}};
      const Time listening = build.run(seed).listening("A/1");
      range = {std::min(range.first, listening), std::max(range.second, listening)};
    }
    return range.second - range.first;
  };
  CHECK(range_of(800ms) > 200ms);
  CHECK(range_of(800ms) < 300ms);
  CHECK(range_of(2400ms) > 700ms);
  CHECK(range_of(2400ms) < 900ms);
}

TEST_CASE("a save before this process activated an authority writes none", "[R5b]") {
  DeploymentBuilder build;
  build.cluster("A", 1).at(1h, ActionKind::stop, {"A/1"}).at(21h, ActionKind::start, {"A/1"});
  const Recorder seen = build.until(22h).run();
  std::vector<Happened<JournalSaved>> late;
  for (const auto& saved : seen.of<JournalSaved>("A/1")) {
    if (saved.at > Time{20h}) late.push_back(saved);
  }
  // Prepared, the one before retired, activated.
  REQUIRE(late.size() >= 3);
  CHECK(!late[0].what.active_authority.exists());
  CHECK(!late[1].what.active_authority.exists());
  CHECK(late[2].what.active_authority == seen.key("A/1#x2"));
}

}  // namespace spindrift::model
