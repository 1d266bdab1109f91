#pragma once

#include "analysis/statistics/intervals/confidence_interval.hpp"
#include "analysis/statistics/moments/paired_differences.hpp"
#include "analysis/statistics/moments/running_moments.hpp"

namespace spindrift::statistics {

/// Student's t interval of the mean of independent replications.
///
/// Exact for normally distributed values, and good for means of replications, which are averages
/// themselves. It undercovers for few and skewed values. With one replication both bounds are
/// infinite. Mind values that did not vary: the interval is then a point, which is right for a
/// metric that luck does not touch and wrong for a rare event that has not happened yet. For the
/// latter use proportion_interval.
///
/// Source: A. M. Law, "Simulation Modeling and Analysis", 5th ed., section 4.5.
/// REQUIRES: at least one value, 0 < level < 1.
[[nodiscard]] ConfidenceInterval mean_interval(const RunningMoments& values, double level = 0.95);

/// The mean of first - second, from alternatives that ran under the same luck: the paired-t
/// interval (Law, section 10.2.1). Needs neither equal variances nor independence of the two.
[[nodiscard]] ConfidenceInterval paired_difference_interval(const PairedDifferences& paired,
                                                            double level = 0.95);

/// The mean of first - second, from alternatives that ran independently of each other: B. L. Welch,
/// "The generalization of Student's problem when several different population variances are
/// involved", Biometrika 34 (1947). What a comparison costs without common random numbers.
[[nodiscard]] ConfidenceInterval independent_difference_interval(const RunningMoments& first,
                                                                 const RunningMoments& second,
                                                                 double level = 0.95);

}  // namespace spindrift::statistics
