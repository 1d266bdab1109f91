#pragma once

namespace spindrift::statistics::internal {

/// The factor x^a (1-x)^b / B(a, b) that the binomial, beta and Student distributions share, given
/// x and its complement 1-x apart, because one of the two is often too close to 1 to hold digits.
///
/// Written naively as exp(lgamma(...) - ...) it loses a digit with each power of ten of a + b.
/// Here the large terms are cancelled on paper and only their small remainders are computed, so
/// the relative error stays near 1e-14 at any sample size. It also needs no lgamma, which writes a
/// global variable and may therefore not be called from two threads.
///
/// Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
/// REQUIRES: a > 0, b > 0, 0 < x < 1 and complement = 1 - x.
[[nodiscard]] double beta_power(double a, double b, double x, double complement);

/// What Stirling's formula leaves over: ln Gamma(n+1) - [(n + 1/2) ln n - n + ln(2 pi) / 2].
/// REQUIRES: n > 0.
[[nodiscard]] double stirling_error(double n);

/// The deviance term x ln(x / expected) + expected - x, exact where the two are close.
/// REQUIRES: x > 0, expected > 0.
[[nodiscard]] double deviance(double x, double expected);

}  // namespace spindrift::statistics::internal
