#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::statistics {

/// Where to look for the value of an input at which the better of two alternatives becomes the
/// worse one.
struct BreakEvenSearch {
  double lower = 0.0;
  double upper = 1.0;
  /// Only lower + n * resolution, and upper, are looked at.
  double resolution = 0.01;
  /// The confidence in all signs of the search together.
  double level = 0.95;
  std::size_t replications_first = 16;
  /// At each value; where even these do not show the sign, it is undecided.
  std::size_t replications_max = 1024;
};

/// Runs both alternatives at an input value under the luck of replications first, ..., first +
/// count - 1 and returns the differences of the metric, first alternative minus second, in that
/// order. The same replication has the same luck at every value.
using DifferenceExperiment =
    std::function<std::vector<double>(double value, std::size_t first, std::size_t count)>;

struct BreakEvenProbe {
  double value = 0.0;
  ConfidenceInterval difference{};
  std::size_t replications = 0;
  /// The sign of the difference: -1, +1, or 0 where it is undecided.
  int sign = 0;
};

struct BreakEven {
  enum class Outcome {
    /// The ranking flips between last_original and first_reversed.
    found,
    /// It is undecided already at the lower end: there is no sign that could flip.
    no_sign_at_lower_end,
    /// At the upper end the sign is still the original one, or undecided.
    not_reversed,
  };
  Outcome outcome = Outcome::not_reversed;
  /// The sign at the lower end.
  int original_sign = 0;
  /// The last value with the original sign and the first with the other one. Between them lies the
  /// break-even, and nothing that these replications can tell.
  std::optional<double> last_original{};
  std::optional<double> first_reversed{};
  /// Everything that was looked at, by ascending value.
  std::vector<BreakEvenProbe> probes{};
};

/// Finds the break-even of a difference that changes its sign once between lower and upper.
///
/// Method: two bisections, one for the first value with a significantly reversed sign, one for the
/// last with a significantly original one. Each probe replicates in a geometric schedule until its
/// paired t interval excludes zero, at a level corrected (Bonferroni) for the most probes and looks
/// that the search can need. So with probability `level` every sign reported is right (exactly for
/// normal differences), and the break-even lies between the two values returned. If the sign
/// changes more than once, the search still ends, at one of the changes.
///
/// REQUIRES: lower < upper, resolution > 0, 2 <= replications_first <= replications_max.
/// Throws std::invalid_argument if the experiment returns another number of differences than asked.
[[nodiscard]] BreakEven find_break_even(const BreakEvenSearch& search,
                                        const DifferenceExperiment& experiment);

}  // namespace spindrift::statistics
