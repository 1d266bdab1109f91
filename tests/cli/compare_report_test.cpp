#include "analysis/cli/compare_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "analysis/review/conclusions.hpp"
#include "sim/kernel/random.hpp"
#include "tests/cli/golden.hpp"

namespace spindrift::cli {
namespace {

using metrics::FleetMetric;
using metrics::MetricValues;

review::Alternative alternative(const std::string& name, const std::string& summary) {
  review::Alternative each;
  each.name = name;
  each.summary = summary;
  return each;
}

/// Four alternatives by hand: one heals, one changes nothing, one trades keys for time.
review::Comparison some_comparison() {
  review::Comparison comparison;
  comparison.scenario = "by-hand";
  comparison.version = "0.1.0";
  comparison.command = "spindrift compare by-hand --strategy heals";
  comparison.luck = {"roll at 2h: up to 4h later"};
  comparison.replications.count = 20;
  comparison.metrics = {FleetMetric::failed_verifications, FleetMetric::keys_at_most,
                        FleetMetric::roll_duration, FleetMetric::kms_dollars_a_month};
  comparison.objective = review::parse_objective("failed_verifications <= 60, keys, then roll");
  comparison.alternatives = {alternative("as it is", "The scenario without any strategy."),
                             alternative("heals", "Subscribes | for good."),
                             alternative("changes nothing", "At night."),
                             alternative("paced", "With fewer keys, \"slowly\".")};
  kernel::RandomStream luck{1, "by hand"};
  for (std::size_t replication = 0; replication < comparison.replications.count; ++replication) {
    const double late = luck.unit();
    MetricValues plain;
    plain[FleetMetric::failed_verifications] = 40'000 - 14'400 * late;
    plain[FleetMetric::keys_at_most] = 58;
    plain[FleetMetric::roll_duration] = 1212;
    plain[FleetMetric::kms_dollars_a_month] = 166.5;
    MetricValues heals = plain;
    heals[FleetMetric::failed_verifications] = 40 + 10 * luck.unit();
    heals[FleetMetric::keys_at_most] = 59;
    MetricValues paced = plain;
    paced[FleetMetric::failed_verifications] -= 20'000 + 100 * luck.unit();
    paced[FleetMetric::keys_at_most] = 50;
    paced[FleetMetric::roll_duration] = 20'880;
    std::size_t place = 0;
    for (const MetricValues& values : {plain, heals, plain, paced}) {
      comparison.alternatives[place++].replications.push_back(values);
    }
  }
  review::draw_conclusions(comparison);
  review::BreakEven flip;
  flip.input = review::parse_input("rolls.pause=1m..20m");
  flip.sentence = "By roll_duration, heals wins over paced up to rolls.pause = 5m.";
  comparison.break_evens.push_back(flip);
  return comparison;
}

}  // namespace

TEST_CASE("a comparison looks as it is written down, in every format") {
  const review::Comparison comparison = some_comparison();
  const Console console;
  CHECK(difference_from_golden("compare.txt", comparison_as_text(comparison, true, console)) == "");
  CHECK(difference_from_golden("compare.md", comparison_as_markdown(comparison)) == "");
  CHECK(difference_from_golden("compare.csv", comparison_as_csv(comparison)) == "");
  CHECK(difference_from_golden("compare.json", comparison_as_json(comparison).dump(2) + '\n') ==
        "");
}

}  // namespace spindrift::cli
