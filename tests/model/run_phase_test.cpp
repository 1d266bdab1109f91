#include <catch2/catch.hpp>

#include "tests/model/deployment_builder.hpp"

namespace spindrift::model {

using history::BundleChanged;
using history::PrepareFailed;
using history::ServerEnded;
using history::ServerUnhealthy;

namespace {

/// A root server whose KMS fails from the moment on at which its next keys are due, each CreateKey
/// after `latency`.
Recorder failing_rotation(Duration latency, bool liveness_probe) {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms);
  build.options("A").key_manager.kms_call_by_name["CreateKey"] = always(latency);
  build.options("A").liveness_probe = liveness_probe;
  build.kms_fails(11h, "CreateKey", "AccessDeniedException", 2h).until(12h + 10min);
  return build.run();
}

}  // namespace

TEST_CASE("rotation ticks every 10 s, first 10 s after the listeners", "[R7]") {
  const Recorder seen = failing_rotation(3s, false);
  const auto failures = seen.all<PrepareFailed>();
  REQUIRE(failures.size() > 6);
  // X.509 fails 3 s into the step, JWT 3 s later.
  for (std::size_t place = 0; place < 6; ++place) {
    const Duration after =
        failures[place].at - Duration{3s} * (1 + place % 2) - seen.listening("A/1");
    CHECK(after % Duration{10s} == Duration{});
    CHECK(after > Duration{12h} + Duration{10s} * (place / 2) - Duration{10s});
  }
}

TEST_CASE("a rotation that outlasts its period is followed at once by the next", "[R7]") {
  const Recorder seen = failing_rotation(7s, false);
  const auto failures = seen.all<PrepareFailed>();
  REQUIRE(failures.size() > 6);
  for (std::size_t place = 1; place < 6; ++place) {
    CHECK(failures[place].at - failures[place - 1].at == Duration{7s});
  }
}

TEST_CASE("bundle prune ticks at multiples of 6 h of uptime", "[R7][R13]") {
  for (const Duration restart : {Duration{1h}, Duration{4h}}) {
    DeploymentBuilder build;
    build.cluster("A", 1).at(restart, ActionKind::restart, {"A/1"}).until(100h);
    const Recorder seen = build.run();
    const auto pruned = seen.where<BundleChanged>(
        [](const BundleChanged& change) { return !change.removed.empty(); });
    REQUIRE(pruned.size() >= 4);
    for (const auto& change : pruned) {
      const Duration into = (change.at - seen.listening("A/1", 2)) % Duration{6h};
      CHECK(into < Duration{1s});
    }
  }
}

TEST_CASE("a server is not live for good after more than 10 failed rotation steps", "[R7b]") {
  const Recorder seen = failing_rotation(15ms, false);
  const auto ill = seen.all<ServerUnhealthy>();
  REQUIRE(ill.size() == 1);
  // Two failures a tick: the eleventh comes with the sixth tick; health is looked at each minute.
  const auto failures = seen.all<PrepareFailed>();
  CHECK(ill[0].at > failures.at(10).at);
  CHECK(ill[0].at <= failures.at(10).at + Duration{1min});
  CHECK((ill[0].at - seen.listening("A/1")) % Duration{1min} < Duration{1s});
}

TEST_CASE("ten failed rotation steps leave a server live", "[R7b]") {
  DeploymentBuilder build;
  build.cluster("A", 1).key_manager(KeyManagerKind::aws_kms);
  // Five ticks with both types: the outage is over before the sixth.
  build.kms_fails(12h, "CreateKey", "AccessDeniedException", 48s).until(14h);
  const Recorder seen = build.run();
  CHECK(seen.all<PrepareFailed>().size() == 10);
  CHECK(seen.all<ServerUnhealthy>().empty());
}

TEST_CASE("a supervisor with a liveness probe kills a server that is not live", "[R7b]") {
  const Recorder seen = failing_rotation(15ms, true);
  REQUIRE(seen.all<ServerUnhealthy>().size() == 1);
  const auto ended = seen.all<ServerEnded>();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].at == seen.all<ServerUnhealthy>()[0].at);
}

namespace {

/// Stops A/1 while a publication of B/1 waits there for a lock that is held for 4 s.
Recorder stop_during_a_call(const std::string& version) {
  DeploymentBuilder build{version};
  build.cluster("A", 1).cluster("B", 1, "A");
  if (version == "1.10.4") build.options("B").behaviour.local_authority_commands = true;
  build.on_cluster(1h, ActionKind::database_lock, "A", 4s);
  build.at(1h + 1s, ActionKind::prepare, {"B/1"}).at(1h + 2s, ActionKind::stop, {"A/1"});
  return build.until(1h + 1min).run();
}

}  // namespace

TEST_CASE("a clean stop cuts calls in flight until 1.12.3", "[R7c]") {
  const Recorder seen = stop_during_a_call("1.10.4");
  const auto ended = seen.of<ServerEnded>("A/1");
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].at < Time{1h + 3s});
  const auto failed = seen.of<PrepareFailed>("B/1");
  REQUIRE(!failed.empty());
  CHECK(failed[0].at == ended[0].at);
  CHECK(!seen.lists("A", "B/1#2", Time{1h + 10s}));
}

TEST_CASE("a clean stop waits for calls in flight from 1.12.4", "[R7c]") {
  const Recorder seen = stop_during_a_call("1.12.4");
  const auto ended = seen.of<ServerEnded>("A/1");
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].at > Time{1h + 4s});
  CHECK(ended[0].at < Time{1h + 5s});
  CHECK(seen.of<PrepareFailed>("B/1").empty());
  CHECK(seen.lists("A", "B/1#2", Time{1h + 10s}));
}

}  // namespace spindrift::model
