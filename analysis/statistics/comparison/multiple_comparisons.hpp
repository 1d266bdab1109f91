#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/statistics/moments/paired_differences.hpp"

namespace spindrift::statistics {

/// How several comparisons are kept from producing a false claim by their mere number. Both keep
/// the probability of any false claim at or below 1 - level, whatever the comparisons' dependence.
enum class Correction {
  /// Each interval at level 1 - (1 - level) / comparisons; a difference is claimed exactly if its
  /// interval excludes zero. The default, for two reasons: a report prints intervals, and with this
  /// correction its claims can be read off them; and the claimed *directions* are covered too.
  bonferroni,
  /// Holm's step-down test claims everything that Bonferroni claims and sometimes more, but has no
  /// intervals that agree with it: a claimed difference may be printed with an interval that
  /// contains zero. Source: S. Holm, "A simple sequentially rejective multiple test procedure",
  /// Scandinavian Journal of Statistics 6 (1979).
  holm,
};

/// The confidence level each of several intervals needs so that all of them hold together with
/// `level`. REQUIRES: comparisons >= 1, 0 < level < 1.
[[nodiscard]] double bonferroni_level(double level, std::size_t comparisons);

/// p-values to be compared with 1 - level directly, in the order given.
/// REQUIRES: each p-value in [0, 1].
[[nodiscard]] std::vector<double> bonferroni_adjusted(std::span<const double> p_values);
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

/// The two-sided p-value of the paired t test of "no difference in the mean". Without variance it
/// is 1 if the differences are all zero, else 0; of a single replication it is 1.
[[nodiscard]] double paired_p_value(const PairedDifferences& paired);

}  // namespace spindrift::statistics
