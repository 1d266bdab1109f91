#include "analysis/statistics/moments/running_covariance.hpp"

#include <algorithm>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

using internal::as_real;

void RunningCovariance::add(double first, double second) {
  internal::require_finite(first, "a value of a pair is finite");
  internal::require_finite(second, "a value of a pair is finite");
  const double deviation_before = count() == 0 ? 0.0 : first - first_.mean();
  first_.add(first);
  second_.add(second);
  products_of_deviations_ += deviation_before * (second - second_.mean());
}

void RunningCovariance::merge(const RunningCovariance& other) {
  if (other.count() == 0) {
    return;
  }
  if (count() == 0) {
    *this = other;
    return;
  }
  const double first_distance = other.first_.mean() - first_.mean();
  const double second_distance = other.second_.mean() - second_.mean();
  const double weight =
      as_real(count()) * (as_real(other.count()) / as_real(count() + other.count()));
  products_of_deviations_ +=
      other.products_of_deviations_ + first_distance * second_distance * weight;
  first_.merge(other.first_);
  second_.merge(other.second_);
}

double RunningCovariance::covariance() const {
  internal::require(count() >= 2, "a covariance needs two pairs");
  return products_of_deviations_ / as_real(count() - 1);
}

double RunningCovariance::correlation() const {
  const double scale = first_.standard_deviation() * second_.standard_deviation();
  return scale > 0.0 ? std::clamp(covariance() / scale, -1.0, 1.0) : 0.0;
}

}  // namespace spindrift::statistics
