#include "analysis/propagation/hop_parts.hpp"

#include <catch2/catch.hpp>

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;
using history::Time;
using kernel::Duration;

Duration sum_of(const Parts& parts) {
  Duration sum{};
  for (const Duration part : parts.times) sum += part;
  return sum;
}

ClusterTimes usual_times() {
  ClusterTimes times;
  times.poll = 5s;
  times.look = 1s;
  times.cache = 1s;
  times.round_trip = 2ms;
  times.statement = 1ms;
  times.commit = 2ms;
  return times;
}

/// Polls at 100 s, 105 s …; the upstream lists the key at 101.5 s; the poll of 105 s brings it at
/// 105.003 s, the look of 105.4 s forwards it, and the write of a JWT stream takes 3 ms.
FollowedHop usual_hop() {
  FollowedHop hop;
  hop.upstream_at = Time{101500ms};
  hop.poll_phases = {Time{20s}};
  hop.forwarded.at = Time{105400ms};
  hop.arrived_at = Time{105403ms};
  hop.upstream_statement = 1ms;
  return hop;
}

TEST_CASE("a hop is divided into the wait for the poll, the way, the look and the write") {
  Parts parts = parts_of(usual_hop(), usual_times());
  CHECK(parts[Part::poll] == 3500ms);
  CHECK(parts[Part::network] == 2ms);
  CHECK(parts[Part::look] == 397ms);
  CHECK(parts[Part::database] == 1ms + 3ms);
  CHECK(parts[Part::other] == 0ms);
  CHECK(sum_of(parts) == 3903ms);
}

TEST_CASE("a poll that was given an old copy is told from the one that brought the key") {
  FollowedHop hop = usual_hop();
  hop.upstream_at = Time{99900ms};  // the poll of 100 s came within a second
  Parts parts = parts_of(hop, usual_times());
  CHECK(parts[Part::poll] == 100ms);
  CHECK(parts[Part::cache] == 5s);
  CHECK(parts[Part::look] == 397ms);
  CHECK(sum_of(parts) == 5503ms);
}

TEST_CASE("an old copy that another server of the cluster was given costs time as well") {
  FollowedHop hop = usual_hop();
  hop.poll_phases = {Time{20s}, Time{21800ms}};  // that one polled at 101.8 s, in vain
  Parts parts = parts_of(hop, usual_times());
  CHECK(parts[Part::poll] == 300ms);
  CHECK(parts[Part::cache] == 3200ms);
  CHECK(parts[Part::look] == 397ms);
  CHECK(sum_of(parts) == 3903ms);
}

TEST_CASE("what polls and looks cannot explain is called other") {
  FollowedHop hop = usual_hop();
  hop.upstream_at = Time{91500ms};  // two polls failed
  Parts parts = parts_of(hop, usual_times());
  CHECK(parts[Part::cache] == 0ms);
  CHECK(parts[Part::other] == 10s);
  CHECK(sum_of(parts) == 13903ms);

  hop = usual_hop();
  hop.poll_phases.clear();
  parts = parts_of(hop, usual_times());
  CHECK(parts[Part::other] == 3900ms);
  CHECK(sum_of(parts) == 3903ms);
}

TEST_CASE("a write that waits for the row behind another one says so") {
  FollowedHop hop = usual_hop();
  hop.row_free_at = Time{105461ms};
  hop.arrived_at = Time{105463ms};
  Parts parts = parts_of(hop, usual_times());
  CHECK(parts[Part::row_lock] == 60ms);
  CHECK(parts[Part::database] == 1ms + 3ms);

  const PublishedHop publication{Time{10s}, Time{10500ms}, Time{10100ms}, Time{10498ms}, 5ms};
  parts = parts_of(publication, usual_times());
  CHECK(parts[Part::other] == 100ms);  // connecting
  CHECK(parts[Part::network] == 5ms);
  CHECK(parts[Part::row_lock] == 392ms);
  CHECK(parts[Part::database] == 3ms);
  CHECK(sum_of(parts) == 500ms);
}

TEST_CASE("where statements vary, all of a write's time but the queue is the database's") {
  ClusterTimes times = usual_times();
  times.latencies_vary = true;
  const PublishedHop publication{Time{10s}, Time{10500ms}, std::nullopt, Time{10400ms}, 5ms};
  Parts parts = parts_of(publication, times);
  CHECK(parts[Part::row_lock] == 394ms);
  CHECK(parts[Part::database] == 101ms);
  CHECK(sum_of(parts) == 500ms);
}

}  // namespace
}  // namespace spindrift::analysis
