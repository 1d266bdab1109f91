#include "analysis/review/compare.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "analysis/review/trade_offs.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;

const std::string two_regions = SPINDRIFT_SOURCE_DIR "/tests/review/two-regions.json";

std::string strategy(const std::string& name) {
  return SPINDRIFT_SOURCE_DIR "/scenarios/strategies/" + name + ".json";
}

AlternativeRequest alternative(const std::string& name, std::vector<std::string> strategies,
                               std::vector<std::string> sets = {}) {
  AlternativeRequest request;
  request.name = name;
  for (const std::string& each : strategies) request.strategies.push_back(strategy(each));
  request.sets = std::move(sets);
  return request;
}

CompareRequest some_request() {
  CompareRequest request;
  request.path = two_regions;
  request.replications = 12;
  request.alternatives = {alternative("as it is", {}),
                          alternative("always-subscribed", {"always-subscribed"}),
                          alternative("paced", {}, {"rolls.pause=10m"})};
  return request;
}

Comparison compared(const CompareRequest& request, unsigned int threads = 2) {
  const auto scenarios = load_alternatives(request);
  REQUIRE(std::holds_alternative<std::vector<scenario::Scenario>>(scenarios));
  return compare(request, std::get<0>(scenarios), Laboratory{{.threads = threads}});
}

}  // namespace

TEST_CASE("a comparison is the same on any number of threads") {
  const Comparison one = compared(some_request(), 1);
  const Comparison many = compared(some_request(), 5);
  REQUIRE(one.alternatives.size() == many.alternatives.size());
  for (std::size_t each = 0; each < one.alternatives.size(); ++each) {
    CHECK(one.alternatives[each].replications == many.alternatives[each].replications);
  }
  CHECK(one.verdict == many.verdict);
  CHECK(one.remarks == many.remarks);
}

TEST_CASE("what a name did under a seed is remembered, and is what it would do again") {
  const auto scenarios = std::get<0>(load_alternatives(some_request()));
  const Laboratory laboratory{{.threads = 2}};
  const std::vector<Experiment> first{{&scenarios[0], 1, "a"}, {&scenarios[1], 1, "b"}};
  const auto before = laboratory.run(first);
  CHECK(laboratory.runs() == 2);
  const std::vector<Experiment> then{{&scenarios[1], 1, "b"},
                                     {&scenarios[0], 2, "a"},
                                     {&scenarios[0], 1, "a"},
                                     {&scenarios[0], 1, ""}};
  const auto after = laboratory.run(then);
  CHECK(laboratory.runs() == 4);
  CHECK(after[0] == before[1]);
  CHECK_FALSE(after[1] == before[0]);
  CHECK(after[2] == before[0]);
  CHECK(after[3] == before[0]);
}

TEST_CASE("strategies under one seed meet the same luck, and seeds differ") {
  const Comparison seen = compared(some_request());
  const auto& as_it_is = seen.alternatives[0].replications;
  CHECK(as_it_is[0][FleetMetric::recovery_time] != as_it_is[1][FleetMetric::recovery_time]);
  // How late the roll begins is common to both, and decides how long the region is deaf.
  const auto& paced = seen.alternatives[2];
  const auto recovery = std::ranges::find(seen.metrics, FleetMetric::recovery_time);
  const auto place = static_cast<std::size_t>(recovery - seen.metrics.begin());
  CHECK(paced.metrics[place].variance_reduction_factor > 5);
}

TEST_CASE("runs go on until a strategy that is slow has come to its end, and say so") {
  CompareRequest request = some_request();
  request.sets = {"until=7h"};
  request.alternatives = {alternative("as it is", {}),
                          alternative("paced", {}, {"rolls.pause=2h"})};
  const auto compared_here = [&] {
    auto scenarios = std::get<0>(load_alternatives(request));
    const Laboratory laboratory{{.threads = 2}};
    const Comparison cut = compare(request, scenarios, laboratory);
    extend_horizon(request, scenarios, laboratory);
    return std::pair{cut, compare(request, scenarios, laboratory)};
  };
  const auto [cut, whole] = compared_here();
  // At 7 h the roll, which begins up to 4 h after 2 h and takes 4 h, is under way or the region
  // still lacks the root's key.
  CHECK(cut.alternatives[1].cut_off == 12);
  CHECK(std::ranges::any_of(cut.remarks, [](const std::string& remark) {
    return remark.starts_with("paced is cut off at 7h in 12 of 12");
  }));
  CHECK(whole.alternatives[0].cut_off == 0);
  CHECK(whole.alternatives[1].cut_off == 0);
  CHECK(whole.horizon.of_scenario == std::chrono::hours{7});
  CHECK(whole.horizon.extended_for == std::vector<std::string>{"as it is", "paced"});
  CHECK(request.sets.back() == "until=" + scenario::to_text(whole.horizon.until));
  // Long enough before: nothing to do.
  CompareRequest long_enough = some_request();
  long_enough.sets = {"until=2d"};
  auto scenarios = std::get<0>(load_alternatives(long_enough));
  extend_horizon(long_enough, scenarios, Laboratory{{.threads = 2}});
  CHECK(long_enough.horizon->until == std::chrono::hours{48});
  CHECK(long_enough.horizon->extended_for.empty());
}

