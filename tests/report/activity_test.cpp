#include "analysis/report/activity.hpp"

#include <catch2/catch.hpp>

#include "analysis/report/count_lines.hpp"
#include "analysis/report/lanes.hpp"
#include "tests/cli/regional_story.hpp"

namespace spindrift::report {

using namespace std::chrono_literals;
using history::Time;

namespace {

Material a_healed_roll() { return examine({}, cli::regional_story(true).history(13h)); }

}  // namespace

TEST_CASE("restarts that are far apart are told apart, and first starts from later ones") {
  const auto windows = activity_windows(a_healed_roll());
  REQUIRE(windows.size() == 3);
  CHECK(windows[0].from == Time{});
  CHECK(windows[0].until == Time{3s});
  CHECK(windows[0].is_first_start);
  CHECK(windows[1].from == Time{1h});
  CHECK(windows[1].until == Time{1h + 2s});
  CHECK_FALSE(windows[1].is_first_start);
  CHECK(windows[1].changes == 3);  // it ended, started, answered
  CHECK(windows[2].from == Time{2h});
}

TEST_CASE("a diagram has a lane for each bundle and for each server that came or went") {
  const Material material = a_healed_roll();
  const Lanes lanes{material, activity_windows(material)[1]};
  REQUIRE(lanes.all().size() == 4);
  CHECK(lanes.of(material.topology().find_server("B/1")) != nullptr);
  CHECK(lanes.of(material.topology().find_server("A/1")) == nullptr);
  CHECK(lanes.of(material.topology().find_cluster("A")) != nullptr);
  for (std::size_t place = 1; place < lanes.all().size(); ++place) {
    CHECK(lanes.all()[place].top >= lanes.all()[place - 1].top + lanes.all()[place - 1].height);
  }
}

TEST_CASE("an arrow follows recorded causes from the key to each bundle, and no others") {
  const Material material = a_healed_roll();
  const analysis::CauseGraph causes{material.history};
  const Lanes lanes{material, activity_windows(material)[2]};
  const auto arrows = arrows_of(material, causes, lanes, Time{2h}, Time{2h + 1min}, 9);
  // A/1 makes A/1#2: it comes to the root, and from there back to A. B hears nothing of it.
  REQUIRE(arrows.size() == 2);
  CHECK(arrows[0].source == lanes.of(material.topology().find_server("A/1")));
  CHECK(arrows[0].target == lanes.of(material.topology().find_cluster("root")));
  CHECK_FALSE(arrows[0].is_own);
  CHECK(arrows[1].source == lanes.of(material.topology().find_cluster("root")));
  CHECK(arrows[1].target == lanes.of(material.topology().find_cluster("A")));
  REQUIRE(arrows[1].keys.size() == 1);
  CHECK(to_string(material.topology(), arrows[1].keys[0]) == "A/1#2");
}

TEST_CASE("clusters share a line only while they never differ for a minute") {
  const Material material = a_healed_roll();
  const auto lines = count_lines(material);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].clusters.size() == 2);  // root and A
  REQUIRE(lines[1].clusters.size() == 1);
  CHECK(material.name(lines[1].clusters[0]) == "B");
  CHECK(lines[1].points.back().count == 5);
}

TEST_CASE("lives end, and are known to have ended by themselves") {
  analysis::Story story;
  story.cluster("root", 1);
  story.at(0s, story.spawns("root/1"));
  story.at(1s, history::ServerEnded{story.of("root/1"), true, "datastore"});
  story.at(2s, story.spawns("root/1"));
  story.at(3s, story.listens("root/1"));
  const Material material = examine({}, story.history(1h));
  const auto& lives = material.lives.of(story.of("root/1"));
  REQUIRE(lives.size() == 2);
  CHECK(lives[0].ended_by_itself);
  CHECK(lives[0].why == "datastore");
  CHECK_FALSE(lives[0].listening);
  CHECK(lives[1].listening == Time{3s});
  CHECK_FALSE(lives[1].ended);
  CHECK_FALSE(activity_windows(material)[0].is_first_start);  // it failed, which is worth seeing
}

}  // namespace spindrift::report
