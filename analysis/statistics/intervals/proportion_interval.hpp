#pragma once

#include <cstddef>

#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::statistics {

/// The interval of a probability from `successes` in `trials` independent trials.
///
/// Exact: it covers with at least the asked confidence at every sample size and every probability,
/// also where nothing has happened so far (0 in 59 trials is "below 5 %" with 95 % confidence, one
/// sided). This is the interval for "how often does a run lose a token", where a t interval over
/// runs without a loss would claim certainty.
///
/// Source: C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in
/// the case of the binomial", Biometrika 26 (1934).
/// REQUIRES: successes <= trials, trials >= 1, 0 < level < 1.
[[nodiscard]] ConfidenceInterval proportion_interval(std::size_t successes, std::size_t trials,
                                                     double level = 0.95);

/// The one-sided bounds the interval is made of: the true probability lies above (below) the bound
/// with at most probability `error`.
[[nodiscard]] double proportion_upper_bound(std::size_t successes, std::size_t trials,
                                            double error);
[[nodiscard]] double proportion_lower_bound(std::size_t successes, std::size_t trials,
                                            double error);

}  // namespace spindrift::statistics
