#include "analysis/statistics/selection/break_even.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/statistics/comparison/multiple_comparisons.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/moments/running_moments.hpp"
#include "analysis/statistics/selection/look_schedule.hpp"

namespace spindrift::statistics {

namespace {

constexpr double look_growth = 2.0;

/// The most steps a bisection over this many steps takes.
std::size_t halvings(std::size_t steps) {
  std::size_t count = 0;
  for (; steps > 0; steps /= 2) {
    ++count;
  }
  return count;
}

/// Values are numbered 0 ... last() so that a bisection ends by itself and no value is run twice.
class Prober {
 public:
  Prober(const BreakEvenSearch& search, const DifferenceExperiment& experiment)
      : search_(search),
        experiment_(experiment),
        last_(
            static_cast<std::size_t>(std::ceil((search.upper - search.lower) / search.resolution))),
        looks_(look_schedule(search.replications_first, search.replications_max, look_growth)),
        level_each_(bonferroni_level(search.level, (2 + 2 * halvings(last_)) * looks_.size())) {}

  [[nodiscard]] std::size_t last() const { return last_; }

  [[nodiscard]] double value(std::size_t step) const {
    const double value = search_.lower + internal::as_real(step) * search_.resolution;
    return step == last_ ? search_.upper : value;
  }

  int sign(std::size_t step) {
    if (const auto known = probes_.find(step); known != probes_.end()) {
      return known->second.sign;
    }
    RunningMoments differences;
    BreakEvenProbe probe{.value = value(step)};
    for (const std::size_t look : looks_) {
      replicate(probe.value, look, differences);
      probe.difference = mean_interval(differences, level_each_);
      probe.replications = look;
      probe.sign = probe.difference.side_of(0.0);
      if (probe.sign != 0) {
        break;
      }
    }
    return probes_.emplace(step, probe).first->second.sign;
  }

  [[nodiscard]] std::vector<BreakEvenProbe> probes() const {
    std::vector<BreakEvenProbe> ascending;
    for (const auto& [step, probe] : probes_) {
      ascending.push_back(probe);
    }
    return ascending;
  }

  /// The greatest step looked at below `limit` with this sign, and the least one above it without.
  [[nodiscard]] std::size_t greatest_with(int sign, std::size_t limit) const {
    std::size_t greatest = 0;
    for (const auto& [step, probe] : probes_) {
      if (step < limit && probe.sign == sign) {
        greatest = step;
      }
    }
    return greatest;
  }
  [[nodiscard]] std::size_t next_after(std::size_t step) const {
    return probes_.upper_bound(step)->first;
  }

 private:
  void replicate(double value, std::size_t until, RunningMoments& differences) const {
    const std::size_t count = until - differences.count();
    const std::vector<double> more = experiment_(value, differences.count(), count);
    internal::require(more.size() == count, "an experiment returns a difference per replication");
    for (const double difference : more) {
      differences.add(difference);
    }
  }

  const BreakEvenSearch& search_;
  const DifferenceExperiment& experiment_;
  std::size_t last_;
  std::vector<std::size_t> looks_;
  double level_each_;
  std::map<std::size_t, BreakEvenProbe> probes_;
};

/// Narrows a bracket to neighbours: `is_beyond` is false at `before` and true at `beyond`.
template <typename Predicate>
void bisect(std::size_t& before, std::size_t& beyond, Predicate is_beyond) {
  while (beyond - before > 1) {
    const std::size_t middle = before + (beyond - before) / 2;
    (is_beyond(middle) ? beyond : before) = middle;
  }
}

}  // namespace

BreakEven find_break_even(const BreakEvenSearch& search, const DifferenceExperiment& experiment) {
  internal::require(search.lower < search.upper, "a search runs from lower to upper");
  internal::require(search.resolution > 0.0, "a resolution is positive");
  internal::require(search.replications_first >= 2, "a sign needs two replications");
  Prober prober(search, experiment);
  BreakEven found;
  found.original_sign = prober.sign(0);
  if (found.original_sign == 0) {
    found.outcome = BreakEven::Outcome::no_sign_at_lower_end;
  } else if (prober.sign(prober.last()) == -found.original_sign) {
    found.outcome = BreakEven::Outcome::found;
    std::size_t before = 0;
    std::size_t reversed = prober.last();
    bisect(before, reversed,
           [&](std::size_t step) { return prober.sign(step) == -found.original_sign; });
    found.first_reversed = prober.value(reversed);

    std::size_t original = prober.greatest_with(found.original_sign, reversed);
    std::size_t after = prober.next_after(original);
    bisect(original, after,
           [&](std::size_t step) { return prober.sign(step) != found.original_sign; });
    found.last_original = prober.value(original);
  }
  found.probes = prober.probes();
  return found;
}

}  // namespace spindrift::statistics
