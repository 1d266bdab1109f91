#pragma once

namespace spindrift::statistics {

/// A queue with Poisson arrivals and one server, first come first served, in steady state. Rates
/// are per unit of time, and all waits (in the queue, without the service) in that unit.
/// All functions REQUIRE 0 < arrival_rate < service_rate: otherwise the queue grows for ever.
///
/// Closed forms that simulations and intervals can be checked against.
/// Source unless said otherwise: D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris,
/// "Fundamentals of Queueing Theory", 4th ed., chapters 2 and 5.
struct SingleServer {
  double arrival_rate = 0.0;
  double service_rate = 0.0;

  [[nodiscard]] double utilisation() const { return arrival_rate / service_rate; }
};

/// M/G/1, the Pollaczek-Khinchine formula. `squared_variation` is the variance of the service time
/// over its squared mean: 1 for exponential, 0 for constant service.
[[nodiscard]] double mg1_mean_wait(const SingleServer& queue, double squared_variation);

/// M/M/1: exponential service.
[[nodiscard]] double mm1_mean_wait(const SingleServer& queue);

/// The probability of waiting at most `time`; with probability 1 - utilisation there is no wait.
[[nodiscard]] double mm1_wait_cdf(const SingleServer& queue, double time);

/// The smallest time within which a wait ends with the given probability, 0 <= probability < 1.
[[nodiscard]] double mm1_wait_quantile(const SingleServer& queue, double probability);

/// M/D/1: every service takes exactly 1 / service_rate.
[[nodiscard]] double md1_mean_wait(const SingleServer& queue);

/// By G. J. Franx, "A simple solution for the M/D/c waiting time distribution", Operations Research
/// Letters 29 (2001): all terms are positive, where Erlang's classic alternating sum cancels to
/// noise after some thirty service times. Work grows with the square of time * service_rate.
[[nodiscard]] double md1_wait_cdf(const SingleServer& queue, double time);

/// As mm1_wait_quantile; by bisection of md1_wait_cdf to a relative error of 1e-12.
[[nodiscard]] double md1_wait_quantile(const SingleServer& queue, double probability);

}  // namespace spindrift::statistics
