#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/distributions/binomial.hpp"
#include "analysis/statistics/distributions/incomplete_beta.hpp"
#include "analysis/statistics/distributions/normal.hpp"
#include "analysis/statistics/distributions/student_t.hpp"
#include "tests/statistics/generators.hpp"

namespace spindrift::statistics {

TEST_CASE("normal quantiles are those of the printed tables") {
  CHECK(normal_quantile(0.5) == 0.0);
  CHECK(normal_quantile(0.75) == Approx(0.6744897501960817).epsilon(1e-14));
  CHECK(normal_quantile(0.95) == Approx(1.6448536269514722).epsilon(1e-14));
  CHECK(normal_quantile(0.975) == Approx(1.9599639845400545).epsilon(1e-14));
  CHECK(normal_quantile(0.995) == Approx(2.5758293035489004).epsilon(1e-14));
  CHECK(normal_quantile(1e-10) == Approx(-6.361340902404056).epsilon(1e-14));
}

TEST_CASE("Student quantiles are those of the printed tables") {
  struct Entry {
    double probability;
    double degrees;
    double t;
  };
  // To ten decimals: NIST/SEMATECH e-Handbook 1.3.6.7.2 prints three of them.
  const Entry table[] = {
      {0.95, 9, 1.8331129327},    {0.975, 1, 12.7062047362}, {0.975, 2, 4.3026527297},
      {0.975, 5, 2.5705818356},   {0.975, 10, 2.2281388520}, {0.975, 30, 2.0422724563},
      {0.975, 120, 1.9799304051}, {0.995, 4, 4.6040948713},  {0.9995, 10, 4.5868938587},
  };
  for (const auto& [probability, degrees, t] : table) {
    CAPTURE(probability, degrees);
    CHECK(std::abs(student_t_quantile(probability, degrees) - t) < 1e-9);
  }
}

TEST_CASE("Student quantiles are those of the closed forms for one, two and four degrees") {
  for (const double p : {1e-9, 0.001, 0.2, 0.4999, 0.5001, 0.6, 0.95, 0.99999}) {
    CAPTURE(p);
    CHECK(student_t_quantile(p, 1) == Approx(-1.0 / std::tan(std::numbers::pi * p)).epsilon(1e-11));
    const double alpha = 4.0 * p * (1.0 - p);
    CHECK(student_t_quantile(p, 2) ==
          Approx((2.0 * p - 1.0) * std::sqrt(2.0 / alpha)).epsilon(1e-11));
    const double q = std::cos(std::acos(std::sqrt(alpha)) / 3.0) / std::sqrt(alpha);
    CHECK(student_t_quantile(p, 4) ==
          Approx(std::copysign(2.0 * std::sqrt(q - 1.0), p - 0.5)).epsilon(1e-7).margin(1e-7));
  }
}

TEST_CASE("quantile and distribution function undo each other") {
  rc::prop("for Student's t and the normal distribution", [] {
    const double probability = *rc::gen::inRange(1, 1'000'000) / 1e6;
    const double degrees = 1.0 + *rc::gen::inRange(0, 2'000) / 8.0;
    const double t = student_t_quantile(probability, degrees);
    RC_ASSERT(is_close(student_t_cdf(t, degrees), probability, 1e-13));
    RC_ASSERT(is_close(normal_cdf(normal_quantile(probability)), probability, 1e-14));
  });
}

TEST_CASE("Student's distribution is symmetric, monotone, and wider than the normal one") {
  rc::prop("at any probability and degrees of freedom", [] {
    // Eighths are exact, and so are their complements.
    const double probability = *rc::gen::inRange(1, 1 << 16) / double{1 << 16};
    const double degrees = *rc::gen::inRange(1, 500);
    const double t = student_t_quantile(probability, degrees);
    RC_ASSERT(t == -student_t_quantile(1.0 - probability, degrees));
    RC_ASSERT(std::abs(t) >= std::abs(normal_quantile(probability)));
    RC_ASSERT(std::abs(t) >= std::abs(student_t_quantile(probability, degrees + 1.0)));
  });
}

TEST_CASE("Student's distribution becomes the normal one with many degrees of freedom") {
  CHECK(student_t_quantile(0.975, 1e7) == Approx(normal_quantile(0.975)).epsilon(1e-6));
}

TEST_CASE("a probability outside its range has no quantile") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {0.0, 1.0, -0.1, 1.1, 95.0, nan}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(normal_quantile(bad), std::invalid_argument);
    CHECK_THROWS_AS(student_t_quantile(bad, 3), std::invalid_argument);
  }
  CHECK_THROWS_AS(student_t_quantile(0.9, 0), std::invalid_argument);
  CHECK_THROWS_AS(student_t_quantile(0.9, nan), std::invalid_argument);
}

TEST_CASE("the incomplete beta function has its closed forms") {
  rc::prop("I_x(1, b) = 1 - (1-x)^b, I_x(a, 1) = x^a, I_x(a, b) = 1 - I_(1-x)(b, a)", [] {
    const double x = *rc::gen::inRange(0, 1025) / 1024.0;
    const double a = *rc::gen::inRange(1, 400) / 4.0;
    const double b = *rc::gen::inRange(1, 400) / 4.0;
    RC_ASSERT(is_close(regularized_incomplete_beta(1.0, b, x), 1.0 - std::pow(1.0 - x, b), 1e-13));
    RC_ASSERT(is_close(regularized_incomplete_beta(a, 1.0, x), std::pow(x, a), 1e-13));
    RC_ASSERT(is_close(regularized_incomplete_beta(a, b, x),
                       1.0 - regularized_incomplete_beta(b, a, 1.0 - x), 1e-13));
  });
  CHECK_THROWS_AS(regularized_incomplete_beta(0.0, 1.0, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(regularized_incomplete_beta(1.0, 1.0, 1.5), std::invalid_argument);
}

TEST_CASE("binomial probabilities add up to their distribution function") {
  rc::prop("and to one", [] {
    const auto trials = *rc::gen::inRange<std::size_t>(1, 200);
    const double success = *rc::gen::inRange(0, 129) / 128.0;
    double sum = 0.0;
    for (std::size_t successes = 0; successes <= trials; ++successes) {
      RC_ASSERT(is_close(binomial_upper_tail(successes, trials, success), 1.0 - sum, 1e-12));
      sum += binomial_probability(successes, trials, success);
      RC_ASSERT(is_close(binomial_cdf(successes, trials, success), sum, 1e-12));
    }
    RC_ASSERT(is_close(sum, 1.0, 1e-12));
    RC_ASSERT(binomial_probability(trials + 1, trials, success) == 0.0);
    RC_ASSERT(binomial_upper_tail(trials + 1, trials, success) == 0.0);
  });
}

TEST_CASE("binomial probabilities are the fractions of a small case") {
  CHECK(binomial_probability(2, 4, 0.5) == Approx(6.0 / 16.0).epsilon(1e-14));
  CHECK(binomial_cdf(1, 3, 1.0 / 3.0) == Approx(20.0 / 27.0).epsilon(1e-14));
  CHECK(binomial_probability(0, 0, 0.3) == 1.0);
  CHECK_THROWS_AS(binomial_cdf(0, 1, -0.1), std::invalid_argument);
}

}  // namespace spindrift::statistics
