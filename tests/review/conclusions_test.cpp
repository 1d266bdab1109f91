#include "analysis/review/conclusions.hpp"

#include <tuple>

#include <catch2/catch.hpp>

#include "sim/kernel/random.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;
using metrics::MetricValues;

/// Alternatives whose failed verifications share a luck (exponential, mean 100) and add one of
/// their own (exponential, mean 10): the truth is known, and the differences are skewed.
Comparison shared_luck(std::uint64_t seed, std::size_t replications,
                       const std::vector<double>& shifts) {
  Comparison comparison;
  comparison.metrics = {FleetMetric::failed_verifications};
  comparison.replications.count = replications;
  kernel::RandomStream luck{seed, "shared"};
  kernel::RandomStream own{seed, "own"};
  const auto draw = [](kernel::RandomStream& stream, double mean) {
    constexpr double micro = 1e-6;
    return mean * micro *
           static_cast<double>(stream.exponential(kernel::Duration{1'000'000}).count());
  };
  comparison.alternatives.resize(shifts.size());
  for (std::size_t replication = 0; replication < replications; ++replication) {
    const double common = draw(luck, 100);
    for (std::size_t each = 0; each < shifts.size(); ++each) {
      MetricValues values;
      values[FleetMetric::failed_verifications] = common + draw(own, 10) + shifts[each];
      comparison.alternatives[each].replications.push_back(values);
    }
  }
  for (std::size_t each = 0; each < shifts.size(); ++each) {
    comparison.alternatives[each].name = std::string{static_cast<char>('a' + each)};
  }
  draw_conclusions(comparison);
  return comparison;
}

}  // namespace

TEST_CASE("95 % intervals of means and paired differences cover the truth in 93 to 97 %") {
  constexpr int experiments = 2000;
  int mean_covered = 0;
  int difference_covered = 0;
  int median_covered = 0;
  for (int experiment = 0; experiment < experiments; ++experiment) {
    const Comparison seen = shared_luck(static_cast<std::uint64_t>(experiment), 120, {0, 25});
    const MetricSummary& other = seen.alternatives[1].metrics[0];
    if (other.mean.contains(100 + 10 + 25)) ++mean_covered;
    if (other.difference.contains(25)) ++difference_covered;
    // The median of the sum of two exponentials, by its distribution function.
    constexpr double median_of_sum = 79.8432;
    if (other.median.contains(25 + median_of_sum)) ++median_covered;
  }
  CHECK(mean_covered >= 0.93 * experiments);
  CHECK(mean_covered <= 0.97 * experiments);
  CHECK(difference_covered >= 0.93 * experiments);
  CHECK(difference_covered <= 0.97 * experiments);
  // Order statistics are whole: never below the level, and a little above it.
  CHECK(median_covered >= 0.94 * experiments);
  CHECK(median_covered <= 0.98 * experiments);
}

TEST_CASE("nine alternatives that are alike are called different in at most 5 % of comparisons") {
  constexpr int experiments = 400;
  int false_claims = 0;
  for (int experiment = 0; experiment < experiments; ++experiment) {
    const Comparison seen =
        shared_luck(static_cast<std::uint64_t>(experiment), 40, std::vector<double>(9, 0.0));
    bool claimed = false;
    for (const Alternative& each : seen.alternatives) {
      const AgainstBaseline against = each.metrics[0].against_baseline;
      claimed |= against == AgainstBaseline::better || against == AgainstBaseline::worse;
    }
    false_claims += claimed ? 1 : 0;
  }
  CHECK(false_claims <= 0.07 * experiments);
}

TEST_CASE("the common luck saves replications, by the factor of the variances") {
  const Comparison seen = shared_luck(1, 4000, {0, 25});
  // Independent: 2 (100² + 10²); paired: 2 · 10².
  CHECK(seen.alternatives[1].metrics[0].variance_reduction_factor == Approx(101).epsilon(0.1));
}

