#include "sim/history/json_lines.hpp"

#include <sstream>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "sim/history/digest.hpp"
#include "tests/history/arbitrary_events.hpp"

namespace spindrift::history {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

std::string text_of(const History& history) {
  std::string text = header_line({history.scenario, history.seed}, history.topology) + '\n';
  for (const Event& event : history.events) text += event_line(history.topology, event) + '\n';
  return text;
}

History read(const std::string& text) {
  History history;
  HistoryBuilder builder{history};
  std::istringstream stream{text};
  const HistoryHeader header = read_json_lines(stream, "memory", builder);
  history.scenario = header.scenario;
  history.seed = header.seed;
  return history;
}

std::string digest_of(const History& history) {
  Digest digest;
  replay(history, digest);
  return digest.hex();
}

}  // namespace

TEST_CASE("what is written of an event is read back, whatever its type and members") {
  for (const Payload& type : event_of_every_type()) {
    rc::prop(name_of_type(type), [&type] {
      History history;
      history.topology = small_topology();
      history.seed = *rc::gen::arbitrary<std::uint64_t>();
      history.scenario = arbitrary_text();
      const Time at = arbitrary_time();
      if (!std::holds_alternative<HistoryEnded>(type)) {
        history.events.push_back(arbitrary_event(type, 1, at));
        history.events.push_back(arbitrary_event(type, 2, at));
      }
      history.events.push_back(
          {EventId{history.events.size() + 1}, EventId::none, at, HistoryEnded{}});

      const History again = read(text_of(history));
      RC_ASSERT(again.scenario == history.scenario);
      RC_ASSERT(again.seed == history.seed);
      RC_ASSERT(text_of(again) == text_of(history));
      RC_ASSERT(digest_of(again) == digest_of(history));
    });
  }
}

TEST_CASE("a line says what happened in words") {
  const Topology topology = small_topology();
  const Event event{EventId{7}, EventId{3}, Time{7262ms},
                    KeyPrepared{ServerId{2},
                                {ServerId{2}, KeyType::jwt, 4},
                                Slot::b,
                                Time{7s},
                                Time{86407s},
                                PrepareReason::next_due,
                                {}}};
  CHECK(event_line(topology, event) ==
        R"({"id":7,"cause":3,"t":7.262,"event":"key_prepared","server":"eu#1","key":"eu#1#4",)"
        R"("slot":"B","issued_at":7,"not_after":86407,"reason":"next_due"})");
}

TEST_CASE("the first line names the scenario, the seed and who is there") {
  CHECK(
      header_line({"dev", 42}, small_topology()) ==
      R"({"format":"spindrift-history-1","scenario":"dev","seed":42,"clusters":[{"name":"root"},)"
      R"({"name":"eu \"west\"","upstream":"root"}],"servers":[{"name":"root/1","cluster":"root"},)"
      R"({"name":"root/2","cluster":"root"},{"name":"eu#1","cluster":"eu \"west\""}],"observers":)"
      R"([{"name":"agent-eu","kind":"agent","cluster":"eu \"west\""},{"name":"oidc","kind":)"
      R"("discovery_provider","cluster":"root","server":"root/2"},{"name":"aws","kind":)"
      R"("relying_party","source":"oidc"}]})");
}

TEST_CASE("clusters know their servers after reading") {
  History history;
  history.topology = small_topology();
  history.events.push_back({EventId{1}, EventId::none, Time{}, HistoryEnded{}});
  const History again = read(text_of(history));
  REQUIRE(again.topology.clusters.size() == 2);
  CHECK(again.topology.clusters[0].servers == std::vector{ServerId{0}, ServerId{1}});
  CHECK(again.topology.clusters[1].servers == std::vector{ServerId{2}});
}

}  // namespace spindrift::history
