#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/moments/paired_differences.hpp"
#include "analysis/statistics/moments/running_covariance.hpp"
#include "analysis/statistics/moments/running_moments.hpp"
#include "tests/statistics/counter_random.hpp"
#include "tests/statistics/generators.hpp"

namespace spindrift::statistics {

TEST_CASE("the moments of a small series are those computed by hand") {
  const RunningMoments moments = moments_of(std::vector{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0});
  CHECK(moments.count() == 8);
  CHECK(moments.mean() == Approx(5.0));
  CHECK(moments.variance() == Approx(32.0 / 7.0));
  CHECK(moments.standard_deviation() == Approx(std::sqrt(32.0 / 7.0)));
  CHECK(moments.standard_error() == Approx(std::sqrt(4.0 / 7.0)));
  CHECK(moments.minimum() == 2.0);
  CHECK(moments.maximum() == 9.0);
}

TEST_CASE("a series far from zero keeps the digits of its variance") {
  // The sum of squares less n times the squared mean gives 0 or worse here.
  const std::vector values{1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0};
  CHECK(moments_of(values).variance() == Approx(30.0).epsilon(1e-12));
}

TEST_CASE("moments that need more values than were seen are refused") {
  RunningMoments moments;
  CHECK_THROWS_AS(moments.mean(), std::invalid_argument);
  CHECK_THROWS_AS(moments.minimum(), std::invalid_argument);
  CHECK_THROWS_AS(moments.maximum(), std::invalid_argument);
  moments.add(1.0);
  CHECK_THROWS_AS(moments.variance(), std::invalid_argument);
}

TEST_CASE("a value that is not finite is refused and not counted") {
  RunningMoments moments = moments_of(std::vector{1.0, 2.0});
  CHECK_THROWS_AS(moments.add(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
  CHECK_THROWS_AS(moments.add(std::numeric_limits<double>::infinity()), std::invalid_argument);
  CHECK(moments.count() == 2);

  PairedDifferences paired;
  CHECK_THROWS_AS(paired.add(1.0, std::numeric_limits<double>::infinity()), std::invalid_argument);
  CHECK_THROWS_AS(paired.add(1e308, -1e308), std::invalid_argument);
  CHECK(paired.count() == 0);
  CHECK(paired.differences().count() == 0);
}

TEST_CASE("running moments agree with the definition") {
  rc::prop("mean and variance are those of the two-pass formulas", [] {
    const std::vector<double> values = *series_of_at_least(2);
    double sum = 0.0;
    for (const double value : values) {
      sum += value;
    }
    const double mean = sum / static_cast<double>(values.size());
    double squares = 0.0;
    for (const double value : values) {
      squares += (value - mean) * (value - mean);
    }
    const RunningMoments moments = moments_of(values);
    RC_ASSERT(is_close(moments.mean(), mean));
    RC_ASSERT(is_close(moments.variance(), squares / static_cast<double>(values.size() - 1)));
    RC_ASSERT(moments.minimum() == *std::ranges::min_element(values));
    RC_ASSERT(moments.maximum() == *std::ranges::max_element(values));
  });
  rc::prop("a constant series has a variance of exactly zero", [](unsigned count) {
    const double value = *real_number();
    const std::vector<double> values(2 + count % 100, value);
    RC_ASSERT(moments_of(values).variance() == 0.0);
    RC_ASSERT(moments_of(values).mean() == value);
  });
}

TEST_CASE("merged moments are those of the joined series") {
  rc::prop("for moments, and for paired moments", [] {
    const std::vector<double> first = *series_of_at_least(2);
    const std::vector<double> second = *series_of(first.size());
    const auto cut = *rc::gen::inRange<std::size_t>(0, first.size() + 1);

    PairedDifferences whole = paired_differences_of(first, second);
    const std::span one(first);
    const std::span two(second);
    PairedDifferences merged = paired_differences_of(one.first(cut), two.first(cut));
    merged.merge(paired_differences_of(one.subspan(cut), two.subspan(cut)));

    RC_ASSERT(merged.count() == whole.count());
    RC_ASSERT(is_close(merged.differences().mean(), whole.differences().mean()));
    RC_ASSERT(is_close(merged.differences().variance(), whole.differences().variance()));
    RC_ASSERT(is_close(merged.pairs().covariance(), whole.pairs().covariance()));
    RC_ASSERT(merged.pairs().first().minimum() == whole.pairs().first().minimum());
    RC_ASSERT(merged.pairs().second().maximum() == whole.pairs().second().maximum());
  });
}

TEST_CASE("the covariance of a small series is that computed by hand") {
  RunningCovariance pairs;
  pairs.add(1.0, 2.0);
  pairs.add(2.0, 4.0);
  pairs.add(3.0, 9.0);
  CHECK(pairs.covariance() == Approx(3.5));
  CHECK(pairs.correlation() == Approx(3.5 / std::sqrt(13.0)));
}

TEST_CASE("correlation is one for a line, minus one for a falling line, zero for a constant") {
  RunningCovariance rising;
  RunningCovariance falling;
  RunningCovariance constant;
  for (int i = 0; i < 10; ++i) {
    rising.add(i, 3.0 * i + 1.0);
    falling.add(i, 5.0 - 0.25 * i);
    constant.add(i, 7.0);
  }
  CHECK(rising.correlation() == Approx(1.0));
  CHECK(falling.correlation() == Approx(-1.0));
  CHECK(constant.correlation() == 0.0);
}

TEST_CASE("the variance of a difference obeys its identity with the covariance") {
  rc::prop("Var(x - y) = Var(x) + Var(y) - 2 Cov(x, y)", [] {
    const std::vector<double> first = *series_of_at_least(2);
    const std::vector<double> second = *series_of(first.size());
    const PairedDifferences paired = paired_differences_of(first, second);
    const double independent =
        paired.pairs().first().variance() + paired.pairs().second().variance();
    const double identity = independent - 2.0 * paired.pairs().covariance();
    RC_ASSERT(std::abs(paired.differences().variance() - identity) <= 1e-9 * (1.0 + independent));
  });
}

TEST_CASE("common luck shrinks the variance of a difference by the factor theory gives") {
  // x = luck + own, y = luck + own': the factor is (2 a + 2 b) / (2 b) = 1 + a / b.
  CounterRandom random(7);
  PairedDifferences paired;
  PairedDifferences opposed;
  for (int replication = 0; replication < 20'000; ++replication) {
    const double luck = 3.0 * random.normal();
    const double own = random.normal();
    const double others_own = random.normal();
    paired.add(luck + own, luck + others_own);
    opposed.add(luck + own, -luck + others_own);
  }
  CHECK(paired.variance_reduction_factor() == Approx(10.0).epsilon(0.05));
  CHECK(opposed.variance_reduction_factor() < 1.0);
}

TEST_CASE("the variance reduction is without bound where the difference never varies") {
  PairedDifferences shifted;
  PairedDifferences constant;
  for (int i = 0; i < 5; ++i) {
    shifted.add(i + 2.0, i);
    constant.add(2.0, 1.0);
  }
  CHECK(std::isinf(shifted.variance_reduction_factor()));
  CHECK(constant.variance_reduction_factor() == 1.0);
}

TEST_CASE("series of different lengths are not paired") {
  CHECK_THROWS_AS(paired_differences_of(std::vector{1.0, 2.0}, std::vector{1.0}),
                  std::invalid_argument);
}

}  // namespace spindrift::statistics
