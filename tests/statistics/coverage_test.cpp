// Do intervals contain the truth as often as they say? Each test asks 2000 experiments of a system
// whose truth is known in closed form. The streams are fixed, so that the answer is, too: a nominal
// 95 % that were truly 95 % would be counted between 93 % and 97 % in all but 1 of 20,000 tests.
#include <algorithm>
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "analysis/statistics/intervals/batch_means.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/intervals/quantile_interval.hpp"
#include "analysis/statistics/queueing/single_server.hpp"
#include "analysis/statistics/selection/sequential_stopping.hpp"
#include "tests/statistics/counter_random.hpp"

namespace spindrift::statistics {

namespace {

constexpr int experiments = 2000;

/// The share of experiments whose interval contains the truth.
template <typename Experiment>
double coverage(double truth, Experiment interval_of) {
  int covered = 0;
  for (int experiment = 0; experiment < experiments; ++experiment) {
    CounterRandom random(static_cast<std::uint64_t>(experiment));
    covered += interval_of(random).contains(truth) ? 1 : 0;
  }
  return static_cast<double>(covered) / experiments;
}

/// The waits of successive M/M/1 customers, in steady state from the first one on: its wait is
/// drawn from the known distribution, the others follow by Lindley's recursion.
class MarkovianQueue {
 public:
  MarkovianQueue(const SingleServer& queue, CounterRandom& random)
      : queue_(queue), random_(random), wait_(mm1_wait_quantile(queue, random.uniform())) {}

  double next_wait() {
    const double wait = wait_;
    const double service = random_.exponential(queue_.service_rate);
    const double until_next_arrival = random_.exponential(queue_.arrival_rate);
    wait_ = std::max(0.0, wait_ + service - until_next_arrival);
    return wait;
  }

 private:
  const SingleServer& queue_;
  CounterRandom& random_;
  double wait_;
};

constexpr SingleServer queue{.arrival_rate = 0.5, .service_rate = 1.0};

}  // namespace

TEST_CASE("Student's interval over replications covers the mean wait of a queue") {
  const double covered = coverage(mm1_mean_wait(queue), [](CounterRandom& random) {
    RunningMoments over_replications;
    for (int replication = 0; replication < 30; ++replication) {
      MarkovianQueue customers(queue, random);
      RunningMoments waits;
      for (int customer = 0; customer < 200; ++customer) {
        waits.add(customers.next_wait());
      }
      over_replications.add(waits.mean());
    }
    return mean_interval(over_replications);
  });
  CAPTURE(covered);
  CHECK(covered >= 0.93);
  CHECK(covered <= 0.97);
}

TEST_CASE("the batch means interval covers the mean wait of a queue") {
  const double covered = coverage(mm1_mean_wait(queue), [](CounterRandom& random) {
    MarkovianQueue customers(queue, random);
    std::vector<double> waits(8000);
    std::ranges::generate(waits, [&] { return customers.next_wait(); });
    return batch_means_interval(waits).interval;
  });
  CAPTURE(covered);
  CHECK(covered >= 0.93);
  CHECK(covered <= 0.97);
}

TEST_CASE("order statistics cover the quantiles of a queue's wait") {
  for (const double probability : {0.6, 0.9}) {
    const double truth = mm1_wait_quantile(queue, probability);
    const double covered = coverage(truth, [&](CounterRandom& random) {
      std::vector<double> waits;
      for (int replication = 0; replication < 200; ++replication) {
        // The twentieth customer: independent from one replication to the next.
        MarkovianQueue customers(queue, random);
        for (int customer = 1; customer < 20; ++customer) {
          customers.next_wait();
        }
        waits.push_back(customers.next_wait());
      }
      std::ranges::sort(waits);
      return quantile_interval(waits, probability);
    });
    CAPTURE(probability, covered);
    CHECK(covered >= 0.93);
    CHECK(covered <= 0.97);
  }
}

TEST_CASE("paired differences under common luck cover the difference of two queues") {
  constexpr SingleServer slower{.arrival_rate = 0.3, .service_rate = 1.0};
  constexpr SingleServer faster{.arrival_rate = 0.3, .service_rate = 1.2};
  const double truth = mm1_mean_wait(slower) - mm1_mean_wait(faster);
  const double covered = coverage(truth, [&](CounterRandom& random) {
    PairedDifferences paired;
    for (int replication = 0; replication < 30; ++replication) {
      CounterRandom luck = random;
      MarkovianQueue slow_customers(slower, random);
      MarkovianQueue fast_customers(faster, luck);
      RunningMoments slow;
      RunningMoments fast;
      for (int customer = 0; customer < 200; ++customer) {
        slow.add(slow_customers.next_wait());
        fast.add(fast_customers.next_wait());
      }
      paired.add(slow.mean(), fast.mean());
    }
    return paired_difference_interval(paired);
  });
  CAPTURE(covered);
  CHECK(covered >= 0.93);
  CHECK(covered <= 0.97);
}

TEST_CASE("stopping at a wished width keeps the coverage, unless it may stop almost at once") {
  const auto covered_from = [](std::size_t replications_min) {
    const PrecisionGoal goal{.relative_error = 0.10, .replications_min = replications_min};
    return coverage(10.0, [&](CounterRandom& random) {
      RunningMoments values;
      StoppingDecision decision;
      do {
        values.add(10.0 + 2.0 * random.normal());
        decision = decide_stopping(values, goal);
      } while (decision.state == StoppingDecision::State::keep_going);
      return decision.interval;
    });
  };
  const double usual = covered_from(PrecisionGoal{}.replications_min);
  const double hasty = covered_from(5);
  CAPTURE(usual, hasty);
  CHECK(usual >= 0.93);
  CHECK(usual <= 0.97);
  CHECK(hasty < usual - 0.01);
}

}  // namespace spindrift::statistics
