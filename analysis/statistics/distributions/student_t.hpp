#pragma once

namespace spindrift::statistics {

/// The probability that a Student t variable with the given degrees of freedom (any real number
/// >= 1) is at most `t`. For the upper tail ask for the lower one at -t, which keeps its digits.
[[nodiscard]] double student_t_cdf(double t, double degrees_of_freedom);

/// The value that a Student t variable stays below with the given probability.
///
/// Method: Newton's iteration on the tail probability, started at the normal quantile. The tail is
/// convex and a t quantile lies at or beyond the normal one, so each step moves outwards without
/// passing the root: convergence needs no bracketing. Relative error below 1e-11 up to 1e6
/// degrees of freedom (tested against Boost.Math and printed tables).
///
/// Throws std::invalid_argument unless 0 < probability < 1 and degrees_of_freedom >= 1.
[[nodiscard]] double student_t_quantile(double probability, double degrees_of_freedom);

}  // namespace spindrift::statistics