TEST_CASE("a ranking groups what cannot be told apart and orders the rest") {
  const Comparison seen = shared_luck(3, 200, {30, 0, 0.1, 60});
  const MetricRanking& ranking = seen.rankings.front();
  CHECK(ranking.standings[2].alternative == 0);
  CHECK(ranking.standings[3].alternative == 3);
  CHECK(ranking.standings[0].best_rank == 1);
  CHECK(ranking.standings[0].worst_rank == 2);
  CHECK(ranking.groups.front().size() == 2);
  CHECK(seen.verdict.find("cannot be told apart from") != std::string::npos);
}

TEST_CASE("an alternative that changes nothing is said to change nothing") {
  Comparison seen;
  seen.metrics = {FleetMetric::failed_verifications};
  seen.alternatives.resize(2);
  seen.alternatives[0].name = "as it is";
  seen.alternatives[1].name = "off-peak";
  seen.replications.count = 5;
  for (int replication = 0; replication < 5; ++replication) {
    MetricValues values;
    values[FleetMetric::failed_verifications] = replication;
    for (Alternative& each : seen.alternatives) each.replications.push_back(values);
  }
  draw_conclusions(seen);
  CHECK(seen.alternatives[1].metrics[0].against_baseline ==
        AgainstBaseline::same_in_every_replication);
  CHECK(seen.remarks.front() ==
        "off-peak changes nothing here: every metric is the same in every replication.");
}

TEST_CASE("remarks say what a remedy leaves, and what is no remedy although it changes something") {
  Comparison seen;
  seen.metrics = {FleetMetric::failed_verifications, FleetMetric::keys_at_most};
  seen.replications.count = 5;
  for (const auto& [name, failed, keys] :
       {std::tuple{"as it is", 200.0, 90.0}, std::tuple{"by hand", 20.0, 93.0},
        std::tuple{"healed", 0.0, 90.0}, std::tuple{"cleaned", 200.0, 60.0}}) {
    Alternative alternative;
    alternative.name = name;
    for (int replication = 0; replication < 5; ++replication) {
      MetricValues values;
      values[FleetMetric::failed_verifications] = failed * (1 + 0.01 * replication);
      values[FleetMetric::keys_at_most] = keys;
      alternative.replications.push_back(values);
    }
    seen.alternatives.push_back(std::move(alternative));
  }
  draw_conclusions(seen);
  REQUIRE(seen.remarks.size() >= 2);
  CHECK(seen.remarks[0] == "What remains of failed_verifications: 10.0 % under by hand.");
  CHECK(seen.remarks[1] ==
        "cleaned is no remedy: failed_verifications 204 instead of 204 (the same in every "
        "replication).");
}

TEST_CASE("by an objective those that hold every limit come first, by their goals in turn") {
  Comparison seen;
  seen.metrics = {FleetMetric::failed_verifications};
  seen.objective = parse_objective("no failed tokens, then roll, then keys");
  seen.replications.count = 10;
  const auto add = [&](const char* name, double failed, double roll, double keys) {
    Alternative alternative;
    alternative.name = name;
    for (int replication = 0; replication < 10; ++replication) {
      MetricValues values;
      values[FleetMetric::failed_verifications] = replication == 0 ? failed : 0;
      values[FleetMetric::roll_duration] = roll;
      values[FleetMetric::keys_at_most] = keys;
      alternative.replications.push_back(values);
    }
    seen.alternatives.push_back(std::move(alternative));
  };
  add("fails once", 7, 10, 10);
  add("slow", 0, 30, 10);
  add("many keys", 0, 20, 90);
  add("best", 0, 20, 50);
  draw_conclusions(seen);
  std::string order;
  for (const ObjectiveStanding& each : seen.by_objective) {
    order += seen.alternatives[each.alternative].name + "; ";
  }
  CHECK(order == "best; many keys; slow; fails once; ");
  CHECK(seen.by_objective.back().limits[0].broken == 1);
  CHECK(seen.by_objective.back().limits[0].worst == 7);
  CHECK(seen.by_objective.front().clearly_before_next);
  // One in ten replications: Clopper-Pearson's upper bound for none in ten.
  CHECK(seen.by_objective.front().limits[0].broken_share_at_most == Approx(0.2589).epsilon(1e-3));
}

}  // namespace spindrift::review
