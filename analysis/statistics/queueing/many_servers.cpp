#include "analysis/statistics/queueing/many_servers.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

using internal::as_real;
using internal::require;

namespace {

/// The rate at which a queue in which everybody is busy runs empty. Positive in a stable queue.
double drain_rate(const ManyServers& queue) {
  return as_real(queue.servers) * queue.service_rate - queue.arrival_rate;
}

}  // namespace

double erlang_c(const ManyServers& queue) {
  require(queue.servers >= 1 && queue.service_rate > 0.0 && queue.arrival_rate > 0.0 &&
              drain_rate(queue) > 0.0 && std::isfinite(queue.service_rate),
          "arrivals are slower than all servers together, or the queue grows for ever");
  const double load = queue.arrival_rate / queue.service_rate;
  double blocked = 1.0;  // Erlang's B with no server: everybody is turned away.
  for (std::size_t servers = 1; servers <= queue.servers; ++servers) {
    blocked = load * blocked / (as_real(servers) + load * blocked);
  }
  const double busy = load / as_real(queue.servers);
  return blocked / (1.0 - busy * (1.0 - blocked));
}

double mmc_mean_wait(const ManyServers& queue) { return erlang_c(queue) / drain_rate(queue); }

double mmc_wait_cdf(const ManyServers& queue, double time) {
  const double waits = erlang_c(queue);
  return time < 0.0 ? 0.0 : 1.0 - waits * std::exp(-drain_rate(queue) * time);
}

double mmc_wait_quantile(const ManyServers& queue, double probability) {
  const double waits = erlang_c(queue);
  require(probability >= 0.0 && probability < 1.0,
          "a wait has a quantile at probabilities from 0 up to, not including, 1");
  return std::max(0.0, std::log(waits / (1.0 - probability)) / drain_rate(queue));
}

}  // namespace spindrift::statistics
