#include "analysis/statistics/queueing/single_server.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

using internal::as_real;
using internal::require;

namespace {

void require_stable(const SingleServer& queue) {
  require(queue.arrival_rate > 0.0 && queue.arrival_rate < queue.service_rate &&
              std::isfinite(queue.service_rate),
          "arrivals are slower than the service, or the queue grows for ever");
}

void require_wait_probability(double probability) {
  require(probability >= 0.0 && probability < 1.0,
          "a wait has a quantile at probabilities from 0 up to, not including, 1");
}

/// The Poisson probabilities of 0 ... count arrivals during one service.
std::vector<double> arrivals_in_a_service(double mean, std::size_t count) {
  std::vector<double> probability{std::exp(-mean)};
  for (std::size_t arrivals = 1; arrivals <= count; ++arrivals) {
    probability.push_back(probability.back() * mean / as_real(arrivals));
  }
  return probability;
}

/// P(more than j arrivals) for j = 0 ... count, summed from the far end so that no digit cancels.
std::vector<double> more_arrivals_than(double mean, std::size_t count) {
  // Beyond sixty terms more the Poisson probabilities (mean below 1) are far below rounding.
  const std::size_t far_end = count + 60;
  const std::vector<double> probability = arrivals_in_a_service(mean, far_end);
  std::vector<double> more(far_end + 1, 0.0);
  for (std::size_t j = far_end; j-- > 0;) {
    more[j] = more[j + 1] + probability[j + 1];
  }
  return more;
}

/// The steady-state probabilities of 0 ... count customers in an M/D/1 system. The flow across each
/// level is the same upwards and downwards: p(j+1) a(0) = p(0) A(j) + sum of p(i) A(j-i+1) over
/// i = 1 ... j, with A(n) the probability of more than n arrivals during a service. No subtraction.
std::vector<double> md1_customers(double utilisation, std::size_t count) {
  const std::vector<double> more = more_arrivals_than(utilisation, count);
  const double no_arrival = std::exp(-utilisation);
  std::vector<double> probability{1.0 - utilisation};
  for (std::size_t level = 0; level < count; ++level) {
    double upwards = probability[0] * more[level];
    for (std::size_t customers = 1; customers <= level; ++customers) {
      upwards += probability[customers] * more[level - customers + 1];
    }
    probability.push_back(upwards / no_arrival);
  }
  return probability;
}

}  // namespace

double mg1_mean_wait(const SingleServer& queue, double squared_variation) {
  require_stable(queue);
  require(squared_variation >= 0.0, "a squared coefficient of variation is not negative");
  const double mean_service = 1.0 / queue.service_rate;
  const double busy = queue.utilisation();
  return 0.5 * (1.0 + squared_variation) * mean_service * busy / (1.0 - busy);
}

double mm1_mean_wait(const SingleServer& queue) { return mg1_mean_wait(queue, 1.0); }

double mm1_wait_cdf(const SingleServer& queue, double time) {
  require_stable(queue);
  if (time < 0.0) {
    return 0.0;
  }
  const double drain_rate = queue.service_rate - queue.arrival_rate;
  return 1.0 - queue.utilisation() * std::exp(-drain_rate * time);
}

double mm1_wait_quantile(const SingleServer& queue, double probability) {
  require_stable(queue);
  require_wait_probability(probability);
  const double drain_rate = queue.service_rate - queue.arrival_rate;
  return std::max(0.0, std::log(queue.utilisation() / (1.0 - probability)) / drain_rate);
}

double md1_mean_wait(const SingleServer& queue) { return mg1_mean_wait(queue, 0.0); }

double md1_wait_cdf(const SingleServer& queue, double time) {
  require_stable(queue);
  if (time < 0.0) {
    return 0.0;
  }
  // With m services begun within `time`: the sum over j < m of Q(m-1-j), the probability that at
  // most so many customers wait, times the Poisson probability of j arrivals in m services - time.
  const double services = std::floor(time * queue.service_rate) + 1.0;
  const auto m = static_cast<std::size_t>(services);
  const double mean_arrivals = queue.arrival_rate * (services / queue.service_rate - time);
  const std::vector<double> customers = md1_customers(queue.utilisation(), m);
  const std::vector<double> arrivals = arrivals_in_a_service(mean_arrivals, m);
  double waiting_at_most = customers[0];
  double cdf = 0.0;
  for (std::size_t waiting = 0; waiting < m; ++waiting) {
    waiting_at_most += customers[waiting + 1];
    cdf += waiting_at_most * arrivals[m - 1 - waiting];
  }
  return std::min(cdf, 1.0);
}

double md1_wait_quantile(const SingleServer& queue, double probability) {
  require_stable(queue);
  require_wait_probability(probability);
  if (probability <= md1_wait_cdf(queue, 0.0)) {
    return 0.0;
  }
  double below = 0.0;
  double above = 1.0 / queue.service_rate;
  while (md1_wait_cdf(queue, above) < probability) {
    below = above;
    above *= 2.0;
  }
  while (above - below > 1e-12 * above) {
    const double middle = 0.5 * (below + above);
    (md1_wait_cdf(queue, middle) < probability ? below : above) = middle;
  }
  return above;
}

}  // namespace spindrift::statistics
