#include "tests/cli/program.hpp"

#include <csignal>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/golden.hpp"

namespace spindrift::cli {
namespace {

constexpr const char* small = R"({
  "name": "small",
  "until": "2h",
  "clusters": [{"name": "root"}, {"name": "A", "upstream": "root"}],
  "expect": [{"clusters": "A", "metric": "missing_keys", "equals": 0}]
})";

/// The same with an expectation that does not hold.
constexpr const char* failing = R"({
  "name": "failing",
  "until": "2h",
  "clusters": [{"name": "root"}, {"name": "A", "upstream": "root"}],
  "expect": [
    {"clusters": "A", "metric": "jwt_keys", "equals": 77, "why": "nobody knows"}
  ]
})";

Finished run_in(const TestFolder& folder, const std::vector<std::string>& arguments,
                const std::vector<std::string>& environment = {}) {
  return run_program(arguments, folder.path(), environment);
}

}  // namespace

TEST_CASE("results are on standard output and nothing else is, and the exit code is 0") {
  const TestFolder folder;
  folder.write("small.json", small);
  const Finished text = run_in(folder, {"run", "small.json"});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Catch::StartsWith("small, seed 1, 2h00m00s simulated\n"));
  CHECK(text.err.empty());
  CHECK(text.out.find('\x1b') == std::string::npos);  // no colours in a file

  const Finished json = run_in(folder, {"run", "small.json", "--format", "json", "--seed", "5"});
  CHECK(json.code == 0);
  CHECK(json.err.empty());
  const auto parsed = nlohmann::json::parse(json.out);
  CHECK(parsed["scenario"] == "small");
  CHECK(parsed["seed"] == 5);
  CHECK(parsed["digest"].get<std::string>().size() == 32);
  CHECK(parsed["clusters"].size() == 2);
  CHECK(parsed["clusters"][1]["name"] == "A");
}

TEST_CASE("an expectation that does not hold makes the exit code 1") {
  const TestFolder folder;
  folder.write("failing.json", failing);
  const Finished run = run_in(folder, {"run", "failing.json"});
  CHECK(run.code == 1);
  CHECK_THAT(run.out, Catch::Contains("FAILS jwt_keys in A is 77 at the end"));
  const Finished check = run_in(folder, {"check", "failing.json"});
  CHECK(check.code == 1);
  CHECK_THAT(check.out, Catch::Contains("A: found 2"));
  CHECK_THAT(check.out, Catch::Contains("nobody knows"));
  CHECK_THAT(check.out, Catch::Contains("repeat with: spindrift run failing.json\n"));
}

TEST_CASE("wrong usage and wrong files make the exit code 2, with nothing on standard output") {
  const TestFolder folder;
  folder.write("small.json", small);
  folder.write("wrong.json", R"({"clusters": [{"nmae": "root"}]})");
  const std::vector<std::vector<std::string>> all{{},
                                                  {"run"},
                                                  {"rnu", "small.json"},
                                                  {"run", "small.json", "--sed", "3"},
                                                  {"run", "small.json", "--seed", "x"},
                                                  {"run", "small.json", "--format", "xml"},
                                                  {"run", "absent.json"},
                                                  {"run", "absent"},
                                                  {"run", "small.json", "--set", "untl=1h"},
                                                  {"run", "small.json", "--strategy", "absent"},
                                                  {"run", "wrong.json"},
                                                  {"explain", "absent.jsonl"},
                                                  {"explain", "small.json", "--cluster", "AA"},
                                                  {"explain", "small.json", "--key", "A#1"},
                                                  {"show", "wrong.json"}};
  for (const auto& arguments : all) {
    CAPTURE(arguments);
    const Finished finished = run_in(folder, arguments);
    CHECK(finished.code == 2);
    CHECK(finished.out.empty());
    CHECK_FALSE(finished.err.empty());
  }
}

TEST_CASE("misspelt names are answered with the nearest ones") {
  const TestFolder folder;
  folder.write("scenarios/incidents/small.json", small);
  CHECK_THAT(run_in(folder, {"explian", "small"}).err, Catch::Contains("did you mean 'explain'?"));
  CHECK_THAT(run_in(folder, {"run", "smal"}).err, Catch::Contains("did you mean 'small'?"));
  CHECK_THAT(run_in(folder, {"run", "small", "--foramt", "json"}).err,
             Catch::Contains("did you mean '--format'?"));
  CHECK(run_in(folder, {"run", "small"}).code == 0);
}

TEST_CASE("the same scenario and seed give the same digest, run and replayed, idle ticks or not") {
  const TestFolder folder;
  folder.write("small.json", small);
  const auto digest_of = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"run", "small.json", "--format", "json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return nlohmann::json::parse(run_in(folder, arguments).out)["digest"].get<std::string>();
  };
  CHECK(digest_of({}) == digest_of({}));
  CHECK(digest_of({}) == digest_of({"--oracle"}));
  CHECK(digest_of({}) != digest_of({"--seed", "2"}));
}

