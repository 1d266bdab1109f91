#include "analysis/statistics/moments/running_moments.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/internal/contract.hpp"

namespace spindrift::statistics {

using internal::as_real;
using internal::require;

void RunningMoments::add(double value) {
  internal::require_finite(value, "a value of a series is finite");
  ++count_;
  const double deviation_before = value - mean_;
  mean_ += deviation_before / as_real(count_);
  squared_deviations_ += deviation_before * (value - mean_);
  minimum_ = std::min(minimum_, value);
  maximum_ = std::max(maximum_, value);
}

void RunningMoments::merge(const RunningMoments& other) {
  if (other.count_ == 0) {
    return;
  }
  const std::size_t count = count_ + other.count_;
  const double distance = other.mean_ - mean_;
  const double share_of_other = as_real(other.count_) / as_real(count);
  squared_deviations_ +=
      other.squared_deviations_ + distance * distance * as_real(count_) * share_of_other;
  mean_ += distance * share_of_other;
  count_ = count;
  minimum_ = std::min(minimum_, other.minimum_);
  maximum_ = std::max(maximum_, other.maximum_);
}

double RunningMoments::mean() const {
  require(count_ >= 1, "an empty series has no mean");
  return mean_;
}

double RunningMoments::minimum() const {
  require(count_ >= 1, "an empty series has no minimum");
  return minimum_;
}

double RunningMoments::maximum() const {
  require(count_ >= 1, "an empty series has no maximum");
  return maximum_;
}

double RunningMoments::variance() const {
  require(count_ >= 2, "a variance needs two values");
  return squared_deviations_ / as_real(count_ - 1);
}

double RunningMoments::standard_deviation() const { return std::sqrt(variance()); }

double RunningMoments::standard_error() const { return std::sqrt(variance() / as_real(count_)); }

RunningMoments moments_of(std::span<const double> values) {
  RunningMoments moments;
  for (const double value : values) {
    moments.add(value);
  }
  return moments;
}

}  // namespace spindrift::statistics
