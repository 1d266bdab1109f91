#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace spindrift::cli {
namespace {

using Words = std::vector<std::string>;

constexpr const char* small_fleet = R"({
  "name": "fleet", "version": "1.12.4", "until": "26h", "first_starts": {"spread": "10s"},
  "clusters": [{"name": "root", "servers": 2}, {"name": "A", "upstream": "root"}]
})";

Finished propagation(const TestFolder& folder, const Words& more) {
  Words words{"propagation", "fleet.json"};
  words.insert(words.end(), more.begin(), more.end());
  return run_program(words, folder.path());
}

}  // namespace

TEST_CASE("propagation tells of each hop, and several runs together, whatever the jobs") {
  const TestFolder folder;
  folder.write("fleet.json", small_fleet);
  const Finished text = propagation(folder, {"--replications", "4", "--from", "1h"});
  CHECK(text.code == 0);
  CHECK(text.err.empty());
  CHECK_THAT(text.out, Catch::StartsWith("fleet, seeds 1 to 4, 1d02h00m00s simulated each: "));
  CHECK_THAT(text.out, Catch::Contains("cluster, 1 hop") && Catch::Contains("agent, 1 hop") &&
                           Catch::Contains("agent sync") && Catch::Contains("M/D/1"));
  const Finished alone =
      propagation(folder, {"--replications", "4", "--from", "1h", "--jobs", "1"});
  CHECK(alone.out == text.out);
}

TEST_CASE("propagation with values that vary is data for programs, and a picture") {
  const TestFolder folder;
  folder.write("fleet.json", small_fleet);
  const Words vary{"--vary", "behaviour.upstream_poll_interval=1s,10s", "--from", "1h"};
  Words words = vary;
  words.insert(words.end(), {"--format", "json", "--plot", "p.svg"});
  const Finished json = propagation(folder, words);
  REQUIRE(json.code == 0);
  const auto parsed = nlohmann::json::parse(json.out);
  CHECK(parsed["varied"] == "behaviour.upstream_poll_interval");
  REQUIRE(parsed["cells"].size() == 2);
  CHECK(parsed["cells"][1]["value"] == "10s");
  const auto bound_of = [&](std::size_t cell) {
    for (const auto& place : parsed["cells"][cell]["places"]) {
      if (place["place"] == "cluster") return place["hop"]["bound"].get<double>();
    }
    return 0.0;
  };
  CHECK(bound_of(1) == Approx(bound_of(0) + 9.0));
  const std::string picture = folder.read("p.svg");
  CHECK_THAT(picture, Catch::StartsWith("<svg "));
  CHECK(propagation(folder, words).out == json.out);
  CHECK(folder.read("p.svg") == picture);

  words = vary;
  words.insert(words.end(), {"--format", "csv"});
  const Finished csv = propagation(folder, words);
  CHECK_THAT(csv.out, Catch::StartsWith("value,place,hops,measure,count,mean,p50,"));
  CHECK_THAT(csv.out, Catch::Contains("\n10s,cluster,1,hop,"));
}

TEST_CASE("propagation says what is wrong with its values and writes nothing") {
  const TestFolder folder;
  folder.write("fleet.json", small_fleet);
  const Finished unknown = propagation(folder, {"--vary", "ca_tll=1h,2h", "--plot", "p.svg"});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.err, Catch::Contains("ca_ttl"));
  const Finished range = propagation(folder, {"--vary", "ca_ttl=1h..2h", "--plot", "p.svg"});
  CHECK(range.code == 2);
  CHECK_THAT(range.err, Catch::Contains("wanted is PATH=A,B,C"));
  const Finished moment = propagation(folder, {"--from", "soon", "--plot", "p.svg"});
  CHECK(moment.code == 2);
  CHECK_THAT(moment.err, Catch::Contains("--from soon"));
  CHECK(folder.files() == Words{"fleet.json"});
}

}  // namespace spindrift::cli
