#include <catch2/catch.hpp>

#include "sim/scenario/recorded/recorded_deployment.hpp"
#include "tests/recording/temporary_recording.hpp"

namespace spindrift::scenario {
namespace {

using namespace std::chrono_literals;
using history::ServerId;
using history::TemporaryRecording;
using model::ActionKind;

model::Deployment read(const TemporaryRecording& recording) {
  return deployment_of(history::read_recorded_inputs(recording.folder()));
}

TEST_CASE("actions happen when they were done, with what the plan says of them") {
  const TemporaryRecording recording;
  recording.write(
      "plan.json",
      TemporaryRecording::plan(
          R"([{"at": 5, "do": "db_lock", "who": "A", "for_s": 8, "table": "ca_journals"},
  {"at": 6, "do": "restart", "who": "A/1", "version": "1.15.3"}])"));
  recording.write("processes.jsonl",
                  TemporaryRecording::processes(
                      R"({"t": 15.02, "ev": "action", "do": "db_lock", "who": "A"}
{"t": 16.01, "ev": "action", "do": "restart", "who": "A/1"}
{"t": 16.1, "ev": "ended", "who": "A/1", "code": 0}
{"t": 16.2, "ev": "spawned", "who": "A/1"}
{"t": 17.5, "ev": "healthy", "who": "A/1"}
)"));
  const model::Deployment deployment = read(recording);
  REQUIRE(deployment.plan.size() == 3);  // the agent's start, and the two
  CHECK(deployment.plan[1].kind == ActionKind::database_lock);
  CHECK(deployment.plan[1].at == 15020ms);
  CHECK(deployment.plan[1].lasts == 8s);
  CHECK(deployment.plan[1].table == model::Table::ca_journals);
  CHECK(deployment.plan[1].cluster == history::ClusterId{1});
  CHECK(deployment.plan[2].version == "1.15.3");
  CHECK(deployment.plan[2].servers == std::vector<ServerId>{ServerId{1}});
  const auto& lives = deployment.recorded_lives.at(ServerId{1});
  REQUIRE(lives.size() == 2);
  CHECK(lives[1].spawned_at == kernel::Time{16200ms});
  CHECK(lives[1].listening_at == kernel::Time{17500ms});
  CHECK(deployment.until == 100s);
}

TEST_CASE("what the servers did by themselves changes nothing in a deployment") {
  const TemporaryRecording recording;
  const model::Deployment before = read(recording);
  recording.write("processes.jsonl", TemporaryRecording::processes(
                                         R"({"t": 50, "ev": "ended", "who": "A/1", "code": 1}
{"t": 51, "ev": "unhealthy", "who": "A/1"}
)") + R"({"t": 101, "ev": "bundle_show", "who": "root/1", "kids": ["k"]}
)");
  const model::Deployment after = read(recording);
  CHECK(after.plan.size() == before.plan.size());
  CHECK(after.recorded_lives.at(ServerId{1}).size() ==
        before.recorded_lives.at(ServerId{1}).size());
}

TEST_CASE(
    "a start that no action explains is an action, but those of a crash loop follow by "
    "themselves") {
  const TemporaryRecording recording;
  const std::string lives = R"({"t": 40, "ev": "ended", "who": "A/1", "code": 1}
{"t": 45, "ev": "spawned", "who": "A/1"}
)";
  recording.write("processes.jsonl", TemporaryRecording::processes(lives));
  CHECK(read(recording).plan.back().kind == ActionKind::start);
  recording.write("plan.json",
                  TemporaryRecording::plan(
                      R"([{"at": 5, "do": "crash_loop", "who": "A/1", "back_off_s": [1, 2.5]}])"));
  recording.write("processes.jsonl",
                  TemporaryRecording::processes(
                      R"({"t": 15, "ev": "action", "do": "crash_loop", "who": "A/1"}
)" + lives));
  const model::Deployment looped = read(recording);
  CHECK(looped.plan.back().kind == ActionKind::crash_loop);
  CHECK(looped.plan.back().back_off == std::vector<kernel::Duration>{1s, 2500ms});
}

TEST_CASE("the load balancer's checks count from its start, where a recording tells of it") {
  const TemporaryRecording recording;
  CHECK_FALSE(read(recording).load_balancer_checks_since);
  recording.write("processes.jsonl", TemporaryRecording::processes(
                                         R"({"t": 15.02, "ev": "spawned", "who": "haproxy"}
)"));
  const auto since = read(recording).load_balancer_checks_since;
  REQUIRE(since);
  CHECK(*since - kernel::Time{15020ms} < 1s);
}

TEST_CASE("one prediction takes back-offs as they usually are, many spread them") {
  const TemporaryRecording recording;
  const auto inputs = history::read_recorded_inputs(recording.folder());
  CHECK(deployment_of(inputs).clusters[0].network.back_off_jitter == 0);
  CHECK(deployment_of(inputs, MachineTimes::drawn).clusters[0].network.back_off_jitter == 20);
}

TEST_CASE("KMS latencies and failures are the plan's, and failures count from the first action") {
  const TemporaryRecording recording;
  std::string plan =
      TemporaryRecording::plan("[]", R"(, "kms_latency_ms": {"*": 300, "CreateKey": 1500},
 "kms_fail": [{"call": "CreateKey", "from": 20, "to": 30, "error": "ThrottlingException"}])");
  plan.replace(plan.find("\"disk\""), 6, "\"aws_kms_value\"");
  recording.write("plan.json", plan);
  const model::Deployment deployment = read(recording);
  const model::KeyManagerOptions& keys = deployment.clusters[0].key_manager;
  CHECK(keys.kind == model::KeyManagerKind::aws_kms);
  CHECK(keys.identity == model::KmsIdentity::value);
  CHECK(keys.kms_call_by_name.at("CreateKey").typical() - keys.kms_call.typical() == 1200ms);
  const auto outage =
      std::ranges::find(deployment.plan, ActionKind::kms_fail, &model::Action::kind);
  REQUIRE(outage != deployment.plan.end());
  CHECK(outage->at == 30s);
  CHECK(outage->lasts == 10s);
}

TEST_CASE("shortened constants are set, unknown ones refused") {
  const TemporaryRecording recording;
  recording.write("plan.json", TemporaryRecording::plan(
                                   "[]", R"(, "shortened": {"bundle_prune_interval_s": 90})"));
  CHECK(read(recording).clusters[1].behaviour.bundle_prune_interval == 90s);
  recording.write("plan.json",
                  TemporaryRecording::plan("[]", R"(, "shortened": {"patience_s": 90})"));
  CHECK_THROWS_AS(read(recording), history::ReadFailure);
}

}  // namespace
}  // namespace spindrift::scenario
