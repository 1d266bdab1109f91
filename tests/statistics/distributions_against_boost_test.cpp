// An independent implementation as the oracle: the library needs none of Boost, its tests may.
#include <cmath>
#include <vector>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <catch2/catch.hpp>

#include "analysis/statistics/distributions/binomial.hpp"
#include "analysis/statistics/distributions/incomplete_beta.hpp"
#include "analysis/statistics/distributions/normal.hpp"
#include "analysis/statistics/distributions/student_t.hpp"

namespace spindrift::statistics {

namespace {

/// |one - other| / |other|; the absolute error where the right answer is zero.
double relative_error(double one, double other) {
  return other == 0.0 ? std::abs(one) : std::abs((one - other) / other);
}

const std::vector<double> probabilities{1e-12, 1e-8, 1e-5, 1e-3, 0.01, 0.025, 0.1,
                                        0.3,   0.49, 0.51, 0.7,  0.95, 0.975, 0.99999};

}  // namespace

TEST_CASE("normal quantiles agree with Boost.Math to 2e-15") {
  const boost::math::normal normal;
  double worst = 0.0;
  for (const double p : probabilities) {
    worst = std::max(worst, relative_error(normal_quantile(p), quantile(normal, p)));
  }
  CHECK(worst < 2e-15);
}

TEST_CASE("Student quantiles agree with Boost.Math to 1e-11") {
  double worst = 0.0;
  for (const double degrees : {1.0, 1.5, 2.0, 3.0, 7.3, 19.0, 40.0, 199.0, 1e4, 1e6}) {
    const boost::math::students_t student(degrees);
    for (const double p : probabilities) {
      CAPTURE(degrees, p);
      worst = std::max(worst, relative_error(student_t_quantile(p, degrees), quantile(student, p)));
    }
  }
  CHECK(worst < 1e-11);
}

TEST_CASE("the incomplete beta function agrees with Boost.Math to 1e-12") {
  double worst = 0.0;
  for (const double a : {0.25, 0.5, 1.0, 4.5, 30.0, 1e3, 1e6}) {
    for (const double b : {0.5, 1.0, 3.0, 77.0, 2e3, 1e6}) {
      const double mean = a / (a + b);
      const double deviation = std::sqrt(mean * (1.0 - mean) / (a + b));
      for (const double from_mean : {-6.0, -2.0, -0.5, 0.0, 0.5, 2.0, 6.0}) {
        const double x = mean + from_mean * deviation;
        if (x > 0.0 && x < 1.0) {
          CAPTURE(a, b, x);
          const double right = boost::math::ibeta(a, b, x);
          worst = std::max(worst, relative_error(regularized_incomplete_beta(a, b, x), right));
        }
      }
    }
  }
  CHECK(worst < 1e-12);
}

TEST_CASE("binomial tails agree with Boost.Math to 1e-12") {
  double worst = 0.0;
  for (const std::size_t trials : {5U, 59U, 1000U, 50'000U}) {
    for (const double success : {0.001, 0.05, 0.5, 0.9, 0.999}) {
      const auto n = static_cast<double>(trials);
      const boost::math::binomial binomial(n, success);
      for (const double share : {0.0, 0.01, 0.05, 0.5, 0.9, 0.99, 0.999}) {
        const auto successes = static_cast<std::size_t>(share * n);
        const double right = cdf(binomial, static_cast<double>(successes));
        if (right > 1e-250) {
          CAPTURE(trials, success, successes);
          worst = std::max(worst, relative_error(binomial_cdf(successes, trials, success), right));
        }
      }
    }
  }
  CHECK(worst < 1e-12);
}

}  // namespace spindrift::statistics
