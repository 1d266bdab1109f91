#include "analysis/next_preparation.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

/// A/1 made its first key in its start and answers since 2 s.
Story first_key(Duration key_lifetime) {
  Story story;
  story.cluster("A", 2);
  story.at(1s, story.spawns("A/1"));
  story.at(1s,
           story.prepares("A/1#1", 1s, 1s + key_lifetime, history::PrepareReason::no_current_key));
  story.at(1s,
           story.activates("A/1#1", 1s + key_lifetime, history::ActivateReason::no_current_key));
  story.at(2s, story.listens("A/1"));
  return story;
}

std::optional<NextPreparation> expected(Story& story, Duration now, const char* server = "A/1") {
  NextPreparations preparations;
  story.tell(now, preparations);
  return preparations.of(story.of(server));
}

}  // namespace

TEST_CASE("R8: the next key is due at half of the current one's life, at the tick after") {
  Story story = first_key(24h);
  const auto next = expected(story, 1h);
  REQUIRE(next);
  CHECK(next->threshold == Time{12h + 1s});
  CHECK(next->at == Time{12h + 2s});  // ticks at 2 s and each 10 s on: 43202 s is the first after
  CHECK(next->judged_by == story.key("A/1#1"));
  CHECK_FALSE(next->next_is_prepared);
}

TEST_CASE("R8: half of a long life counts as at most 30 days") {
  Story story = first_key(100 * 24h);
  const auto next = expected(story, 1h);
  REQUIRE(next);
  CHECK(next->threshold == Time{70 * 24h + 1s});
}

TEST_CASE("R8: a prepared key must first become the current one") {
  Story story = first_key(24h);
  story.at(12h + 2s, story.prepares("A/1#2", 12h + 2s, 36h + 2s));
  const auto next = expected(story, 13h);
  REQUIRE(next);
  CHECK(next->next_is_prepared);
  CHECK(next->judged_by == story.key("A/1#2"));
  CHECK(next->threshold == Time{24h + 2s});
  CHECK(next->at == Time{24h + 12s});  // the threshold is strict, and 24 h + 2 s is a tick

  story.at(20h + 12s, story.activates("A/1#2", 36h + 2s));
  CHECK(expected(story, 21h)->at == Time{24h + 12s});
}

TEST_CASE("R8: a key prepared by hand puts the next preparation off until it is the current one") {
  Story story = first_key(24h);
  story.at(1h, story.prepares("A/1#2", 1h, 25h, history::PrepareReason::by_hand));
  const auto next = expected(story, 2h);
  REQUIRE(next);
  CHECK(next->threshold == Time{20h + 1s});  // the activation; half of its own life ends earlier
}

TEST_CASE("a restart that finds its keys keeps the threshold and moves the grid") {
  Story story = first_key(24h);
  story.at(1h, story.ends("A/1"));
  CHECK_FALSE(expected(story, 1h));
  story.at(1h, story.spawns("A/1"));
  story.at(1h, history::JournalLoaded{story.of("A/1"), true, 1, 1});
  story.at(1h, story.activates("A/1#1", 24h + 1s, history::ActivateReason::loaded_at_start));
  story.at(1h + 7s, story.listens("A/1"));
  const auto next = expected(story, 2h);
  REQUIRE(next);
  CHECK(next->threshold == Time{12h + 1s});
  CHECK(next->at == Time{12h + 7s});
}

TEST_CASE("R2: a restart that does not find its journal forgets its keys") {
  Story story = first_key(24h);
  story.at(1h, story.ends("A/1"));
  story.at(1h, story.spawns("A/1"));
  story.at(1h, history::JournalLoaded{story.of("A/1"), false, 0, 0});
  story.at(1h, story.listens("A/1"));
  CHECK_FALSE(expected(story, 2h));
}

TEST_CASE("what is overdue is due at the next tick, and a cluster's is that of its first server") {
  Story story = first_key(24h);
  CHECK(expected(story, 13h)->at == Time{13h + 2s});

  story.at(14h, story.prepares("A/2#1", 1h, 5h));
  story.at(14h, story.activates("A/2#1", 5h));
  story.at(14h, story.listens("A/2"));
  NextPreparations preparations;
  story.tell(14h, preparations);
  const auto next = preparations.in(story.in("A"));
  REQUIRE(next);
  CHECK(next->server == story.of("A/1"));
  CHECK(next->at == Time{14h + 2s});
}

}  // namespace spindrift::analysis