TEST_CASE("no common luck saves more than the variances allow") {
  const Comparison seen = compared(some_request());
  for (const Alternative& each : seen.alternatives) {
    for (const MetricSummary& summary : each.metrics) {
      if (std::isinf(summary.variance_reduction_limit)) continue;
      constexpr double rounding = 1.0001;
      CHECK(summary.variance_reduction_factor <= summary.variance_reduction_limit * rounding);
    }
  }
}

TEST_CASE("a subscription heals deafness and is told apart from nothing") {
  const Comparison seen = compared(some_request());
  const auto place = static_cast<std::size_t>(
      std::ranges::find(seen.metrics, FleetMetric::deaf_cluster_seconds) - seen.metrics.begin());
  CHECK(seen.alternatives[1].metrics[place].against_baseline == AgainstBaseline::better);
  CHECK(seen.alternatives[0].metrics[place].mean.estimate > 3600);
  CHECK(seen.alternatives[1].metrics[place].mean.estimate < 60);
  CHECK(seen.rankings[0].standings[0].alternative == 1);
}

TEST_CASE("`auto` replicates until the deciding means are known, and says when it did not") {
  CompareRequest request = some_request();
  request.replications.reset();
  request.relative_half_width = 0.1;
  const Comparison wide = compared(request);
  CHECK(wide.replications.automatic);
  CHECK(wide.replications.precision_reached);
  const auto& failed = wide.alternatives[0].metrics[0].mean;
  CHECK(failed.width() / 2 <= 0.1 * failed.estimate);
  request.relative_half_width = 0.001;
  request.replications_max = 30;
  const Comparison narrow = compared(request);
  CHECK(narrow.replications.count == 30);
  CHECK_FALSE(narrow.replications.precision_reached);
  CHECK(narrow.remarks.back().find("did not reach") != std::string::npos);
}

TEST_CASE("a combination that contradicts itself is refused, and says why") {
  CompareRequest request = some_request();
  request.alternatives.push_back(alternative("both", {"hold-down", "refresh-hint"}));
  request.alternatives.push_back(
      alternative("two paces", {"paced-by-time", "paced-by-acknowledgement"}));
  const auto refused = load_alternatives(request);
  REQUIRE(std::holds_alternative<scenario::Problems>(refused));
  std::string said;
  for (const auto& problem : std::get<scenario::Problems>(refused)) said += to_string(problem);
  CHECK(said.find("\"refresh-hint\" makes no sense together with \"hold-down\"") !=
        std::string::npos);
  CHECK(said.find("\"paced-by-acknowledgement\"") != std::string::npos);
}

TEST_CASE("a break-even is found where the ranking flips") {
  // Two servers, each so much after the other, against both at once until they listen and as much
  // more: 2 p against p and the time of a start, which is 1.8 s and some round trips.
  CompareRequest request = some_request();
  request.metrics = {FleetMetric::roll_duration};
  request.alternatives = {alternative("by the clock", {}, {"rolls.wait=time"}),
                          alternative("at once", {}, {"rolls.batch=2"})};
  Comparison comparison = compared(request);
  add_trade_offs(comparison, request, {}, {"rolls.pause=0s..10s"}, Laboratory{{.threads = 2}});
  REQUIRE(comparison.break_evens.size() == 1);
  const BreakEven& found = comparison.break_evens[0];
  REQUIRE(found.search.outcome == statistics::BreakEven::Outcome::found);
  CHECK(*found.search.last_original > 1.8);
  CHECK(*found.search.first_reversed < 2.2);
  CHECK(found.sentence.starts_with("By roll_duration, by the clock wins over at once up to"));
}

TEST_CASE("the input that decides has the largest index") {
  CompareRequest request = some_request();
  request.metrics = {FleetMetric::roll_duration};
  request.alternatives = {alternative("as it is", {})};
  Comparison comparison = compared(request);
  add_trade_offs(comparison, request, {"rolls.pause=1m..20m", "ca_ttl=20h..30h"}, {},
                 Laboratory{{.threads = 2}});
  REQUIRE(comparison.sensitivities.size() == 1);
  const Sensitivity& study = comparison.sensitivities[0];
  CHECK(study.swings.front().input == 0);
  CHECK(study.sobol.indices[0].total_order.estimate > 0.9);
  CHECK(study.sobol.indices[1].total_order.estimate < 0.1);
  // Two pauses of one server each, at either end of the range, around its middle.
  CHECK(study.swings.front().at_upper.estimate == Approx(2 * 570).margin(5));
}

}  // namespace spindrift::review
