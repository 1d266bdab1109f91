#include "analysis/cli/expectations.hpp"

#include <catch2/catch.hpp>

#include "analysis/metrics/cluster_metrics.hpp"
#include "tests/cli/regional_story.hpp"

namespace spindrift::cli {
namespace {

using namespace std::chrono_literals;
using scenario::Expectation;
using scenario::Metric;

std::vector<Verdict> verdicts_on(const std::vector<Expectation>& expectations,
                                 history::Duration until = 13h) {
  analysis::Story story = regional_story(true);
  analysis::Observation observed;
  ExpectationJudge judge{expectations, observed};
  history::Fanout sinks;
  sinks.add(judge);
  sinks.add(observed);
  story.tell(until, sinks);
  return judge.verdicts();
}

Expectation about(const char* cluster, Metric metric) {
  const analysis::Story story = regional_story(false);
  Expectation expectation;
  expectation.clusters = {story.in(cluster)};
  expectation.metric = metric;
  return expectation;
}

Expectation exactly(const char* cluster, Metric metric, double value) {
  Expectation expectation = about(cluster, metric);
  expectation.at_least = expectation.at_most = value;
  return expectation;
}

}  // namespace

TEST_CASE("an expectation at a moment is judged on what had happened by then") {
  Expectation early = exactly("B", Metric::missing_keys, 0);
  early.at = 2h - 1s;
  Expectation at_once = exactly("B", Metric::missing_keys, 1);
  at_once.at = 2h;  // events of that very moment count
  Expectation later = exactly("B", Metric::missing_keys, 1);
  later.at = 12h;
  for (const Verdict& verdict :
       verdicts_on({later, exactly("B", Metric::missing_keys, 0), at_once, early})) {
    CAPTURE(verdict.claim);
    CHECK(verdict.holds);
  }
}

TEST_CASE("an expectation that fails tells the claim and what was found") {
  Expectation wrong = exactly("B", Metric::jwt_keys, 4);
  wrong.at = 3h;
  wrong.clusters.insert(wrong.clusters.begin(), history::ClusterId{0});
  const auto verdicts = verdicts_on({wrong});
  REQUIRE(verdicts.size() == 1);
  CHECK_FALSE(verdicts[0].holds);
  CHECK(verdicts[0].claim == "jwt_keys in root, B is 4 at 3h00m00s");
  CHECK(verdicts[0].found == std::vector<std::string>{"B: found 3"});
}

TEST_CASE("bounds hold at their ends, and one cluster can be held to another") {
  Expectation bounded = about("B", Metric::longest_deaf);
  bounded.at_least = 39612;
  bounded.at_most = 39612;
  Expectation too_high = bounded;
  too_high.at_least = 39613;
  too_high.at_most.reset();
  Expectation same = about("B", Metric::jwt_keys);
  same.same_as = history::ClusterId{0};
  Expectation not_same = same;
  not_same.at = 3h;
  const auto verdicts = verdicts_on({bounded, too_high, same, not_same});
  CHECK(verdicts[0].holds);
  CHECK_FALSE(verdicts[1].holds);
  CHECK(verdicts[1].claim == "longest_deaf in B is at least 11h00m13s at the end");
  CHECK(verdicts[1].found.front() == "B: found 11h00m12s");
  CHECK(verdicts[2].holds);
  CHECK_FALSE(verdicts[3].holds);
  CHECK(verdicts[3].found.front() == "B: found 3, and 4 in root");
}

TEST_CASE("each metric is what its name says") {
  analysis::Story story = regional_story(true);
  analysis::Observation observed;
  story.tell(13h, observed);
  const auto value = [&](const char* cluster, Metric metric) {
    return metrics::measure(metric, story.in(cluster), {}, observed);
  };
  CHECK(value("B", Metric::jwt_keys) == 5);
  CHECK(value("B", Metric::keys_at_most) == 5);
  CHECK(value("B", Metric::missing_keys) == 0);
  CHECK(value("B", Metric::deaf) == 39612);
  CHECK(value("root", Metric::deaf) == 0);
  CHECK(value("B", Metric::heals_after) == 36012);
  CHECK(value("A", Metric::heals_after) == 0);
  CHECK(value("A", Metric::keys_made) == 2);
  CHECK(value("A", Metric::kms_keys_created) == 0);
  CHECK(value("A", Metric::ends_by_themselves) == 0);
  // One a second: those of A from its start at 2 h 1 s until 12 h 12 s, and those of root and of A
  // from the birth of B's bundle at 2 s until 4 s.
  CHECK(value("B", Metric::failed_verifications) == Approx(36011 + 2 * 2));
}

TEST_CASE("keys are counted as missing only when the named clusters made them") {
  analysis::Story story = regional_story(false);
  analysis::Observation observed;
  story.tell(4h, observed);
  const history::ClusterId b = story.in("B");
  CHECK(metrics::measure(Metric::missing_keys, b, {story.in("A")}, observed) == 1);
  CHECK(metrics::measure(Metric::missing_keys, b, {story.in("root")}, observed) == 0);
  CHECK(metrics::value_text(Metric::heals_after,
                            metrics::measure(Metric::heals_after, b, {}, observed)) == "never");
}

}  // namespace spindrift::cli
