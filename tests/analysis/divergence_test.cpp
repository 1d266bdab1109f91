#include "analysis/divergence.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

/// Three clusters that each list something, so that their bundles exist from 0 s on.
Story three_clusters() {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root").cluster("B", 1, "root");
  for (const char* const cluster : {"root", "A", "B"})
    story.at(0s, story.lists(cluster, "root/1#1"));
  return story;
}

}  // namespace

TEST_CASE("a key is missing from its first publication until the cluster lists it") {
  Story story = three_clusters();
  const EventId published = story.at(100s, story.lists("root", "A/1#1"));
  story.at(101s, story.lists("A", "A/1#1"));
  const EventId healed = story.at(300s, story.lists("B", "A/1#1"));

  Divergence divergence;
  story.tell(400s, divergence);
  CHECK(divergence.present().empty());
  REQUIRE(divergence.past().size() == 1);
  const MissingKey& missing = divergence.past().front();
  CHECK(missing.cluster == story.in("B"));
  CHECK(missing.key == story.key("A/1#1"));
  CHECK(missing.published_in == story.in("root"));
  CHECK(missing.published_by == published);
  CHECK(missing.published_at == Time{100s});
  CHECK(missing.since == Time{100s});
  CHECK(missing.until == Time{300s});
  CHECK(missing.ended_by == healed);
  CHECK(divergence.longest(story.in("B")) == 200s);
  CHECK(divergence.total(story.in("B")) == 200s);
  CHECK(divergence.longest(story.in("A")) == 1s);
  CHECK(divergence.longest(story.in("root")) == 0s);
}

TEST_CASE("what is missing at the end is told by cluster and key") {
  Story story = three_clusters();
  story.at(100s, story.lists("root", "root/1#3"));
  story.at(110s, story.lists("root", "root/1#2"));
  story.at(115s, story.lists("A", "root/1#2"));

  Divergence divergence;
  story.tell(200s, divergence);
  const std::vector<MissingKey> present = divergence.present();
  REQUIRE(present.size() == 3);
  CHECK(present[0].cluster == story.in("A"));
  CHECK(present[0].key == story.key("root/1#3"));
  CHECK_FALSE(present[0].until);
  CHECK(present[1].key == story.key("root/1#2"));
  CHECK(present[1].cluster == story.in("B"));
  CHECK(present[1].since == Time{110s});
  CHECK(present[2].key == story.key("root/1#3"));
  CHECK(divergence.longest(story.in("B")) == 100s);
  CHECK(divergence.total(story.in("B")) == 190s);
}

TEST_CASE("nobody misses an expired key") {
  Story story = three_clusters();
  story.at(100s, story.lists("root", "root/1#2", 500s));
  story.at(600s, story.lists("A", "root/1#2", 500s));

  Divergence divergence;
  story.tell(1000s, divergence);
  CHECK(divergence.present().empty());
  REQUIRE(divergence.past().size() == 2);
  for (const MissingKey& missing : divergence.past()) {
    CHECK(missing.until == Time{500s});
    CHECK(missing.ended_by == EventId::none);
  }
  CHECK(divergence.longest(story.in("A")) == 400s);
}

TEST_CASE("a key that was pruned after its expiry is not missing where it was pruned first") {
  Story story = three_clusters();
  story.at(30h, story.drops("A", "root/1#1"));
  Divergence divergence;
  story.tell(40h, divergence);
  CHECK(divergence.present().empty());
  CHECK(divergence.past().empty());
}

TEST_CASE("a key that a script deletes while it is valid is missing from then on") {
  Story story = three_clusters();
  const EventId deleted = story.at(2h, story.drops("A", "root/1#1"));
  Divergence divergence;
  story.tell(3h, divergence);
  REQUIRE(divergence.present().size() == 1);
  CHECK(divergence.present()[0].cluster == story.in("A"));
  CHECK(divergence.present()[0].since == Time{2h});
  CHECK(divergence.present()[0].lost_by == deleted);
  CHECK(divergence.present()[0].published_at == Time{0s});
}

TEST_CASE("R13b: a key revoked at the root is missed nowhere, one revoked below not there") {
  Story story = three_clusters();
  story.at(1h, story.lists("root", "root/1#2"));
  story.at(2h, story.lists("root", "root/1#2", 24h, true));   // tainted: one record more,
  story.at(2h, story.drops("root", "root/1#2", 24h, false));  // one less: never missing
  story.at(2h, story.lists("A", "root/1#2", 24h, true));
  story.at(3h, story.drops("A", "root/1#2", 24h, true));

  Divergence below;
  story.tell(3h, below);
  REQUIRE(below.present().size() == 1);
  CHECK(below.present()[0].cluster == story.in("B"));
  CHECK(below.longest(story.in("root")) == 0s);

  story.at(4h, story.drops("root", "root/1#2", 24h, true));
  Divergence above;
  story.tell(5h, above);
  CHECK(above.present().empty());
  CHECK(above.longest(story.in("B")) == 3h);
}

TEST_CASE("a cluster without a bundle misses nothing, and once born what others list") {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  story.at(0s, story.lists("root", "root/1#1"));
  story.at(100s, story.lists("A", "A/1#x1"));
  story.at(103s, story.lists("A", "root/1#1"));
  Divergence divergence{history::KeyType::jwt, 1s};
  story.tell(200s, divergence);
  REQUIRE(divergence.past().size() == 1);
  CHECK(divergence.past()[0].since == Time{100s});
  CHECK(divergence.past()[0].published_at == Time{0s});
  CHECK(divergence.total(story.in("A")) == 3s);
}

TEST_CASE("two trees of clusters do not miss each other's keys") {
  Story story;
  story.cluster("one", 1).cluster("two", 1);
  story.at(0s, story.lists("one", "one/1#1"));
  story.at(0s, story.lists("two", "two/1#1"));
  Divergence divergence;
  story.tell(1h, divergence);
  CHECK(divergence.present().empty());
}

TEST_CASE("a key is missed in its own tree though another tree's cluster lists it") {
  Story story;
  story.cluster("one", 1).cluster("edge", 1, "one").cluster("two", 1);
  story.at(0s, story.lists("edge", "edge/1#1"));
  story.at(0s, story.lists("one", "edge/1#1"));
  story.at(0s, story.lists("one", "one/1#1"));
  story.at(0s, story.lists("two", "one/1#1"));
  Divergence divergence;
  story.tell(1h, divergence);
  REQUIRE(divergence.present().size() == 1);
  CHECK(divergence.present()[0].cluster == story.in("edge"));
  CHECK(divergence.present()[0].key == story.key("one/1#1"));
  CHECK(divergence.longest(story.in("edge")) == 1h);
}

TEST_CASE("short intervals are counted and forgotten") {
  Story story = three_clusters();
  for (int number = 2; number < 5; ++number) {
    const std::string key = "root/1#" + std::to_string(number);
    const Duration begin = number * 100s;
    story.at(begin, story.lists("root", key));
    story.at(begin + 6s, story.lists("A", key));
    story.at(begin + 7s, story.lists("B", key));
  }
  Divergence divergence;
  story.tell(1h, divergence);
  CHECK(divergence.past().empty());
  CHECK(divergence.longest(story.in("B")) == 7s);
  CHECK(divergence.total(story.in("B")) == 21s);
}

}  // namespace spindrift::analysis
