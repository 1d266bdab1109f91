#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace spindrift::cli {
namespace {

constexpr const char* deaf = R"({
  "name": "deaf",
  "until": "14h",
  "clusters": [{"name": "root"}, {"name": "A", "upstream": "root"}],
  "vary": {"first_starts": "10s"},
  "plan": [
    {"at": "1h", "do": "restart", "who": "A/1"},
    {"at": "2h", "late_by": "2h", "do": "roll", "who": "root/1"}
  ]
})";
constexpr const char* subscribed = R"({
  "name": "subscribed",
  "summary": "Hears for good.",
  "set": {"behaviour/always_subscribed": true}
})";

}  // namespace

TEST_CASE("compare ranks strategies, the same on one thread as on three") {
  TestFolder folder;
  folder.write("deaf.json", deaf);
  folder.write("subscribed.json", subscribed);
  const std::vector<std::string> arguments{"compare",         "deaf.json",      "--strategy",
                                           "subscribed.json", "--replications", "6"};
  std::vector<std::string> one = arguments;
  one.insert(one.end(), {"--jobs", "1"});
  std::vector<std::string> three = arguments;
  three.insert(three.end(), {"--jobs", "3"});
  const Finished alone = run_program(one, folder.path());
  CHECK(alone.code == 0);
  CHECK(alone.err.empty());
  CHECK_THAT(alone.out, Catch::Contains("By failed_verifications, subscribed.json is best"));
  CHECK_THAT(alone.out, Catch::Contains("Repeat with: spindrift compare deaf.json"));
  CHECK(run_program(three, folder.path()).out == alone.out);
}

TEST_CASE("a replication of a comparison can be run by itself") {
  TestFolder folder;
  folder.write("deaf.json", deaf);
  const Finished compared = run_program(
      {"compare", "deaf.json", "--replications", "3", "--format", "json"}, folder.path());
  REQUIRE(compared.code == 0);
  const auto all = nlohmann::json::parse(compared.out)["alternatives"][0]["replications"];
  const auto failed = all["failed_verifications"];
  CHECK(failed[0] != failed[2]);
  const Finished third =
      run_program({"run", "deaf.json", "--luck", "--seed", "3", "--format", "json"}, folder.path());
  CHECK(nlohmann::json::parse(third.out)["failed_verifications"] == failed[2]);
}

TEST_CASE("compare and recommend refuse what they cannot do, with the exit code 2") {
  TestFolder folder;
  folder.write("deaf.json", deaf);
  folder.write("subscribed.json", subscribed);
  const std::vector<std::vector<std::string>> all{
      {"compare"},
      {"compare", "deaf.json", "--strategy", "subscribed.json+"},
      {"compare", "deaf.json", "--strategy", "subscribed.json+subscribed.json"},
      {"compare", "deaf.json", "--replications", "1"},
      {"compare", "deaf.json", "--metrics", "keys_at_mots"},
      {"compare", "deaf.json", "--objective", "no such thing"},
      {"compare", "deaf.json", "--sensitivity", "ca_ttl"},
      {"compare", "deaf.json", "--replications", "2", "--sensitivity", "ca_ttl=1ms..2ms"},
      {"recommend", "deaf.json"},
      {"recommend", "deaf.json", "--objective", "at most 90 keys"}};
  for (const auto& arguments : all) {
    const Finished refused = run_program(arguments, folder.path());
    INFO(arguments.back());
    CHECK(refused.code == 2);
    CHECK(refused.out.empty());
    CHECK_FALSE(refused.err.empty());
  }
}

TEST_CASE("recommend says what to do, or that nobody holds the limits with the exit code 1") {
  TestFolder folder;
  folder.write("deaf.json", deaf);
  folder.write("subscribed.json", subscribed);
  const Finished found = run_program({"recommend", "deaf.json", "--strategy", "subscribed.json",
                                      "--objective", "failed_verifications <= 600, then roll"},
                                     folder.path());
  CHECK(found.code == 0);
  CHECK_THAT(found.out, Catch::StartsWith("Recommended: subscribed.json"));
  CHECK_THAT(found.out, Catch::Contains("behaviour/always_subscribed: true"));
  const Finished none = run_program({"recommend", "deaf.json", "--strategy", "subscribed.json",
                                     "--objective", "at most 1 keys, then roll"},
                                    folder.path());
  CHECK(none.code == 1);
  CHECK_THAT(none.out, Catch::StartsWith("No recommendation."));
}

}  // namespace spindrift::cli
