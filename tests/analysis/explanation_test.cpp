#include "analysis/explanation/explanation.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

using Catch::Contains;

/// Three levels that all list root/1#1.
Story three_levels() {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root").cluster("B", 1, "A");
  for (const char* const cluster : {"root", "A", "B"})
    story.at(0s, story.lists(cluster, "root/1#1"));
  return story;
}

std::string text_of(Story& story, Duration until, const ExplanationFilter& filter = {}) {
  const history::History history = story.history(until);
  return to_text(history.topology, explain(history, filter));
}

}  // namespace

TEST_CASE("R11: a cluster below one that misses a key is told to miss it for that reason") {
  Story story = three_levels();
  story.at(0s, story.spawns("B/1"));
  story.at(0s, story.opens("B/1"));
  story.at(0s, story.listens("B/1"));
  story.at(1h, story.lists("root", "root/1#2"));
  const std::string text = text_of(story, 2h, {.cluster = story.in("B"), .key = {}});
  CHECK_THAT(text, Contains("B misses root/1#2 since 1h00m00s"));
  CHECK_THAT(text, Contains("its upstream A did not list them either"));
  CHECK_THAT(text, Contains("B/1 listened by its JWT stream"));
  CHECK_THAT(text, !Contains("A misses"));
}

TEST_CASE("R11: a list that came and could not be stored is told as that") {
  Story story = three_levels();
  story.at(0s, story.spawns("A/1"));
  story.at(0s, story.opens("A/1"));
  story.at(0s, story.listens("A/1"));
  story.at(1h, story.lists("root", "root/1#2"));
  CHECK_THAT(text_of(story, 2h, {.cluster = story.in("A"), .key = {}}), Contains("A was not deaf"));
}

TEST_CASE("a key that a script deleted is told with the action that did it") {
  Story story = three_levels();
  const EventId action =
      story.at(1h, history::ActionTaken{"clean_up", history::ServerId::none, story.in("A"),
                                        history::ObserverId::none, ""});
  story.at(1h, story.drops("A", "root/1#1"), action);
  const std::string text = text_of(story, 2h);
  CHECK_THAT(text, Contains("they were deleted from its bundle while valid"));
  CHECK_THAT(text, Contains("clean_up A"));
}

TEST_CASE("R18: a key prepared by hand is told as that, and healing by hand too") {
  Story story = three_levels();
  const history::Key key = story.key("A/1#1");
  story.at(1h, story.lists("root", "root/1#2"));
  story.at(2h, story.prepares("root/1#2", 1h, 25h, history::PrepareReason::by_hand));
  const EventId made = story.at(3h, history::KeyGenerated{key.maker, key, history::Slot::b});
  history::BundleChanged list = story.lists("A", "root/1#2");
  list.by = key.maker;
  const EventId stored = story.at(3h, list, made);
  story.at(3h, story.prepares("A/1#1", 3h, 27h, history::PrepareReason::by_hand), stored);
  const std::string text = text_of(story, 4h, {.cluster = story.in("A"), .key = {}});
  CHECK_THAT(text, Contains("an operator had root/1 prepare root/1#2 by hand (R18)"));
  CHECK_THAT(text, Contains("A/1 published its next key, A/1#1"));
  CHECK_THAT(text, Contains("prepared by hand (R18)"));
}

TEST_CASE("R22: polls that failed and servers that did not run are told as reasons") {
  Story story;
  story.cluster("root", 1).cluster("A", 3, "root");
  story.at(0s, story.lists("root", "root/1#1"));
  story.at(0s, story.lists("A", "root/1#1"));
  for (const char* const server : {"A/1", "A/2"}) {
    story.at(0s, story.spawns(server));
    story.at(0s, story.opens(server));
    story.at(0s, story.listens(server));
  }
  story.at(60s, history::PollingStopped{story.of("A/1"), "no answer"});
  story.at(70s, story.ends("A/2"));
  story.at(1h, story.lists("root", "root/1#2"));
  const std::string text = text_of(story, 2h);
  CHECK_THAT(text, Contains("A/1 had its JWT stream open, but its polls of the upstream failed"));
  CHECK_THAT(text, Contains("A/2 did not run: it had ended (restart)"));
  CHECK_THAT(text, Contains("A/3 had not been started"));
  CHECK_THAT(text, Contains("from then on A was deaf"));
}

TEST_CASE("when nothing is missing the explanation says why, or that the key was never there") {
  Story story = three_levels();
  story.at(1s, history::JournalLoaded{story.of("A/1"), false, 0, 0});
  const std::string all = text_of(story, 1h);
  CHECK_THAT(all, Contains("1 starts found no journal"));
  CHECK_THAT(all, Contains("0 starts found their keys"));
  CHECK_THAT(text_of(story, 1h, {.cluster = {}, .key = story.key("root/1#9")}),
             Contains("root/1#9 was never listed by any cluster"));
}

TEST_CASE("each step of an explanation names the event that says so") {
  Story story = three_levels();
  const EventId published = story.at(1h, story.lists("root", "root/1#2"));
  const history::History history = story.history(2h);
  const Explanation explanation = explain(history);
  REQUIRE(explanation.keys.size() == 1);
  const auto& steps = explanation.keys[0].steps;
  const auto step = std::ranges::find(steps, published, &Step::event);
  REQUIRE(step != steps.end());
  CHECK(step->at == Time{1h});
  CHECK(step->text == "it was published: root was the first to list it");
}

}  // namespace spindrift::analysis
