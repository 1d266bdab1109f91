#include "analysis/propagation/chart_axis.hpp"

#include <cmath>

#include <fmt/format.h>

namespace spindrift::analysis {
namespace {

/// 1, 2 or 5 times a power of ten, so that about five steps cover the range.
double step_for(double range) {
  const double rough = range / 5.0;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (rough <= factor * power * 1.0001) return factor * power;
  }
  return 10.0 * power;
}

}  // namespace

ChartAxis::ChartAxis(double low, double high, bool is_logarithmic, double first_pixel,
                     double last_pixel)
    : is_logarithmic_{is_logarithmic},
      low_{low},
      high_{high > low ? high : low + 1.0},
      first_pixel_{first_pixel},
      last_pixel_{last_pixel} {
  if (is_logarithmic_) {
    const auto first = static_cast<int>(std::floor(std::log10(low_) + 1e-9));
    const auto last = static_cast<int>(std::ceil(std::log10(high_) - 1e-9));
    for (int power = first; power <= last; ++power) {
      const double value = std::pow(10.0, power);
      if (value < low_ * 0.999 || value > high_ * 1.001) continue;
      ticks_.emplace_back(value, fmt::format("{:g}", value));
    }
    return;
  }
  const double step = step_for(high_ - low_);
  low_ = std::floor(low_ / step + 1e-9) * step;
  high_ = std::ceil(high_ / step - 1e-9) * step;
  const auto count = static_cast<int>(std::lround((high_ - low_) / step));
  for (int tick = 0; tick <= count; ++tick) {
    const double value = low_ + step * tick;
    ticks_.emplace_back(value, fmt::format("{:.6g}", std::abs(value) < step / 2 ? 0.0 : value));
  }
}

double ChartAxis::scaled(double value) const {
  if (!is_logarithmic_) return (value - low_) / (high_ - low_);
  return std::log10(value / low_) / std::log10(high_ / low_);
}

double ChartAxis::pixel(double value) const {
  return first_pixel_ + scaled(value) * (last_pixel_ - first_pixel_);
}

}  // namespace spindrift::analysis
