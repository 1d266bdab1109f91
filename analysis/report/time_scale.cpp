#include "analysis/report/time_scale.hpp"

#include <algorithm>
#include <array>

#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

using namespace std::chrono_literals;
using kernel::Duration;

constexpr std::size_t ticks_max = 10;
constexpr std::array<Duration, 25> steps{
    1ms,   10ms,  100ms, 500ms, 1s, 2s, 5s, 10s, 20s, 30s,     1min,    2min,    5min,
    10min, 15min, 30min, 1h,    2h, 4h, 6h, 12h, 24h, 24h * 2, 24h * 5, 24h * 10};

Duration step_for(kernel::Time from, kernel::Time until) {
  const Duration span = until - from;
  for (const Duration step : steps) {
    // From a minute on, moments are told in whole seconds.
    if (step < 1s && until.time_since_epoch() > 1min) continue;
    if (span / step < static_cast<std::int64_t>(ticks_max)) return step;
  }
  Duration step = steps.back();
  while (span / step >= static_cast<std::int64_t>(ticks_max)) step *= 2;
  return step;
}

}  // namespace

double TimeScale::share(kernel::Time moment) const {
  const kernel::Time inside = std::clamp(moment, from_, until_);
  return static_cast<double>((inside - from_).count()) /
         static_cast<double>((until_ - from_).count());
}

std::vector<Tick> TimeScale::ticks() const {
  const Duration step = step_for(from_, until_);
  std::vector<Tick> ticks;
  auto number = (from_.time_since_epoch() + step - Duration{1}) / step;
  for (kernel::Time at{number * step}; at <= until_; at += step, ++number) {
    ticks.push_back({at, axis_text(at), false});
  }
  if (ticks.size() > 4) {
    for (std::size_t place = 1; place < ticks.size(); place += 2) ticks[place].is_minor = true;
  }
  return ticks;
}

std::string axis_text(kernel::Time moment) {
  std::string text = analysis::time_text(moment);
  for (const std::string_view zero : {"00s", "00m", "00h"}) {
    if (text.size() > zero.size() && text.ends_with(zero)) text.resize(text.size() - zero.size());
  }
  return text == "0s" ? "0" : text;
}

}  // namespace spindrift::report
