#include "analysis/healing.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

/// A makes a key at 0 s and answers since 0 s; the key of the same server lives 24 h.
void start(Story& story, const char* cluster, Duration at = 0s) {
  const std::string server = std::string{cluster} + "/1";
  const std::string key = server + "#1";
  story.at(at, story.spawns(server));
  story.at(at, story.lists("root", key));
  if (std::string_view{cluster} != "root") story.at(at, story.lists(cluster, key));
  story.at(at, story.prepares(key, at, at + 24h, history::PrepareReason::no_current_key));
  story.at(at, story.activates(key, at + 24h, history::ActivateReason::no_current_key));
  story.at(at, story.listens(server));
}

std::optional<Healing> healing_in(Story& story, Duration until, const char* cluster) {
  Observation observed;
  story.tell(until, observed);
  return healing_of(observed, story.in(cluster));
}

}  // namespace

TEST_CASE("R8: a deaf cluster heals with its own next preparation") {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  start(story, "root");
  start(story, "A", 1h);
  story.at(2h, story.lists("root", "root/1#2"));
  const auto healing = healing_in(story, 3h, "A");
  REQUIRE(healing);
  CHECK(healing->is_predicted);
  CHECK(healing->by->server == story.of("A/1"));
  CHECK(healing->at == Time{13h + 10s});
  CHECK_FALSE(healing_in(story, 3h, "root"));
}

TEST_CASE("R11: one that listens heals with the next change above it, if that comes first") {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root").cluster("B", 1, "A");
  start(story, "root");
  start(story, "A", 1h);  // deaf
  start(story, "B", 2h);
  story.at(2h, story.opens("B/1"));
  story.at(3h, story.lists("root", "root/1#2"));
  const auto healing = healing_in(story, 4h, "B");
  REQUIRE(healing);
  CHECK(healing->by->server == story.of("A/1"));
  CHECK(healing->at == Time{13h + 10s});
}

TEST_CASE("a divergence that ended is healed by the change that ended it, not by expiry") {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  start(story, "root");
  start(story, "A");
  const EventId healed = story.at(1h, story.lists("A", "root/1#1"));
  const auto seen = healing_in(story, 3h, "A");
  REQUIRE(seen);
  CHECK_FALSE(seen->is_predicted);
  CHECK(seen->at == Time{1h});
  CHECK(seen->event == healed);

  Story expired;
  expired.cluster("root", 1).cluster("A", 1, "root");
  start(expired, "root");
  start(expired, "A");
  CHECK_FALSE(healing_in(expired, 30h, "A"));
}

}  // namespace spindrift::analysis
