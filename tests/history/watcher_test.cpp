#include "sim/history/watcher.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace spindrift::history {
namespace {

class Starts final : public Watching<Starts> {
 public:
  void begin(const Topology&) override {}
  void advance(Time now) { times.push_back(now); }
  void see(const ServerListening& what, const Event& event) { seen.emplace_back(what, event.at); }

  std::vector<Time> times;
  std::vector<std::pair<ServerListening, Time>> seen;
};

static_assert(LooksAt<Starts, ServerListening>);
static_assert(!LooksAt<Starts, ServerEnded>);

}  // namespace

TEST_CASE("a watcher sees the events that it has a function for, and time passes at all of them") {
  Starts starts;
  EventSink& sink = starts;
  sink.on_event({EventId{1}, EventId::none, Time{Duration{3}}, ServerListening{ServerId{7}}});
  sink.on_event({EventId{2}, EventId::none, Time{Duration{5}}, HistoryEnded{}});
  CHECK(starts.times == std::vector{Time{Duration{3}}, Time{Duration{5}}});
  REQUIRE(starts.seen.size() == 1);
  CHECK(starts.seen[0].first.server == ServerId{7});
  CHECK(starts.seen[0].second == Time{Duration{3}});
}

}  // namespace spindrift::history
