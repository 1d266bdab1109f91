#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::BundleChanged;
using history::KeyPrepared;
using history::PrepareFailed;

namespace {

/// A chain A – B – C whose lowest server prepares a JWT key by hand at 1 h.
DeploymentBuilder chain(const std::string& version = "1.12.4") {
  DeploymentBuilder build{version};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "B");
  build.at(1h, ActionKind::prepare, {"C/1"});
  build.until(1h + 1min);
  return build;
}

Time listed_since(const Recorder& seen, std::string_view cluster, std::string_view key_text) {
  const Key key = seen.key(key_text);
  for (const auto& change : seen.of_cluster<BundleChanged>(cluster)) {
    for (const auto& record : change.what.added) {
      if (record.key == key) return change.at;
    }
  }
  return kernel::never;
}

Time end_of_x509(const Recorder& seen, std::string_view server) {
  return seen.of<KeyPrepared>(server, KeyType::x509).at(0).what.not_after;
}

}  // namespace

TEST_CASE("an upstream of 1.11 or older gives a nested X.509 authority the entry's TTL", "[R9b]") {
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "A").until(1min);
  build.options("C").ca_ttl = 12h;
  const Recorder by_default = build.run();
  const auto issued = by_default.of<KeyPrepared>("B/1", KeyType::x509).at(0);
  CHECK(issued.what.not_after - issued.what.issued_at <= Duration{1h + 1s});
  CHECK(issued.what.not_after - issued.what.issued_at > Duration{1h - 1s});
  CHECK(issued.what.signed_by == by_default.key("A/1#x1"));

  build.options("A").downstream_entry_ttl = 6h;
  const auto longer = build.run().of<KeyPrepared>("B/1", KeyType::x509).at(0).what;
  CHECK(longer.not_after - longer.issued_at > Duration{6h - 1s});
  CHECK(longer.not_after - longer.issued_at <= Duration{6h + 1s});
}

TEST_CASE("an upstream of 1.12.0 or newer gives it the downstream's ca_ttl", "[R9b]") {
  DeploymentBuilder build{"1.10.4"};
  build.cluster("A", 1).cluster("B", 1, "A").version("A", "1.12.3").until(1min);
  build.options("B").ca_ttl = 12h;
  const auto issued = build.run().of<KeyPrepared>("B/1", KeyType::x509).at(0).what;
  CHECK(issued.not_after - issued.issued_at > Duration{12h - 1s});
  CHECK(issued.not_after - issued.issued_at <= Duration{12h + 1s});
}

TEST_CASE("a nested X.509 authority never outlives the upstream's", "[R9b]") {
  DeploymentBuilder build{"1.12.4"};
  const Recorder seen = build.cluster("A", 1).cluster("B", 1, "A").until(1min).run();
  CHECK(end_of_x509(seen, "B/1") == end_of_x509(seen, "A/1"));
}

TEST_CASE("a mint synchronises the upstream's roots into the own bundle", "[R9b]") {
  DeploymentBuilder build{"1.10.4"};
  const Recorder seen = build.cluster("A", 2).cluster("B", 1, "A").until(1min).run();
  CHECK(seen.bundle("B", seen.listening("B/1"), KeyType::x509).size() == 2);
}

TEST_CASE("a JWT key is published at the top first, then at each level downwards", "[R10]") {
  const Recorder seen = chain().run();
  const Time at_a = listed_since(seen, "A", "C/1#2");
  const Time at_b = listed_since(seen, "B", "C/1#2");
  const Time at_c = listed_since(seen, "C", "C/1#2");
  CHECK(at_a < at_b);
  CHECK(at_b < at_c);
  CHECK(at_c < Time{1h + 1s});
  CHECK(seen.of<KeyPrepared>("C/1", KeyType::jwt).at(1).at >= at_c);
}

TEST_CASE("the answer to a publication is the upstream's whole list", "[R10]") {
  // Until 1.12.3 nothing else tells a restarted server of the keys that others make meanwhile.
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 1, "B");
  build.at(1h, ActionKind::restart, {"C/1"}).at(2h, ActionKind::prepare, {"A/1"});
  build.at(2h, ActionKind::prepare, {"B/1"}).at(3h, ActionKind::prepare, {"C/1"});
  const Recorder seen = build.until(4h).run();
  for (const std::string_view key : {"A/1#2", "B/1#2"}) {
    CHECK(!seen.lists("C", key, Time{3h - 1s}));
    CHECK(listed_since(seen, "C", key) == listed_since(seen, "C", "C/1#2"));
  }
}

TEST_CASE("a publication gives up after 5 s", "[R10]") {
  DeploymentBuilder build = chain();
  build.on_cluster(59min, ActionKind::database_lock, "A", 70s);
  const Recorder seen = build.run();
  const auto failed = seen.of<PrepareFailed>("C/1");
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].at - Time{1h} >= Duration{5s});
  CHECK(failed[0].at - Time{1h} < Duration{5s + 100ms});
}

TEST_CASE("a publication that was given up is cancelled on its way up", "[R10]") {
  DeploymentBuilder build = chain();
  build.on_cluster(59min, ActionKind::database_lock, "A", 70s);
  const Recorder seen = build.run();
  CHECK(!seen.lists("A", "C/1#2", Time{1h + 1min}));
}

TEST_CASE("a publication that was given up is not appended to the own bundle later", "[R10]") {
  DeploymentBuilder build{"1.11.0"};
  build.cluster("A", 1).cluster("B", 1, "A");
  build.on_cluster(1h - 1s, ActionKind::database_lock, "B", 7s);
  build.at(1h, ActionKind::prepare, {"B/1"}).until(1h + 1min);
  const Recorder seen = build.run();
  CHECK(seen.lists("A", "B/1#2", Time{1h + 1s}));
  CHECK(seen.of<PrepareFailed>("B/1").size() == 1);
  // And no stream is open that would bring it.
  CHECK(!seen.lists("B", "B/1#2", Time{1h + 1min}));
}

TEST_CASE("each level has its own 5 s", "[R10]") {
  // B/1 takes C/1's key up 3 s after C/1 began, and waits there for 3 s more: C/1 gives up first.
  DeploymentBuilder build = chain();
  build.on_cluster(59min, ActionKind::database_lock, "A", 64s);
  const Recorder seen = build.run();
  CHECK(seen.of<PrepareFailed>("C/1").empty());
  CHECK(listed_since(seen, "A", "C/1#2") >= Time{1h + 3s});
}

TEST_CASE("a server publishes one JWT key at a time", "[R10]") {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 1).cluster("B", 1, "A").cluster("C", 2, "B");
  build.on_cluster(1h - 1s, ActionKind::database_lock, "B", 5s);
  build.at(1h, ActionKind::prepare, {"C/1", "C/2"});
  const Recorder seen = build.until(1h + 1min).run();
  // The first is at A when B's own row is locked; the second waits at B for the first.
  const Time first = listed_since(seen, "A", "C/1#2");
  const Time second = listed_since(seen, "A", "C/2#2");
  CHECK(first < Time{1h + 1s});
  CHECK(second >= listed_since(seen, "B", "C/1#2"));
}

}  // namespace spindrift::model
