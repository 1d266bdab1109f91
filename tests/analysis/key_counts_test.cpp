#include "analysis/key_counts.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {

TEST_CASE("counts know their peak, their mean over time, and the time above the limit") {
  KeyCount count{2};
  count.change(2, 0, Time{100s});
  count.change(2, 0, Time{200s});
  count.change(0, 1, Time{250s});
  count.change(0, 1, Time{300s});
  CHECK(count.now() == 2);
  CHECK(count.peak() == 4);
  CHECK(count.peak_at() == Time{200s});
  CHECK(count.first_above() == Time{200s});
  CHECK(count.time_above(Time{400s}) == 100s);
  // 100 s with 2, 50 s with 4, 50 s with 3, 100 s with 2, counted from the first key on.
  CHECK(count.mean(Time{400s}) == Approx((200 + 200 + 150 + 200) / 300.0));
}

TEST_CASE("a count at the limit is not above it") {
  KeyCount count{2};
  count.change(2, 0, Time{1s});
  CHECK_FALSE(count.first_above());
  CHECK(count.time_above(Time{10s}) == 0s);
  count.change(1, 0, Time{10s});
  CHECK(count.time_above(Time{15s}) == 5s);
}

TEST_CASE("bundles are counted by type, a tainted record beside its twin as one more") {
  Story story;
  story.cluster("root", 1).observer("oidc", history::ObserverKind::discovery_provider, "root");
  const history::ObserverId oidc{0};
  story.at(1s, story.lists("root", "root/1#1"));
  story.at(1s, story.lists("root", "root/1#x1"));
  story.at(2s, story.lists("root", "root/1#1", 24h, true));
  story.at(3s, history::KeySetChanged{oidc, story.of("root/1"), {story.key("root/1#1")}, {}});
  KeyCounts counts;
  story.tell(10s, counts);
  CHECK(counts.in(story.in("root")).now() == 2);
  CHECK(counts.in(story.in("root"), history::KeyType::x509).now() == 1);
  CHECK(counts.in(story.in("root"), history::KeyType::wit).now() == 0);
  CHECK(counts.of(oidc).now() == 1);
  CHECK(counts.limit() == 100);
}

TEST_CASE("an agent that starts again holds nothing until its first sync") {
  Story story;
  story.cluster("root", 1).observer("agent", history::ObserverKind::agent, "root");
  const history::ObserverId agent{0};
  const history::KeySetChanged first{agent, story.of("root/1"), {story.key("root/1#1")}, {}};
  story.at(1s, first);
  story.at(5s, history::ObserverStarted{agent});
  story.at(6s, first);
  KeyCounts counts;
  story.tell(10s, counts);
  CHECK(counts.of(agent).now() == 1);
}

}  // namespace spindrift::analysis
