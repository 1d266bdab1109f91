#include "analysis/statistics/comparison/multiple_comparisons.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/intervals/mean_interval.hpp"
#include "tests/statistics/counter_random.hpp"
#include "tests/statistics/generators.hpp"

namespace spindrift::statistics {

namespace {

rc::Gen<std::vector<double>> p_values() {
  return rc::gen::container<std::vector<double>>(
      rc::gen::map(rc::gen::inRange(0, 1001), [](int p) { return p / 1000.0; }));
}

}  // namespace

TEST_CASE("adjusted p-values are those R's p.adjust gives") {
  const std::vector p{0.01, 0.04, 0.03, 0.005};
  const std::vector<double> holm = holm_adjusted(p);
  const std::vector<double> bonferroni = bonferroni_adjusted(p);
  const std::vector holm_by_r{0.03, 0.06, 0.06, 0.02};
  const std::vector bonferroni_by_r{0.04, 0.16, 0.12, 0.02};
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK(holm[i] == Approx(holm_by_r[i]));
    CHECK(bonferroni[i] == Approx(bonferroni_by_r[i]));
  }
}

TEST_CASE("Holm lies between no correction and Bonferroni, and keeps the order") {
  rc::prop("for any p-values", [] {
    const std::vector<double> raw = *p_values();
    const std::vector<double> holm = holm_adjusted(raw);
    const std::vector<double> bonferroni = bonferroni_adjusted(raw);
    for (std::size_t i = 0; i < raw.size(); ++i) {
      RC_ASSERT(raw[i] <= holm[i]);
      RC_ASSERT(holm[i] <= bonferroni[i] + 1e-15);
      RC_ASSERT(bonferroni[i] <= 1.0);
      for (std::size_t j = 0; j < raw.size(); ++j) {
        RC_ASSERT(raw[i] > raw[j] || holm[i] <= holm[j]);
      }
    }
  });
}

TEST_CASE("a correction of one comparison changes nothing") {
  CHECK(bonferroni_level(0.95, 1) == Approx(0.95));
  CHECK(bonferroni_level(0.95, 10) == Approx(0.995));
  CHECK(holm_adjusted(std::vector{0.2}) == std::vector{0.2});
  CHECK(holm_adjusted({}).empty());
  CHECK_THROWS_AS(bonferroni_level(0.95, 0), std::invalid_argument);
  CHECK_THROWS_AS(holm_adjusted(std::vector{1.2}), std::invalid_argument);
}

TEST_CASE("the p-value is below the error exactly if the interval excludes zero") {
  rc::prop("for any paired series and level", [] {
    const std::vector<double> first = *series_of_at_least(2);
    const std::vector<double> second = *series_of(first.size());
    const PairedDifferences paired = paired_differences_of(first, second);
    const double level = *rc::gen::element(0.5, 0.9, 0.95, 0.999);
    const double p = paired_p_value(paired);
    const bool excludes = paired_difference_interval(paired, level).side_of(0.0) != 0;
    RC_ASSERT((p < 1.0 - level) == excludes);
  });
}

TEST_CASE("differences without variance are a tie or a certainty") {
  const std::vector ones{1.0, 1.0, 1.0};
  const std::vector twos{2.0, 2.0, 2.0};
  CHECK(paired_p_value(paired_differences_of(ones, ones)) == 1.0);
  CHECK(paired_p_value(paired_differences_of(ones, twos)) == 0.0);
  CHECK(paired_p_value(paired_differences_of(std::vector{1.0}, std::vector{2.0})) == 1.0);
}

TEST_CASE("both corrections keep the probability of any false claim below five per cent") {
  constexpr int experiments = 2000;
  int false_by_chance = 0;
  int false_holm = 0;
  for (int experiment = 0; experiment < experiments; ++experiment) {
    CounterRandom random(static_cast<std::uint64_t>(experiment));
    std::vector<double> p;
    for (int comparison = 0; comparison < 10; ++comparison) {
      PairedDifferences same_mean;
      for (int replication = 0; replication < 20; ++replication) {
        same_mean.add(random.normal(), random.normal());
      }
      p.push_back(paired_p_value(same_mean));
    }
    const auto claims = [](const std::vector<double>& adjusted) {
      return std::ranges::any_of(adjusted, [](double value) { return value <= 0.05; });
    };
    false_by_chance += claims(p) ? 1 : 0;
    false_holm += claims(holm_adjusted(p)) ? 1 : 0;
  }
  CHECK(false_by_chance > 0.35 * experiments);
  CHECK(false_holm <= 0.06 * experiments);
}

}  // namespace spindrift::statistics
