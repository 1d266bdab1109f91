#include <catch2/catch.hpp>

#include "sim/model/bundle.hpp"
#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::BundleChanged;
using history::KeyPrepared;

namespace {

BundleRecord record(KeyType type, std::uint32_t number, Duration end) {
  return {Key{ServerId{0}, type, number}, Time{end}, false};
}

/// A bundle whose JWT keys and roots end at those moments.
Bundle bundle_of(const std::vector<Duration>& jwt, const std::vector<Duration>& roots) {
  Bundle bundle;
  std::uint32_t number = 0;
  for (const Duration end : jwt) bundle.jwt_keys.append(record(KeyType::jwt, ++number, end));
  for (const Duration end : roots) bundle.roots.push_back(record(KeyType::x509, ++number, end));
  return bundle;
}

PruneOutcome prune(Bundle& bundle, Time limit, bool empty_jwt_allowed) {
  PruneOutcome outcome = what_expired(bundle, limit, empty_jwt_allowed);
  apply(bundle, outcome.edit);
  return outcome;
}

std::vector<Time> times_of(const Recorder& seen, std::string_view cluster, const Key& key,
                           bool added) {
  std::vector<Time> times;
  for (const auto& change : seen.of_cluster<BundleChanged>(cluster)) {
    for (const auto& changed : added ? change.what.added : change.what.removed) {
      if (changed.key == key) times.push_back(change.at);
    }
  }
  return times;
}

}  // namespace

TEST_CASE("a key leaves at the first prune tick 24 h after its end", "[R13]") {
  DeploymentBuilder build;
  build.cluster("A", 1).at(1h, ActionKind::restart, {"A/1"}).until(80h);
  const Recorder seen = build.run();
  for (const std::string_view name : {"A/1#1", "A/1#2", "A/1#x1"}) {
    const Key key = seen.key(name);
    const auto prepared =
        seen.where<KeyPrepared>([&](const KeyPrepared& event) { return event.key == key; });
    REQUIRE(prepared.size() == 1);
    const Time listening = seen.listening("A/1", 2);
    Time tick = listening;
    const Time end = std::chrono::floor<std::chrono::seconds>(prepared[0].what.not_after);
    while (tick < end + Duration{24h}) tick += Duration{6h};
    const auto removed = times_of(seen, "A", key, false);
    REQUIRE(removed.size() == 1);
    CHECK(removed[0] >= tick);
    CHECK(removed[0] < tick + Duration{1s});
  }
}

TEST_CASE("a prune takes what ended at its limit and leaves what ended later", "[R13]") {
  Bundle bundle = bundle_of({1h, 2h, 3h}, {2h, 3h});
  const PruneOutcome outcome = prune(bundle, Time{2h}, false);
  CHECK(outcome.edit.removed.size() == 3);
  REQUIRE(bundle.jwt_keys.size() == 1);
  CHECK(bundle.jwt_keys.records()[0].not_after == Time{3h});
  CHECK(bundle.roots.size() == 1);
}

TEST_CASE("a prune that would leave no JWT key or no root leaves everything", "[R13]") {
  Bundle no_keys_left = bundle_of({1h, 2h}, {1h, 9h});
  CHECK(prune(no_keys_left, Time{3h}, false).jwt_refused);
  CHECK(no_keys_left.roots.size() == 2);
  Bundle no_roots_left = bundle_of({1h, 9h}, {1h});
  CHECK(prune(no_roots_left, Time{3h}, false).x509_refused);
  CHECK(no_roots_left.jwt_keys.size() == 2);
}

TEST_CASE("from 1.14.0 a JWT list that was empty before blocks no prune", "[R13]") {
  Bundle before = bundle_of({}, {1h, 9h});
  CHECK(prune(before, Time{3h}, false).jwt_refused);
  CHECK(before.roots.size() == 2);
  Bundle after = bundle_of({}, {1h, 9h});
  CHECK(!prune(after, Time{3h}, true).jwt_refused);
  CHECK(after.roots.size() == 1);
  Bundle not_empty = bundle_of({1h}, {1h, 9h});
  CHECK(prune(not_empty, Time{3h}, true).jwt_refused);
}

TEST_CASE("each prune that takes something counts the sequence number up by one", "[R13]") {
  DeploymentBuilder build;
  const Recorder seen = build.cluster("A", 1).until(80h).run();
  const auto changes = seen.of_cluster<BundleChanged>("A");
  for (std::size_t place = 1; place < changes.size(); ++place) {
    CHECK(changes[place].what.sequence == changes[place - 1].what.sequence + 1);
  }
}

TEST_CASE("a pruned key comes back while the upstream still lists it", "[R13]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).cluster("B", 1, "A");
  // A's prune ticks come five hours after B's from now on.
  build.at(5h, ActionKind::restart, {"A/1"}).until(60h);
  const Recorder seen = build.run();
  const auto removed = times_of(seen, "B", seen.key("A/1#1"), false);
  const auto added = times_of(seen, "B", seen.key("A/1#1"), true);
  REQUIRE(removed.size() == 2);
  REQUIRE(added.size() == 2);
  CHECK(added[1] > removed[0]);
  // It leaves for good at the first tick after A's.
  const auto at_a = times_of(seen, "A", seen.key("A/1#1"), false);
  REQUIRE(at_a.size() == 1);
  CHECK(removed[0] < at_a[0]);
  CHECK(removed[1] > at_a[0]);
}

TEST_CASE("a key revoked upstream stays downstream until it ends there", "[R13b]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).cluster("B", 1, "A");
  build.at(21h, ActionKind::taint, {"A/1"}).at(22h, ActionKind::revoke, {"A/1"}).until(60h);
  const Recorder seen = build.run();
  CHECK(!seen.lists("A", "A/1#1", Time{22h + 1min}));
  CHECK(seen.lists("B", "A/1#1", Time{22h + 1min}));
  CHECK(seen.lists("B", "A/1#1", Time{47h}));
  CHECK(!seen.lists("B", "A/1#1", Time{60h}));
}

TEST_CASE("a key revoked downstream returns with the next list", "[R13b]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).cluster("B", 1, "A");
  build.at(21h, ActionKind::taint, {"B/1"}).at(22h, ActionKind::revoke, {"B/1"});
  build.at(23h, ActionKind::prepare, {"A/1"}).until(24h);
  const Recorder seen = build.run();
  CHECK(!seen.lists("B", "B/1#1", Time{23h}));
  CHECK(seen.lists("B", "B/1#1", Time{23h + 1min}));
}

}  // namespace spindrift::model
