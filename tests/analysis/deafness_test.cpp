#include "analysis/deafness.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

using history::Channel;

/// A root with one server and a nested cluster with two, both of which hear from 10 s on.
Story nested_cluster() {
  Story story;
  story.cluster("root", 1).cluster("A", 2, "root");
  for (const char* const server : {"A/1", "A/2"}) {
    story.at(10s, story.spawns(server));
    story.at(10s, story.opens(server));
    story.at(10s, story.listens(server));
  }
  return story;
}

/// A restart that finds its keys: it opens nothing (R11).
void restart(Story& story, Duration at, const char* server) {
  story.at(at, story.ends(server));
  story.at(at, story.spawns(server));
  story.at(at + 2s, story.listens(server));
}

std::vector<DeafInterval> intervals_of(Story& story, Duration until) {
  Deafness deafness;
  story.tell(until, deafness);
  return deafness.intervals();
}

}  // namespace

TEST_CASE("R11: a cluster is deaf when the last of its servers was started again with its keys") {
  Story story = nested_cluster();
  restart(story, 100s, "A/1");
  const EventId silenced = story.at(200s, story.ends("A/2"));
  story.at(200s, story.spawns("A/2"));
  story.at(202s, story.listens("A/2"));
  const EventId heard = story.at(500s, story.opens("A/1"));
  const auto intervals = intervals_of(story, 1000s);
  REQUIRE(intervals.size() == 1);
  CHECK(intervals[0].cluster == story.in("A"));
  CHECK(intervals[0].from == Time{200s});
  CHECK(intervals[0].until == Time{500s});
  CHECK(intervals[0].began_by == silenced);
  CHECK(intervals[0].ended_by == heard);
}

TEST_CASE("R11: one server that hears is enough, and an X.509 stream brings no JWT keys") {
  Story story = nested_cluster();
  restart(story, 100s, "A/1");
  CHECK(intervals_of(story, 1000s).empty());
  restart(story, 200s, "A/2");
  story.at(300s, story.opens("A/1", Channel::x509_stream));
  const auto intervals = intervals_of(story, 1000s);
  REQUIRE(intervals.size() == 1);
  CHECK(intervals[0].from == Time{200s});
  CHECK_FALSE(intervals[0].until);
}

TEST_CASE("R12: a subscription ends deafness 5 s into the run phase") {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  story.at(10s, story.spawns("A/1"));
  story.at(12s, story.listens("A/1"));
  story.at(17s, story.opens("A/1", Channel::subscription));
  const auto intervals = intervals_of(story, 100s);
  REQUIRE(intervals.size() == 1);
  CHECK(intervals[0].from == Time{12s});
  CHECK(intervals[0].until == Time{17s});
}

TEST_CASE("R22: an open stream whose polls are not answered hears nothing") {
  Story story = nested_cluster();
  story.at(100s, history::PollingStopped{story.of("A/1"), "no answer"});
  story.at(150s, history::PollingStopped{story.of("A/2"), "no answer"});
  story.at(400s, history::PollingResumed{story.of("A/2"), story.of("root/1")});
  const auto intervals = intervals_of(story, 1000s);
  REQUIRE(intervals.size() == 1);
  CHECK(intervals[0].from == Time{150s});
  CHECK(intervals[0].until == Time{400s});
}

TEST_CASE("the moment between two streams is forgotten but counted") {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  story.at(1s, story.opens("A/1"));
  story.at(1s, story.listens("A/1"));
  story.at(100s, history::ListeningClosed{story.of("A/1"), Channel::jwt_stream, "a publication"});
  story.at(100s + 20ms, story.opens("A/1"));
  Deafness deafness;
  story.tell(200s, deafness);
  CHECK(deafness.intervals().empty());
  CHECK(deafness.total(story.in("A")) == 20ms);
  CHECK_FALSE(deafness.is_deaf(story.in("A")));
}

TEST_CASE("roots are never deaf, and nobody is before its first server answers") {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  story.at(1s, story.listens("root/1"));
  story.at(50s, story.spawns("A/1"));
  story.at(60s, story.ends("A/1"));
  CHECK(intervals_of(story, 1000s).empty());
}

TEST_CASE("deafness that lasts is told up to the end of the history") {
  Story story = nested_cluster();
  restart(story, 100s, "A/1");
  restart(story, 200s, "A/2");
  Deafness deafness;
  story.tell(1000s, deafness);
  CHECK(deafness.is_deaf(story.in("A")));
  CHECK(deafness.total(story.in("A")) == 800s);
  REQUIRE(deafness.intervals(story.in("A")).size() == 1);
  CHECK(deafness.intervals(story.in("A"))[0].from == history::Time{200s});
  CHECK(deafness.intervals(story.in("root")).empty());
}

}  // namespace spindrift::analysis
