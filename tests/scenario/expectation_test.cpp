#include <catch2/catch.hpp>

#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

using namespace std::chrono_literals;
using history::ClusterId;

Expectation claim_of(const std::string& clause) {
  return scenario_of(R"({"clusters": [{"name": "root"}, {"name": "r{1..3}", "upstream": "root"}],
    "expect": [)" + clause +
                     "]}")
      .expectations.at(0);
}

TEST_CASE("a clause says which clusters, what, how much and when") {
  const Expectation claim = claim_of(R"({"clusters": "r{2..3}", "metric": "missing_keys",
    "made_by": "root", "at_least": 1, "at_most": 7, "same_as": "r1", "at": "3h",
    "why": "because"})");
  CHECK(claim.clusters == std::vector{ClusterId{2}, ClusterId{3}});
  CHECK(claim.metric == Metric::missing_keys);
  CHECK(claim.made_by == std::vector{ClusterId{0}});
  CHECK(claim.at_least == 1.0);
  CHECK(claim.at_most == 7.0);
  CHECK(claim.same_as == ClusterId{1});
  CHECK(claim.at == kernel::Duration{3h});
  CHECK(claim.why == "because");
  CHECK(claim.pointer == "/expect/0");
  CHECK(to_string(claim.position) == "f.json:2:16");
}

TEST_CASE("a clause that names no cluster is about all, without a moment about the end") {
  const Expectation claim = claim_of(R"({"metric": "jwt_keys", "equals": 4})");
  CHECK(claim.clusters.size() == 4);
  CHECK(claim.at_least == 4.0);
  CHECK(claim.at_most == 4.0);
  CHECK_FALSE(claim.at);
}

TEST_CASE("metrics that are times have bounds that are durations, counted in seconds") {
  for (const char* const metric : {"deaf", "longest_deaf", "heals_after"}) {
    const Expectation claim =
        claim_of(std::string{R"({"at_most": "1m30s", "metric": ")"} + metric + "\"}");
    CHECK(claim.at_most == 90.0);
    CHECK(unit_of(claim.metric) == Unit::time);
    CHECK(to_string(claim.metric) == metric);
  }
  CHECK(unit_of(Metric::failed_verifications) == Unit::count);
}

}  // namespace
}  // namespace spindrift::scenario::test
