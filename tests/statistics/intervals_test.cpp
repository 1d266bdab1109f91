#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/distributions/binomial.hpp"
#include "analysis/statistics/intervals/batch_means.hpp"
#include "analysis/statistics/intervals/confidence_interval.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/intervals/proportion_interval.hpp"
#include "analysis/statistics/intervals/quantile_interval.hpp"
#include "analysis/statistics/intervals/sample_quantile.hpp"
#include "tests/statistics/generators.hpp"

namespace spindrift::statistics {

TEST_CASE("an interval tells on which side of a value it lies, or that it cannot") {
  const ConfidenceInterval interval{.estimate = 2.0, .lower = 1.0, .upper = 3.5};
  CHECK(interval.contains(1.0));
  CHECK_FALSE(interval.contains(3.6));
  CHECK(interval.width() == 2.5);
  CHECK(interval.side_of(4.0) == -1);
  CHECK(interval.side_of(0.5) == 1);
  CHECK(interval.side_of(3.5) == 0);
}

TEST_CASE("the interval of a mean is that of a textbook") {
  // Law, "Simulation Modeling and Analysis", example 4.26: 1.34 -+ 0.24 at 90 %.
  const std::vector values{1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09};
  const ConfidenceInterval interval = mean_interval(moments_of(values), 0.90);
  CHECK(interval.estimate == Approx(1.343));
  CHECK(interval.width() / 2.0 == Approx(0.24).margin(0.005));
  CHECK(interval.level == 0.90);
}

TEST_CASE("one replication bounds a mean by nothing") {
  const ConfidenceInterval interval = mean_interval(moments_of(std::vector{3.0}));
  CHECK(interval.estimate == 3.0);
  CHECK(std::isinf(interval.width()));
  CHECK(interval.side_of(0.0) == 0);
  CHECK_THROWS_AS(mean_interval(RunningMoments{}), std::invalid_argument);
}

TEST_CASE("a level that is no probability is refused") {
  const RunningMoments values = moments_of(std::vector{1.0, 2.0});
  CHECK_THROWS_AS(mean_interval(values, 95.0), std::invalid_argument);
  CHECK_THROWS_AS(mean_interval(values, 1.0), std::invalid_argument);
  CHECK_THROWS_AS(proportion_interval(1, 2, 0.0), std::invalid_argument);
  CHECK_THROWS_AS(quantile_ranks(10, 0.5, 1.0), std::invalid_argument);
}

TEST_CASE("paired differences have the interval of the series of their differences") {
  rc::prop("and it turns around with the pairs", [] {
    const std::vector<double> first = *series_of_at_least(2);
    const std::vector<double> second = *series_of(first.size());
    const auto forth = paired_difference_interval(paired_differences_of(first, second), 0.9);
    const auto back = paired_difference_interval(paired_differences_of(second, first), 0.9);
    std::vector<double> differences;
    for (std::size_t i = 0; i < first.size(); ++i) {
      differences.push_back(first[i] - second[i]);
    }
    RC_ASSERT(forth.lower == mean_interval(moments_of(differences), 0.9).lower);
    RC_ASSERT(is_close(forth.lower, -back.upper));
    RC_ASSERT(is_close(forth.estimate, -back.estimate));
  });
}

TEST_CASE("Welch's interval is that of a worked example") {
  // Ten values with little variance and nine with much.
  RunningMoments first;
  RunningMoments second;
  for (const double z : {-1.5, -1.0, -0.5, -0.25, 0.0, 0.0, 0.25, 0.5, 1.0, 1.5}) {
    first.add(20.0 + z);
  }
  for (const double z : {-4.0, -2.0, -1.0, 0.0, 0.0, 0.0, 1.0, 2.0, 4.0}) {
    second.add(18.0 + z);
  }
  const double one = first.variance() / 10.0;
  const double two = second.variance() / 9.0;
  CHECK(one == Approx(7.125 / 90.0));
  CHECK(two == Approx(42.0 / 72.0));
  // (one + two)^2 / (one^2 / 9 + two^2 / 8) = 10.153 degrees, and Student's t at 97.5 % is 2.22360.
  const ConfidenceInterval interval = independent_difference_interval(first, second);
  CHECK(interval.estimate == Approx(2.0));
  CHECK(interval.width() / 2.0 == Approx(2.22360 * std::sqrt(one + two)).epsilon(1e-5));
}

TEST_CASE("Welch's interval of two constants is their difference, of single values unbounded") {
  const RunningMoments fives = moments_of(std::vector{5.0, 5.0});
  const RunningMoments threes = moments_of(std::vector{3.0, 3.0, 3.0});
  CHECK(independent_difference_interval(fives, threes).width() == 0.0);
  CHECK(independent_difference_interval(fives, threes).estimate == 2.0);
  const RunningMoments single = moments_of(std::vector{1.0});
  CHECK(std::isinf(independent_difference_interval(single, threes).width()));
}

TEST_CASE("a proportion has the Clopper-Pearson interval of the tables") {
  const ConfidenceInterval none = proportion_interval(0, 10);
  CHECK(none.lower == 0.0);
  CHECK(none.upper == Approx(0.30850).epsilon(1e-4));
  const ConfidenceInterval some = proportion_interval(4, 20);
  CHECK(some.estimate == Approx(0.2));
  CHECK(some.lower == Approx(0.057334).epsilon(1e-4));
  CHECK(some.upper == Approx(0.436614).epsilon(1e-4));
  CHECK(proportion_interval(10, 10).upper == 1.0);
  // "Nothing in 59 trials" is the smallest proof of "below 5 %".
  CHECK(proportion_upper_bound(0, 59, 0.05) < 0.05);
  CHECK(proportion_upper_bound(0, 58, 0.05) > 0.05);
  CHECK_THROWS_AS(proportion_interval(3, 2), std::invalid_argument);
  CHECK_THROWS_AS(proportion_interval(0, 0), std::invalid_argument);
}

TEST_CASE("at the bounds of a proportion the data have exactly the error's probability") {
  rc::prop("on either side", [] {
    const auto trials = *rc::gen::inRange<std::size_t>(1, 400);
    const auto successes = *rc::gen::inRange<std::size_t>(0, trials + 1);
    const double error = *rc::gen::inRange(1, 400) / 1000.0;
    if (successes < trials) {
      const double upper = proportion_upper_bound(successes, trials, error);
      RC_ASSERT(is_close(binomial_cdf(successes, trials, upper), error, 1e-10));
    }
    if (successes > 0) {
      const double lower = proportion_lower_bound(successes, trials, error);
      RC_ASSERT(is_close(binomial_upper_tail(successes, trials, lower), error, 1e-10));
    }
  });
}

TEST_CASE("batch means are the means of equal batches after the warm-up") {
  // One value of warm-up and one that fills no batch, then 1 3 | 5 7 | 9 11.
  const std::vector series{100.0, 50.0, 1.0, 3.0, 5.0, 7.0, 9.0, 11.0};
  const BatchMeans result = batch_means_interval(series, {.batch_count = 3, .warm_up = 1});
  CHECK(result.batch_size == 2);
  CHECK(result.interval.estimate == Approx(6.0));
  const ConfidenceInterval of_means = mean_interval(moments_of(std::vector{2.0, 6.0, 10.0}));
  CHECK(result.interval.lower == Approx(of_means.lower));
  // Deviations -4, 0, 4: no two neighbours vary together.
  CHECK(result.correlation_of_neighbours == Approx(0.0).margin(1e-12));
}

TEST_CASE("batches that are too short give themselves away") {
  std::vector<double> slow_wave;
  for (int i = 0; i < 1000; ++i) {
    slow_wave.push_back(std::sin(i / 100.0));
  }
  CHECK(batch_means_interval(slow_wave).correlation_of_neighbours > 2.0 / std::sqrt(20.0));
  CHECK_THROWS_AS(batch_means_interval(std::vector{1.0, 2.0}), std::invalid_argument);
  CHECK_THROWS_AS(batch_means_interval(slow_wave, {.batch_count = 1}), std::invalid_argument);
  CHECK_THROWS_AS(batch_means_interval(slow_wave, {.warm_up = 1001}), std::invalid_argument);
}

TEST_CASE("type 7 quantiles are those R gives") {
  const std::vector sorted{1.0, 2.0, 4.0, 8.0, 16.0};
  CHECK(sample_quantile(sorted, 0.0) == 1.0);
  CHECK(sample_quantile(sorted, 0.25) == 2.0);
  CHECK(sample_quantile(sorted, 0.4) == Approx(3.2));
  CHECK(sample_quantile(sorted, 0.9) == Approx(12.8));
  CHECK(sample_quantile(sorted, 1.0) == 16.0);
  CHECK_THROWS_AS(sample_quantile({}, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(sample_quantile(sorted, 1.5), std::invalid_argument);
}

TEST_CASE("a quantile is monotone in the probability and stays within the sample") {
  rc::prop("for any sample", [] {
    std::vector<double> values = *series_of_at_least(1);
    std::ranges::sort(values);
    const double low = *rc::gen::inRange(0, 1001) / 1000.0;
    const double high = low + (1.0 - low) * *rc::gen::inRange(0, 1001) / 1000.0;
    RC_ASSERT(sample_quantile(values, low) <= sample_quantile(values, high));
    RC_ASSERT(values.front() <= sample_quantile(values, low));
    RC_ASSERT(sample_quantile(values, high) <= values.back());
  });
}

TEST_CASE("the ranks that bound a quantile are those of the tables") {
  // Of 16 values, at most 8 lie below the upper quartile with probability 0.0271 and at most 9 with
  // 0.0796; all 16 do with 0.0100, at least 15 with 0.0635.
  const QuantileRanks quartile = quantile_ranks(16, 0.75, 0.90);
  CHECK(quartile.lower == 9U);
  CHECK(quartile.upper == 16U);
  CHECK(quartile.attained_level == Approx(1.0 - 0.0271 - 0.0100).margin(1e-4));
  const QuantileRanks median = quantile_ranks(100, 0.5);
  CHECK(median.lower == 40U);
  CHECK(median.upper == 61U);
  CHECK(median.attained_level == Approx(0.9648).margin(5e-5));
}

TEST_CASE("the ranks attain the level, and narrower ones would not") {
  rc::prop("each side errs with at most half of the error", [] {
    const auto count = *rc::gen::inRange<std::size_t>(1, 500);
    const double probability = *rc::gen::inRange(1, 100) / 100.0;
    const double level = *rc::gen::element(0.5, 0.9, 0.95, 0.99);
    const double error = 0.5 * (1.0 - level);
    const QuantileRanks ranks = quantile_ranks(count, probability, level);
    const std::size_t lower = ranks.lower.value_or(0);
    const std::size_t upper = ranks.upper.value_or(count + 1);
    RC_ASSERT(lower == 0 || binomial_cdf(lower - 1, count, probability) <= error);
    RC_ASSERT(lower == count || binomial_cdf(lower, count, probability) > error);
    RC_ASSERT(upper == count + 1 || binomial_upper_tail(upper, count, probability) <= error);
    RC_ASSERT(binomial_upper_tail(upper - 1, count, probability) > error);
    RC_ASSERT(ranks.attained_level >= level - 1e-12);
    RC_ASSERT((ranks.lower && ranks.upper) == (count >= quantile_sample_size(probability, level)));
  });
}

TEST_CASE("a sample too small for a bound leaves that side open") {
  CHECK(quantile_sample_size(0.5) == 6);
  CHECK(quantile_sample_size(0.99) == 368);
  std::vector<double> sorted;
  for (int i = 0; i < 100; ++i) {
    sorted.push_back(i);
  }
  const ConfidenceInterval tail = quantile_interval(sorted, 0.99);
  CHECK(tail.estimate == Approx(98.01));
  CHECK(std::isfinite(tail.lower));
  CHECK(std::isinf(tail.upper));
  const ConfidenceInterval median = quantile_interval(sorted, 0.5);
  CHECK(median.lower == 39.0);
  CHECK(median.upper == 60.0);
}

}  // namespace spindrift::statistics
