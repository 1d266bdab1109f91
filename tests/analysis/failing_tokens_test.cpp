#include "analysis/failing_tokens.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

Story root_signs_for_both() {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  story.at(0s, story.lists("root", "root/1#1"));
  story.at(0s, story.lists("A", "root/1#1"));
  story.at(0s, story.activates("root/1#1", 24h));
  story.at(0s, story.listens("root/1"));
  return story;
}

}  // namespace

TEST_CASE("tokens are told by key and verifier, from their first failure until their last") {
  Story story = root_signs_for_both();
  story.at(100s, story.lists("root", "root/1#2"));
  story.at(200s, story.activates("root/1#2", 24h));
  story.at(500s, story.lists("A", "root/1#2"));
  story.at(600s, story.activates("root/1#3", 24h));  // published nowhere
  FailingTokensLog log;
  story.tell(1000s, log);
  const auto intervals = log.intervals();
  REQUIRE(intervals.size() == 3);
  CHECK(intervals[0].key == story.key("root/1#2"));
  CHECK(log.verifiers()[intervals[0].verifier].name == "A");
  CHECK(intervals[0].from == Time{200s});
  CHECK(intervals[0].until == Time{500s});
  CHECK(intervals[1].key == story.key("root/1#3"));
  CHECK(intervals[1].from == Time{600s});
  CHECK_FALSE(intervals[1].until);
}

TEST_CASE("short failures are forgotten, and end when the key stops signing") {
  Story story = root_signs_for_both();
  story.at(100s, story.activates("root/1#2", 24h));
  story.at(130s, story.activates("root/1#1", 24h));
  story.at(200s, story.activates("root/1#2", 24h));
  story.at(300s, story.ends("root/1"));
  FailingTokensLog log;
  story.tell(1000s, log);
  const auto intervals = log.intervals();
  REQUIRE(intervals.size() == 2);
  for (const FailingTokens& each : intervals) {
    CHECK(each.from == Time{200s});
    CHECK(each.until == Time{300s});
  }
}

}  // namespace spindrift::analysis
