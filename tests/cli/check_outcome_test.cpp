#include "analysis/cli/check_outcome.hpp"

#include <catch2/catch.hpp>

namespace spindrift::cli {
namespace {

std::vector<CheckOutcome> three_outcomes() {
  CheckOutcome fine;
  fine.path = "a/fine.json";
  fine.name = "fine";
  fine.expectations.resize(1);
  fine.verdicts = {{true, "jwt_keys in A is 3 at the end", {}}};
  fine.repeat = "spindrift run a/fine.json";

  CheckOutcome failed;
  failed.path = "a/b,c.json";
  failed.name = "fa<iled>";
  failed.expectations.resize(2);
  failed.expectations[1].position = {"a/b,c.json", 12, 5};
  failed.verdicts = {{true, "x", {}}, {false, "100% of \"B\"", {"B: found 2", "C: found 3"}}};
  failed.repeat = "spindrift run a/b,c.json --seed 3";

  CheckOutcome wrong;
  wrong.path = "wrong.json";
  wrong.name = "wrong.json";
  wrong.problems = {{{"wrong.json", 3, 7}, "/until", "expected a duration"}};
  wrong.repeat = "spindrift run wrong.json";
  return {fine, failed, wrong};
}

}  // namespace

TEST_CASE("a JUnit report has a suite a file and a case an expectation, and is well-formed") {
  CHECK(as_junit(three_outcomes()) == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="spindrift">
  <testsuite name="fine" tests="1" failures="0" errors="0" time="0.000">
    <testcase name="jwt_keys in A is 3 at the end" classname="fine" file="a/fine.json"/>
    <system-out>spindrift run a/fine.json</system-out>
  </testsuite>
  <testsuite name="fa&lt;iled&gt;" tests="2" failures="1" errors="0" time="0.000">
    <testcase name="x" classname="fa&lt;iled&gt;" file="a/b,c.json"/>
    <testcase name="100% of &quot;B&quot;" classname="fa&lt;iled&gt;" file="a/b,c.json">
      <failure message="100% of &quot;B&quot;">B: found 2&#10;C: found 3&#10;</failure>
    </testcase>
    <system-out>spindrift run a/b,c.json --seed 3</system-out>
  </testsuite>
  <testsuite name="wrong.json" tests="1" failures="0" errors="1" time="0.000">
    <testcase name="can be read" classname="wrong.json" file="wrong.json">
      <error message="wrong.json:3:7: /until: expected a duration"/>
    </testcase>
    <system-out>spindrift run wrong.json</system-out>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("GitHub annotations name the place and escape what has a meaning there") {
  CHECK(as_annotations(three_outcomes()) ==
        "::error file=a/b%2Cc.json,line=12,col=5,title=does not hold::100%25 of \"B\"%0A"
        "B: found 2%0AC: found 3%0Arepeat with: spindrift run a/b,c.json --seed 3\n"
        "::error file=wrong.json,line=3,col=7,title=wrong scenario::/until: expected a duration\n");
}

TEST_CASE("an outcome is fine when the file could be run and everything holds") {
  const auto outcomes = three_outcomes();
  CHECK(outcomes[0].is_fine());
  CHECK_FALSE(outcomes[1].is_fine());
  CHECK(outcomes[1].failed() == 1);
  CHECK(outcomes[1].could_run());
  CHECK_FALSE(outcomes[2].could_run());
}

}  // namespace spindrift::cli
