#include <catch2/catch.hpp>

#include "sim/history/recording/recording.hpp"
#include "tests/recording/temporary_recording.hpp"

namespace spindrift::history {
namespace {

using namespace std::chrono_literals;
using Catch::Matchers::Contains;

std::string complaint(const TemporaryRecording& recording) {
  try {
    static_cast<void>(read_recording(recording.folder()));
  } catch (const ReadFailure& failure) {
    return failure.what();
  }
  return "no complaint";
}

TEST_CASE("a plan gives clusters, servers, and the agents that were ever started") {
  const TemporaryRecording recording;
  const RecordedInputs inputs = read_recorded_inputs(recording.folder());
  REQUIRE(inputs.topology.clusters.size() == 2);
  CHECK(inputs.topology.clusters[1].upstream == ClusterId{0});
  CHECK(inputs.topology.find_server("A/2") == ServerId{2});
  REQUIRE(inputs.topology.observers.size() == 1);
  CHECK(inputs.topology.observers[0].name == "agent-root");
  CHECK(inputs.plan.ca_ttl == 6min);
  CHECK(inputs.plan.start_seconds == 1000);
  CHECK(inputs.plan.start_fraction == 250ms);
  CHECK(inputs.actions_from == Time{10s});
  CHECK(inputs.ends == Time{100s});
}

TEST_CASE("an end is an input only when an action caused it") {
  const TemporaryRecording recording;
  recording.write("processes.jsonl", TemporaryRecording::processes(
                                         R"({"t": 20, "ev": "ended", "who": "A/1", "code": 1}
{"t": 21, "ev": "spawned", "who": "A/1"}
{"t": 30, "ev": "action", "do": "stop", "who": "A/1"}
{"t": 30.1, "ev": "ended", "who": "A/1", "code": 0}
{"t": 31, "ev": "unhealthy", "who": "A/1"}
)"));
  const Recording read = read_recording(recording.folder());
  std::vector<Time> ends;
  for (const ProcessRow& row : read.inputs.processes) {
    CHECK(row.event != "unhealthy");
    if (row.event == "ended") ends.push_back(row.at);
  }
  CHECK(ends == std::vector<Time>{Time{30100ms}});
  CHECK(std::ranges::count(read.processes, std::string{"ended"}, &ProcessRow::event) == 2);
}

TEST_CASE("what came before an earlier start's action does not excuse a later end") {
  const TemporaryRecording recording;
  recording.write("processes.jsonl", TemporaryRecording::processes(
                                         R"({"t": 20, "ev": "action", "do": "restart", "who": "A/1"}
{"t": 20.1, "ev": "ended", "who": "A/1", "code": 0}
{"t": 20.2, "ev": "spawned", "who": "A/1"}
{"t": 26, "ev": "ended", "who": "A/1", "code": 1}
)"));
  const RecordedInputs inputs = read_recorded_inputs(recording.folder());
  CHECK(std::ranges::count(inputs.processes, std::string{"ended"}, &ProcessRow::event) == 1);
}

TEST_CASE("a wrong plan is complained of by line, column, pointer and nearest name") {
  const TemporaryRecording recording;
  recording.write("plan.json",
                  TemporaryRecording::plan(R"([{"at": 1, "do": "restrat", "who": "A/1"}])"));
  const std::string text = complaint(recording);
  CHECK_THAT(text, Contains("plan.json:10:30: /actions/0/do: "));
  CHECK_THAT(text, Contains("did you mean \"restart\"?"));
}

TEST_CASE("an upstream has to stand before its downstream") {
  const TemporaryRecording recording;
  std::string plan = TemporaryRecording::plan();
  plan.replace(plan.find("null"), 4, "\"A\"");
  recording.write("plan.json", plan);
  CHECK_THAT(complaint(recording), Contains("does not stand before it"));
}

TEST_CASE("all broken lines of all tables are told at once, each with its place") {
  const TemporaryRecording recording;
  recording.write("bundles.jsonl",
                  "{\"t\": 1, \"cluster\": \"root\", \"op\": \"DELETE\"}\n{oops\n");
  recording.write("kms.jsonl", "{\"t\": \"now\"}\n");
  const std::string text = complaint(recording);
  CHECK_THAT(text, Contains("bundles.jsonl:1:35: /op: expected \"INSERT\" or \"UPDATE\""));
  CHECK_THAT(text, Contains("bundles.jsonl:1:1: \"seq\" is missing"));
  CHECK_THAT(text, Contains("bundles.jsonl:2:"));
  CHECK_THAT(text, Contains("kms.jsonl:1:7: /t: expected a number, found a text"));
}

TEST_CASE("a recording without plan, processes or their marks is refused") {
  const TemporaryRecording recording;
  recording.write("processes.jsonl", "{\"t\": 1, \"ev\": \"spawned\", \"who\": \"root/1\"}\n");
  CHECK_THAT(complaint(recording), Contains("there is no \"actions_from\""));
  std::filesystem::remove(recording.folder() / "processes.jsonl");
  CHECK_THAT(complaint(recording), Contains("processes.jsonl:1:1: cannot be opened"));
}

TEST_CASE("times with the noise of floating-point numbers are taken to the nanosecond") {
  const TemporaryRecording recording;
  recording.write("kms.jsonl",
                  R"({"t": 29.407000000000004, "ms": 8, "who": "root-1", "call": "ListAliases", )"
                  R"("status": 200, "key": "", "alias": ""})"
                  "\n"
                  R"({"t": 5e-05, "ms": 8, "who": "root-1", "call": "ListAliases", )"
                  R"("status": 200, "key": "", "alias": ""})"
                  "\n");
  const Recording read = read_recording(recording.folder());
  REQUIRE(read.kms.size() == 2);
  CHECK(read.kms.back().began == kernel::Time{std::chrono::milliseconds{29407}});
  CHECK(read.kms.front().began == kernel::Time{std::chrono::microseconds{50}});
}

TEST_CASE("tables that are missing are empty") {
  const TemporaryRecording recording;
  const Recording read = read_recording(recording.folder());
  CHECK(read.bundles.empty());
  CHECK(read.verdicts.empty());
}

TEST_CASE("what follows the end of the recording is left out, but for the last look at bundles") {
  const TemporaryRecording recording;
  recording.write("processes.jsonl",
                  TemporaryRecording::processes() +
                      R"({"t": 101, "ev": "bundle_show", "who": "A/1", "kids": ["k"]}
{"t": 102, "ev": "ended", "who": "A/1", "code": 0}
)");
  const Recording read = read_recording(recording.folder());
  CHECK(std::ranges::count(read.processes, std::string{"ended"}, &ProcessRow::event) == 0);
  CHECK(std::ranges::count(read.processes, std::string{"bundle_show"}, &ProcessRow::event) == 1);
}

}  // namespace
}  // namespace spindrift::history
