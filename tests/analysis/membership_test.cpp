#include "analysis/membership.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {

TEST_CASE("who lists which key from when until when is written down, and how many") {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root");
  story.at(1s, story.lists("root", "root/1#1"));
  story.at(2s, story.lists("A", "root/1#1"));
  const EventId tainted = story.at(3s, story.lists("root", "root/1#1", 24h, true));
  story.at(4s, story.drops("root", "root/1#1"));
  const EventId dropped = story.at(5s, story.drops("root", "root/1#1", 24h, true));
  story.at(6s, story.lists("root", "root/1#x1"));  // another type
  story.at(7s, story.lists("root", "A/1#1"));

  Membership membership;
  story.tell(10s, membership);
  const auto& listings = membership.listings();
  REQUIRE(listings.size() == 3);
  CHECK(listings[0].key == story.key("root/1#1"));
  CHECK(listings[0].from == Time{1s});
  CHECK(listings[0].until == Time{5s});
  CHECK(listings[0].removed_by == dropped);
  CHECK(listings[1].cluster == story.in("A"));
  CHECK_FALSE(listings[1].until);
  CHECK(membership.keys(story.in("root")) == std::vector{story.key("A/1#1")});
  CHECK(membership.find(story.in("A"), story.key("root/1#1")) == &listings[1]);
  CHECK(membership.find(story.in("A"), story.key("A/1#1")) == nullptr);

  std::vector<std::size_t> counts;
  for (const CountStep& step : membership.steps()) {
    if (step.cluster == story.in("root")) counts.push_back(step.count);
  }
  CHECK(counts == std::vector<std::size_t>{1, 2, 1, 0, 1});
  CHECK(membership.steps()[2].from == Time{3s});
  CHECK(tainted != EventId::none);
}

TEST_CASE("a change that swaps one key for another changes no count") {
  Story story;
  story.cluster("root", 1);
  story.at(1s, story.lists("root", "root/1#1"));
  history::BundleChanged swap = story.lists("root", "root/1#2");
  swap.removed = story.drops("root", "root/1#1").removed;
  story.at(2s, swap);
  Membership membership;
  story.tell(10s, membership);
  CHECK(membership.steps().size() == 1);
  CHECK(membership.keys(story.in("root")) == std::vector{story.key("root/1#2")});
}

}  // namespace spindrift::analysis
