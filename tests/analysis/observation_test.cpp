#include "analysis/observation.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {

TEST_CASE("time passes for all that is observed, also where only others look at an event") {
  GIVEN("a region that misses a key and is deaf when its history ends") {
    Story story;
    story.cluster("A", 1).cluster("B", 1, "A");
    story.at(0s, story.listens("A/1"));
    story.at(1s, story.lists("A", "A/1#1"));
    story.at(2s, story.lists("B", "B/1#1"));
    story.at(3s, story.listens("B/1"));
    story.at(4s, story.activates("A/1#1", 24h));
    WHEN("an hour passes in which nothing happens that it is about") {
      Observation observed;
      story.tell(1h, observed);
      Divergence alone;
      story.tell(1h, alone);
      THEN("it has lasted until the end, as for an observer of that alone") {
        const history::ClusterId region = story.in("B");
        CHECK(observed.now == Time{1h});
        CHECK(observed.divergence.longest(region) == 1h - 2s);
        CHECK(observed.divergence.longest(region) == alone.longest(region));
        CHECK(observed.deafness.total(region) == 1h - 3s);
        CHECK(observed.exposure.failed_in(region) > 0);
      }
    }
  }
}

}  // namespace spindrift::analysis
