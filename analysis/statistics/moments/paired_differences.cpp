#include "analysis/statistics/moments/paired_differences.hpp"

#include <limits>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

void PairedDifferences::add(double first, double second) {
  // The difference first: it is not finite whenever a value is not, so a refused pair leaves
  // both series as they were.
  differences_.add(first - second);
  pairs_.add(first, second);
}

void PairedDifferences::merge(const PairedDifferences& other) {
  pairs_.merge(other.pairs_);
  differences_.merge(other.differences_);
}

double PairedDifferences::variance_reduction_factor() const {
  const double independent = pairs_.first().variance() + pairs_.second().variance();
  const double paired = differences_.variance();
  if (paired > 0.0) {
    return independent / paired;
  }
  return independent > 0.0 ? std::numeric_limits<double>::infinity() : 1.0;
}

double PairedDifferences::variance_reduction_limit() const {
  const double first = pairs_.first().standard_deviation();
  const double second = pairs_.second().standard_deviation();
  const double independent = first * first + second * second;
  const double at_best = (first - second) * (first - second);
  if (at_best > 0.0) {
    return independent / at_best;
  }
  return independent > 0.0 ? std::numeric_limits<double>::infinity() : 1.0;
}

PairedDifferences paired_differences_of(std::span<const double> first,
                                        std::span<const double> second) {
  internal::require(first.size() == second.size(), "paired series are of the same length");
  PairedDifferences paired;
  for (std::size_t replication = 0; replication < first.size(); ++replication) {
    paired.add(first[replication], second[replication]);
  }
  return paired;
}

}  // namespace spindrift::statistics
