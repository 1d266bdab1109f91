#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

namespace {

/// Two servers, and regions of one server each below the first of them: the load balancer gives
/// out its turns in the order in which the regions come. Connections stay open.
DeploymentBuilder regions_below_one_server() {
  DeploymentBuilder build{"1.12.4"};
  build.cluster("A", 2);
  for (const char* const name : {"B", "unused", "C"}) build.cluster(name, 1, "A");
  build.options("A").network.connection_idle_close = Duration{};
  return build.until(2h);
}

/// Where in their 5 s the polls of a region's server lie: they begin 5 s after it listens.
Duration phase(const Recorder& seen, std::string_view server) {
  return (seen.listening(server) - Time{}) % Duration{5s};
}

/// How long after it was prepared at A/2 a region lists a key, when the polls of C come `behind`
/// those of B and the key comes 300 ms behind B's.
Duration until_known_below(Duration behind, std::string_view region, bool oracle = false) {
  DeploymentBuilder build = regions_below_one_server();
  const Recorder as_they_come = build.run();
  const Duration apart = phase(as_they_come, "C/1") - phase(as_they_come, "B/1");
  Duration later_by = (behind - apart) % Duration{5s};
  if (later_by < Duration{}) later_by += 5s;
  auto& start = build.options("C").machine.process_start;
  start = always(start.typical() + later_by);
  const Time polled = Time{1h} + phase(build.run(), "B/1");
  const Time commanded = polled + Duration{300ms};
  build.at(commanded - Time{}, ActionKind::prepare, {"A/2"});
  const Recorder seen = build.run(1, oracle);
  const Key made = seen.key("A/2#2");
  for (const auto& change : seen.of_cluster<history::BundleChanged>(region)) {
    for (const auto& added : change.what.added) {
      if (added.key == made) return change.at - commanded;
    }
  }
  return kernel::never - Time{};
}

}  // namespace

TEST_CASE("a poll that found nothing new keeps a change from the next one within a second",
          "[R17]") {
  // B's poll finds nothing and refreshes the copy of A/1. A/2 writes 0.3 s later. C polls A/1 0.7 s
  // after B did, is answered with that copy, and asks again 5 s later.
  CHECK(until_known_below(700ms, "C") > 5s);
  CHECK(until_known_below(700ms, "C") < 6500ms);
  // A second after B's poll the copy is too old.
  CHECK(until_known_below(1100ms, "C") < 2s);
  // B itself hears of it at its next poll in any case.
  CHECK(until_known_below(700ms, "B") > 4s);
  CHECK(until_known_below(700ms, "B") < 6s);
}

TEST_CASE("polls that are left out refresh a server's copy as those that are carried out do",
          "[R17]") {
  for (const Duration behind : {700ms, 1100ms}) {
    CHECK(until_known_below(behind, "C") == until_known_below(behind, "C", true));
  }
}

}  // namespace spindrift::model
