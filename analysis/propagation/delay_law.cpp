#include "analysis/propagation/delay_law.hpp"

#include <algorithm>
#include <cmath>

namespace spindrift::analysis {
namespace {

// Enough for a relative error of quantiles below 1e-4; the work of a sum grows with its square.
constexpr std::size_t cells = 1024;

}  // namespace

template <class Cumulative>
DelayLaw DelayLaw::from_function(double from, double to, const Cumulative& cumulative) {
  DelayLaw law;
  law.from_ = from;
  if (to <= from) return law;
  law.step_ = (to - from) / static_cast<double>(cells);
  law.cumulative_.resize(cells + 1);
  for (std::size_t point = 0; point < cells; ++point) {
    law.cumulative_[point] = cumulative(from + law.step_ * static_cast<double>(point));
  }
  law.cumulative_[cells] = 1.0;
  return law;
}

DelayLaw DelayLaw::constant(double seconds) {
  return from_function(seconds, seconds, [](double) { return 1.0; });
}

DelayLaw DelayLaw::uniform(double width) {
  return from_function(0.0, width, [width](double x) { return x / width; });
}

DelayLaw DelayLaw::until_next(double mean, double spread) {
  return from_function(0.0, mean + spread, [mean, spread](double x) {
    if (x <= mean - spread) return x / mean;
    const double rest = mean + spread - x;
    return 1.0 - rest * rest / (4.0 * spread * mean);
  });
}

DelayLaw DelayLaw::first_of(const DelayLaw& each, std::size_t count) {
  DelayLaw law = each;
  for (double& point : law.cumulative_) {
    double none = 1.0;
    for (std::size_t one = 0; one < count; ++one) none *= 1.0 - point;
    point = 1.0 - none;
  }
  return law;
}

DelayLaw DelayLaw::sum(const DelayLaw& one, const DelayLaw& other) {
  if (other.width() <= 0.0) return one.shifted(other.from_);
  if (one.width() <= 0.0) return other.shifted(one.from_);
  // The narrower of the two is cut into cells: within one, the wider hardly changes.
  const DelayLaw& wide = one.width() >= other.width() ? one : other;
  const DelayLaw& narrow = &wide == &one ? other : one;
  return from_function(one.from_ + other.from_, one.largest() + other.largest(), [&](double x) {
    double probability = 0.0;
    for (std::size_t cell = 0; cell + 1 < narrow.cumulative_.size(); ++cell) {
      const double middle = narrow.from_ + narrow.step_ * (static_cast<double>(cell) + 0.5);
      const double weight = narrow.cumulative_[cell + 1] - narrow.cumulative_[cell];
      probability += weight * wide.probability_up_to(x - middle);
    }
    // What stands before the first cell: the probability of the smallest value itself.
    return probability + narrow.cumulative_.front() * wide.probability_up_to(x - narrow.from_);
  });
}

DelayLaw DelayLaw::mixture(std::span<const Weighted> laws) {
  if (laws.size() == 1) return laws.front().law;
  double from = laws.front().law.smallest();
  double to = laws.front().law.largest();
  double weight = 0.0;
  for (const Weighted& each : laws) {
    from = std::min(from, each.law.smallest());
    to = std::max(to, each.law.largest());
    weight += each.weight;
  }
  return from_function(from, to, [&](double x) {
    double probability = 0.0;
    for (const Weighted& each : laws) {
      probability += each.weight / weight * each.law.probability_up_to(x);
    }
    return probability;
  });
}

DelayLaw DelayLaw::shifted(double seconds) const {
  DelayLaw law = *this;
  law.from_ += seconds;
  return law;
}

double DelayLaw::probability_up_to(double seconds) const {
  if (seconds < from_) return 0.0;
  if (seconds >= largest()) return 1.0;
  const double place = (seconds - from_) / step_;
  const auto point = std::min(static_cast<std::size_t>(place), cumulative_.size() - 2);
  const double into = place - static_cast<double>(point);
  return cumulative_[point] + into * (cumulative_[point + 1] - cumulative_[point]);
}

double DelayLaw::quantile(double probability) const {
  const auto above = std::lower_bound(cumulative_.begin(), cumulative_.end(), probability);
  if (above == cumulative_.begin()) return from_;
  if (above == cumulative_.end()) return largest();
  const auto point = static_cast<double>(above - cumulative_.begin() - 1);
  const double low = *(above - 1);
  return from_ + step_ * (point + (probability - low) / (*above - low));
}

double DelayLaw::mean() const {
  double mean = from_;
  for (std::size_t cell = 0; cell + 1 < cumulative_.size(); ++cell) {
    mean += step_ * (1.0 - 0.5 * (cumulative_[cell] + cumulative_[cell + 1]));
  }
  return mean;
}

}  // namespace spindrift::analysis
