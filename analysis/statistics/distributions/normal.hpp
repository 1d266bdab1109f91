#pragma once

namespace spindrift::statistics {

/// The probability that a standard normal variable is at most `x`. Accurate in the lower tail too;
/// for the upper tail ask for the lower one at -x.
[[nodiscard]] double normal_cdf(double x);

/// The value that a standard normal variable stays below with the given probability.
///
/// Source: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
/// Applied Statistics 37 (1988), routine PPND16: relative error about 1e-16.
/// Throws std::invalid_argument unless 0 < probability < 1.
[[nodiscard]] double normal_quantile(double probability);

}  // namespace spindrift::statistics
