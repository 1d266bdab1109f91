#pragma once

#include <cstddef>

namespace spindrift::statistics {

/// M/M/c: Poisson arrivals, exponential service, several equal servers and one line, in steady
/// state. All functions REQUIRE servers >= 1 and 0 < arrival_rate < servers * service_rate; waits
/// are in the queue, without the service.
///
/// Source: D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, "Fundamentals of Queueing
/// Theory", 4th ed., section 2.3.
struct ManyServers {
  double arrival_rate = 0.0;
  /// Of each server.
  double service_rate = 0.0;
  std::size_t servers = 1;
};

/// Erlang's C formula: the probability of having to wait. Computed by the recurrence of Erlang's B
/// formula, which has neither factorials nor powers to overflow.
[[nodiscard]] double erlang_c(const ManyServers& queue);

[[nodiscard]] double mmc_mean_wait(const ManyServers& queue);

/// The probability of waiting at most `time`.
[[nodiscard]] double mmc_wait_cdf(const ManyServers& queue, double time);

/// The smallest time within which a wait ends with the given probability, 0 <= probability < 1.
[[nodiscard]] double mmc_wait_quantile(const ManyServers& queue, double probability);

}  // namespace spindrift::statistics
