#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "analysis/statistics/queueing/many_servers.hpp"
#include "analysis/statistics/queueing/single_server.hpp"
#include "tests/statistics/generators.hpp"

namespace spindrift::statistics {

namespace {

/// Erlang's own formula of 1909 for M/D/1 with service time 1. Alternating: good for short times.
double erlang_md1_cdf(double utilisation, double time) {
  double sum = 0.0;
  for (double k = 0.0; k <= std::floor(time); k += 1.0) {
    const double x = utilisation * (time - k);
    sum += std::pow(-x, k) / std::tgamma(k + 1.0) * std::exp(x);
  }
  return (1.0 - utilisation) * sum;
}

SingleServer any_queue() {
  const double service_rate = *rc::gen::inRange(1, 100) / 16.0;
  return {.arrival_rate = service_rate * *rc::gen::inRange(1, 98) / 100.0,
          .service_rate = service_rate};
}

}  // namespace

TEST_CASE("mean waits are those of the textbooks") {
  const SingleServer queue{.arrival_rate = 0.8, .service_rate = 1.0};
  CHECK(mm1_mean_wait(queue) == Approx(4.0));
  CHECK(md1_mean_wait(queue) == Approx(2.0));
  CHECK(mg1_mean_wait(queue, 3.0) == Approx(8.0));
  // Two servers, one Erlang: a third of the customers waits.
  const ManyServers two{.arrival_rate = 1.0, .service_rate = 1.0, .servers = 2};
  CHECK(erlang_c(two) == Approx(1.0 / 3.0));
  CHECK(mmc_mean_wait(two) == Approx(1.0 / 3.0));
  CHECK(erlang_c({.arrival_rate = 8.0, .service_rate = 1.0, .servers = 10}) ==
        Approx(0.40918).epsilon(1e-4));
}

TEST_CASE("Erlang's C is its definition by sums") {
  rc::prop("for up to fifty servers", [] {
    const auto servers = *rc::gen::inRange<std::size_t>(1, 50);
    const double load = static_cast<double>(servers) * *rc::gen::inRange(1, 100) / 100.0;
    double term = 1.0;
    double sum = 0.0;
    for (std::size_t n = 0; n < servers; ++n) {
      sum += term;
      term *= load / static_cast<double>(n + 1);
    }
    const double all_busy = term / (1.0 - load / static_cast<double>(servers));
    const ManyServers queue{.arrival_rate = load, .service_rate = 1.0, .servers = servers};
    RC_ASSERT(is_close(erlang_c(queue), all_busy / (sum + all_busy), 1e-12));
  });
}

TEST_CASE("thousands of servers neither overflow nor underflow") {
  const ManyServers queue{.arrival_rate = 4950.0, .service_rate = 1.0, .servers = 5000};
  CHECK(erlang_c(queue) > 0.2);
  CHECK(erlang_c(queue) < 0.5);
}

TEST_CASE("many servers that are one are a single server") {
  rc::prop("in mean, distribution and quantile", [] {
    const SingleServer one = any_queue();
    const ManyServers many{one.arrival_rate, one.service_rate, 1};
    const double probability = *rc::gen::inRange(0, 1000) / 1000.0;
    RC_ASSERT(is_close(mmc_mean_wait(many), mm1_mean_wait(one)));
    RC_ASSERT(is_close(mmc_wait_quantile(many, probability), mm1_wait_quantile(one, probability)));
    RC_ASSERT(is_close(mmc_wait_cdf(many, 0.7), mm1_wait_cdf(one, 0.7)));
  });
}

TEST_CASE("the wait at constant service has Erlang's distribution") {
  for (const double utilisation : {0.1, 0.5, 0.9}) {
    const SingleServer queue{.arrival_rate = utilisation, .service_rate = 1.0};
    for (const double time : {0.0, 0.3, 1.0, 1.7, 3.0, 5.5, 9.25}) {
      CAPTURE(utilisation, time);
      CHECK(md1_wait_cdf(queue, time) == Approx(erlang_md1_cdf(utilisation, time)).epsilon(1e-9));
    }
  }
}

TEST_CASE("the mean wait is the area above the distribution function") {
  for (const double utilisation : {0.3, 0.9}) {
    // Another unit of time than the service, to see that units are kept.
    const SingleServer queue{.arrival_rate = utilisation / 4.0, .service_rate = 1.0 / 4.0};
    double constant_service = 0.0;
    double exponential_service = 0.0;
    const double step = 1.0 / 32.0;
    for (double time = step / 2.0; time < 1000.0 * utilisation; time += step) {
      constant_service += time < 320.0 ? (1.0 - md1_wait_cdf(queue, time)) * step : 0.0;
      exponential_service += (1.0 - mm1_wait_cdf(queue, time)) * step;
    }
    CAPTURE(utilisation);
    CHECK(constant_service == Approx(md1_mean_wait(queue)).epsilon(1e-4));
    CHECK(exponential_service == Approx(mm1_mean_wait(queue)).epsilon(1e-4));
  }
}

TEST_CASE("a wait's quantile is where its distribution function reaches the probability") {
  rc::prop("for exponential and constant service, one server and many", [] {
    const SingleServer queue = any_queue();
    const double probability = *rc::gen::inRange(0, 9990) / 10'000.0;
    const double exponential = mm1_wait_quantile(queue, probability);
    RC_ASSERT(is_close(mm1_wait_cdf(queue, exponential),
                       std::max(probability, 1.0 - queue.utilisation())));
    const double constant = md1_wait_quantile(queue, probability);
    RC_ASSERT(
        is_close(md1_wait_cdf(queue, constant), std::max(probability, 1.0 - queue.utilisation())));
    RC_ASSERT(constant <= exponential + 1e-9 + 1.0 / queue.service_rate);
  });
}

TEST_CASE("the far tail of constant service stays a probability and decays at its known rate") {
  const SingleServer queue{.arrival_rate = 0.9, .service_rate = 1.0};
  // The tail decays like exp(-theta t) with exp(theta) = 1 + theta / arrival_rate.
  double theta = 0.3;
  for (int i = 0; i < 200; ++i) {
    theta = std::log1p(theta / 0.9);
  }
  const double tail = 1.0 - md1_wait_cdf(queue, 60.0);
  const double later = 1.0 - md1_wait_cdf(queue, 70.0);
  CHECK(later > 0.0);
  CHECK(std::log(tail / later) / 10.0 == Approx(theta).epsilon(1e-4));
}

TEST_CASE("nobody waits before time zero, and a queue that grows for ever has no steady state") {
  const SingleServer queue{.arrival_rate = 0.5, .service_rate = 1.0};
  CHECK(mm1_wait_cdf(queue, -1.0) == 0.0);
  CHECK(md1_wait_cdf(queue, -1.0) == 0.0);
  CHECK(mm1_wait_quantile(queue, 0.5) == 0.0);
  CHECK(md1_wait_quantile(queue, 0.5) == 0.0);
  CHECK_THROWS_AS(mm1_mean_wait({1.0, 1.0}), std::invalid_argument);
  CHECK_THROWS_AS(md1_wait_quantile(queue, 1.0), std::invalid_argument);
  CHECK_THROWS_AS(erlang_c({.arrival_rate = 2.0, .service_rate = 1.0, .servers = 2}),
                  std::invalid_argument);
}

}  // namespace spindrift::statistics
