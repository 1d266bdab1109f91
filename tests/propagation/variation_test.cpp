#include "analysis/cli/variation.hpp"

#include <catch2/catch.hpp>

#include "analysis/cli/scenario_files.hpp"

namespace spindrift::cli {
namespace {

using Texts = std::vector<std::string>;

TEST_CASE("values that vary are listed, or evenly spaced between two ends") {
  CHECK(parse_variation("version=1.10.4,1.12.4").values == Texts{"1.10.4", "1.12.4"});
  CHECK(parse_variation("version=1.10.4,1.12.4").numbers.empty());

  const Variation commits = parse_variation("datastore.commit=1ms..10ms/4");
  CHECK(commits.path == "datastore.commit");
  CHECK(commits.values == Texts{"1ms", "4ms", "7ms", "10ms"});
  CHECK(commits.are_durations);
  CHECK(commits.numbers.back() == Approx(0.01));

  const Variation servers = parse_variation("clusters/root/servers=1..9/5");
  CHECK(servers.values == Texts{"1", "3", "5", "7", "9"});
  CHECK_FALSE(servers.are_durations);
  CHECK(servers.numbers == std::vector<double>{1, 3, 5, 7, 9});

  // Whole numbers stay whole, and none is run twice.
  CHECK(parse_variation("plan/0/batch=1..3/9").values == Texts{"1", "2", "3"});
  CHECK(parse_variation("traffic.verifications_per_second=0.5..1.5/3").values ==
        Texts{"0.5", "1", "1.5"});
  CHECK(parse_variation("clusters/1/name=r-{1..2},r-{1..8}").values ==
        Texts{"r-{1..2}", "r-{1..8}"});
  CHECK(parse_variation("x=10ms..1ms/2").values == Texts{"10ms", "1ms"});
}

TEST_CASE("a variation that cannot be understood is refused, with what is wanted") {
  for (const char* const text : {"", "x", "=1", "x=", "x=1,,2", "x=1..5", "x=1..5/1", "x=1..5/a",
                                 "x=1..a/3", "x=1ms..5/3", "x=1..5/1001"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_variation(text), UsageError);
    CHECK_THROWS_WITH(parse_variation(text), Catch::Contains("wanted is PATH=A,B,C"));
  }
}

}  // namespace
}  // namespace spindrift::cli
