#include "analysis/operations.hpp"

#include <catch2/catch.hpp>

#include "analysis/keys_made.hpp"
#include "analysis/process_ends.hpp"
#include "tests/analysis/story.hpp"

namespace spindrift::analysis {

TEST_CASE("a roll lasts from its beginning until it is complete") {
  Story story;
  story.cluster("A", 2);
  const history::ActionTaken roll{"roll", history::ServerId::none, history::ClusterId::none,
                                  history::ObserverId::none, "2 servers begin"};
  story.at(100s, roll);
  story.at(400s, history::ActionEnded{"roll", history::ServerId::none, history::ClusterId::none,
                                      "complete"});
  story.at(500s, roll);
  Operations operations;
  story.tell(600s, operations);
  REQUIRE(operations.rolls().size() == 2);
  CHECK(operations.rolls()[0].began == Time{100s});
  CHECK(operations.rolls()[0].ended == Time{400s});
  CHECK_FALSE(operations.rolls()[1].ended);
  CHECK(operations.actions() == 2);
}

TEST_CASE("a refused action is told with the reason") {
  Story story;
  story.cluster("A", 1);
  story.at(5s, history::ActionEnded{"prepare", story.of("A/1"), history::ClusterId::none,
                                    "refused: the server does not answer"});
  Operations operations;
  story.tell(10s, operations);
  REQUIRE(operations.refused().size() == 1);
  CHECK(operations.refused()[0].why == "the server does not answer");
  CHECK(operations.refused()[0].at == Time{5s});
}

TEST_CASE("an alarm lasts until the monitor of that threshold clears it") {
  Story story;
  story.cluster("A", 1);
  const history::ClusterId cluster = story.in("A");
  story.at(60s, history::MonitorAlarm{cluster, 91, 90, true});
  story.at(120s, history::MonitorAlarm{cluster, 101, 100, true});
  story.at(180s, history::MonitorAlarm{cluster, 100, 100, false});
  Operations operations;
  story.tell(200s, operations);
  REQUIRE(operations.alarms().size() == 2);
  CHECK_FALSE(operations.alarms()[0].cleared);
  CHECK(operations.alarms()[0].keys == 91);
  CHECK(operations.alarms()[1].raised == Time{120s});
  CHECK(operations.alarms()[1].cleared == Time{180s});
}

TEST_CASE("R6: processes that SPIRE ended are told, starts that did not get up apart") {
  Story story;
  story.cluster("A", 2);
  story.at(1s, story.spawns("A/1"));
  story.at(2s, history::ServerEnded{story.of("A/1"), true, "mint: unavailable"});
  story.at(3s, story.spawns("A/1"));
  story.at(4s, story.listens("A/1"));
  story.at(5s, history::ServerUnhealthy{story.of("A/1"), "rotation failed too often"});
  story.at(6s, history::ServerEnded{story.of("A/1"), true, "subscribe: refused"});
  story.at(7s, story.spawns("A/2"));
  story.at(8s, story.ends("A/2"));
  ProcessEnds ends;
  story.tell(10s, ends);
  REQUIRE(ends.ended_by_themselves().size() == 2);
  CHECK(ends.ended_by_themselves()[0].before_listening);
  CHECK(ends.ended_by_themselves()[0].why == "mint: unavailable");
  CHECK_FALSE(ends.ended_by_themselves()[1].before_listening);
  CHECK(ends.failed_starts() == 1);
  CHECK(ends.starts() == 3);
  REQUIRE(ends.unhealthy().size() == 1);
  CHECK(ends.unhealthy()[0].at == Time{5s});
}

TEST_CASE("keys are counted by who prepared them, abandoned and failed ones apart") {
  Story story;
  story.cluster("A", 2).cluster("B", 1);
  story.at(1s, story.prepares("A/1#1", 1s, 24h));
  story.at(2s, story.prepares("A/2#1", 2s, 24h));
  story.at(3s, story.prepares("A/2#x1", 3s, 24h));
  story.at(4s, history::KeyAbandoned{story.of("A/2"), story.key("A/2#1")});
  story.at(5s, history::PrepareFailed{story.of("B/1"), history::KeyType::jwt, {}, "unavailable"});
  KeysMade made;
  story.tell(10s, made);
  CHECK(made.in(story.in("A")).prepared == 2);
  CHECK(made.in(story.in("A"), history::KeyType::x509).prepared == 1);
  CHECK(made.by(story.of("A/2")).abandoned == 1);
  CHECK(made.in(story.in("B")).failed == 1);
  CHECK(made.in(story.in("B")).prepared == 0);
}

}  // namespace spindrift::analysis
