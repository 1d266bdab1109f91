#include "analysis/explanation/cause_graph.hpp"

#include <catch2/catch.hpp>

#include "tests/analysis/story.hpp"

namespace spindrift::analysis {
namespace {

bool listens(const history::Event& event) {
  return std::holds_alternative<history::ServerListening>(event.what);
}

}  // namespace

TEST_CASE("causes are followed back to the first one, effects forward to the first wanted") {
  Story story;
  story.cluster("A", 2);
  const EventId first = story.at(1s, story.spawns("A/1"));
  const EventId other = story.at(2s, story.spawns("A/2"));
  const EventId up = story.at(3s, story.listens("A/1"), first);
  const EventId key = story.at(4s, story.activates("A/1#1", 24h), up);
  const EventId late = story.at(5s, story.listens("A/1"), first);
  const history::History history = story.history(10s);
  const CauseGraph causes{history};
  CHECK(causes.causes_of(key) == std::vector{first, up, key});
  CHECK(causes.causes_of(first) == std::vector{first});
  CHECK(causes.nearest_cause(key, listens) == up);
  CHECK_FALSE(causes.nearest_cause(other, listens));
  CHECK(causes.first_effect(first, listens) == up);
  CHECK(causes.first_effect(late, listens) == late);
  CHECK_FALSE(causes.first_effect(other, listens));
  CHECK(causes.event(key).at == Time{4s});
}

}  // namespace spindrift::analysis
