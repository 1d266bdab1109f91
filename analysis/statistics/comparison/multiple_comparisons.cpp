#include "analysis/statistics/comparison/multiple_comparisons.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/statistics/distributions/student_t.hpp"
#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

using internal::as_real;

namespace {

void require_p_values(std::span<const double> p_values) {
  internal::require(std::ranges::all_of(p_values, [](double p) { return p >= 0.0 && p <= 1.0; }),
                    "a p-value lies between 0 and 1");
}

}  // namespace

double bonferroni_level(double level, std::size_t comparisons) {
  internal::require_level(level);
  internal::require(comparisons >= 1, "a correction needs a comparison");
  return 1.0 - (1.0 - level) / as_real(comparisons);
}

std::vector<double> bonferroni_adjusted(std::span<const double> p_values) {
  require_p_values(p_values);
  std::vector<double> adjusted;
  adjusted.reserve(p_values.size());
  for (const double p : p_values) {
    adjusted.push_back(std::min(1.0, p * as_real(p_values.size())));
  }
  return adjusted;
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  require_p_values(p_values);
  std::vector<std::size_t> ascending(p_values.size());
  std::iota(ascending.begin(), ascending.end(), std::size_t{0});
  std::ranges::stable_sort(ascending, {}, [&](std::size_t i) { return p_values[i]; });

  std::vector<double> adjusted(p_values.size());
  double largest_so_far = 0.0;
  for (std::size_t step = 0; step < ascending.size(); ++step) {
    const double hypotheses_left = as_real(ascending.size() - step);
    largest_so_far = std::max(largest_so_far, hypotheses_left * p_values[ascending[step]]);
    adjusted[ascending[step]] = std::min(1.0, largest_so_far);
  }
  return adjusted;
}

double paired_p_value(const PairedDifferences& paired) {
  const RunningMoments& differences = paired.differences();
  if (differences.mean() == 0.0 || differences.count() == 1) {
    return 1.0;
  }
  if (differences.variance() == 0.0) {
    return 0.0;
  }
  const double t = std::abs(differences.mean()) / differences.standard_error();
  return 2.0 * student_t_cdf(-t, as_real(differences.count() - 1));
}

}  // namespace spindrift::statistics