TEST_CASE("a history file appears whole, and explains as the scenario does") {
  const TestFolder folder;
  folder.write("small.json", small);
  const Finished kept = run_in(folder, {"run", "small.json", "--history", "kept.jsonl"});
  CHECK(kept.code == 0);
  CHECK(folder.files() == std::vector<std::string>{"kept.jsonl", "small.json"});
  CHECK_THAT(folder.read("kept.jsonl"), Catch::EndsWith("\"event\":\"history_ended\"}\n"));
  const Finished from_file = run_in(folder, {"explain", "kept.jsonl"});
  CHECK(from_file.code == 0);
  CHECK(from_file.out == run_in(folder, {"explain", "small.json"}).out);
}

TEST_CASE("what cannot be written leaves nothing behind and makes the exit code 2") {
  const TestFolder folder;
  folder.write("small.json", small);
  const Finished absent = run_in(folder, {"run", "small.json", "--history", "no/kept.jsonl"});
  CHECK(absent.code == 2);
  CHECK_THAT(absent.err, Catch::Contains("no/kept.jsonl"));
  CHECK(absent.out.empty());
  const Finished junit = run_in(folder, {"check", "small.json", "--junit", "no/report.xml"});
  CHECK(junit.code == 2);
  CHECK(folder.files() == std::vector<std::string>{"small.json"});
}

TEST_CASE("an interrupted run leaves nothing half written and ends by the signal") {
  const TestFolder folder;
  folder.write("long.json", R"({"until": "3000d", "clusters": [{"name": "A", "servers": 3}]})");
  for (const int signal : {SIGINT, SIGTERM}) {
    const Finished finished = interrupt_program(
        {"run", "long.json", "--oracle", "--history", "kept.jsonl"}, folder.path(), signal);
    CHECK(finished.code == -signal);
    CHECK(finished.out.empty());
    CHECK_THAT(finished.err, Catch::Contains("interrupted"));
    CHECK(folder.files() == std::vector<std::string>{"long.json"});
  }
}

TEST_CASE("check judges all files of a folder, and a wrong one outweighs a failing one") {
  const TestFolder folder;
  folder.write("all/failing.json", failing);
  folder.write("all/small.json", small);
  CHECK(run_in(folder, {"check", "all"}).code == 1);
  CHECK(run_in(folder, {"check", "all/small.json"}).code == 0);
  folder.write("all/wrong.json", "{");
  const Finished finished = run_in(folder, {"check", "all", "--junit", "report.xml"});
  CHECK(finished.code == 2);
  CHECK_THAT(finished.out, Catch::Contains("FAIL all/failing.json: 1 of 1 do not hold"));
  CHECK_THAT(finished.out, Catch::Contains("ok   all/small.json: 1 of 1 hold"));
  CHECK_THAT(finished.out, Catch::Contains("bad  all/wrong.json"));
  CHECK_THAT(folder.read("report.xml"), Catch::Contains("<testsuite name=\"failing\""));
}

TEST_CASE("on GitHub, failures are annotated where they stand") {
  const TestFolder folder;
  folder.write("failing.json", failing);
  const Finished finished = run_in(folder, {"check", "failing.json"}, {"GITHUB_ACTIONS=true"});
  CHECK_THAT(finished.out, Catch::Contains("::error file=failing.json,line=6,col="));
  CHECK_THAT(run_in(folder, {"check", "failing.json"}).out, !Catch::Contains("::error"));
}

TEST_CASE("validate tells all that is wrong, for people and for programs") {
  const TestFolder folder;
  folder.write("small.json", small);
  folder.write("wrong.json", R"({"untill": "1h", "clusters": [{"nmae": "root"}]})");
  CHECK(run_in(folder, {"validate", "small.json"}).out == "small.json: right\n");
  const Finished text = run_in(folder, {"validate", "small.json", "wrong.json"});
  CHECK(text.code == 2);
  CHECK(text.out == "small.json: right\n");
  CHECK_THAT(text.err, Catch::Contains("wrong.json:1:"));
  const Finished json = run_in(folder, {"validate", "wrong.json", "--format", "json"});
  CHECK(json.code == 2);
  CHECK(nlohmann::json::parse(json.out).size() >= 2);
  CHECK(json.err.empty());
}

TEST_CASE("show, schema, list, version and help print what they are for") {
  const TestFolder folder;
  folder.write("scenarios/incidents/small.json", small);
  CHECK_THAT(run_in(folder, {"show", "small"}).out, Catch::Contains("/until"));
  CHECK(nlohmann::json::parse(run_in(folder, {"schema"}).out).contains("$schema"));
  CHECK_THAT(run_in(folder, {"schema", "sweep"}).out, Catch::Contains("latin_hypercube"));
  CHECK(run_in(folder, {"schema", "swep"}).code == 2);
  CHECK_THAT(run_in(folder, {"list"}).out, Catch::Contains("small"));
  CHECK_THAT(run_in(folder, {"--version"}).out, Catch::StartsWith("spindrift 0."));
  CHECK_THAT(run_in(folder, {"--help"}).out, Catch::Contains("Exit codes:"));
  for (const char* const command :
       {"run", "explain", "check", "validate", "show", "schema", "list"}) {
    const Finished help = run_in(folder, {command, "--help"});
    CHECK(help.code == 0);
    CHECK_THAT(help.out, Catch::Contains("Examples:"));
  }
}

}  // namespace spindrift::cli
