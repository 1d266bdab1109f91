#include "analysis/traffic_profile.hpp"

#include <chrono>
#include <cstddef>

namespace spindrift::analysis {

double TrafficProfile::expected(kernel::Time from, kernel::Time until) const {
  return expected_since_start(until) - expected_since_start(from);
}

double TrafficProfile::expected_since_start(kernel::Time until) const {
  using std::chrono::hours;
  const kernel::Duration since_start = until.time_since_epoch();
  const auto whole_hours = std::chrono::floor<hours>(since_start).count();
  const std::chrono::duration<double> rest = since_start - hours{whole_hours};
  const auto hour_of_day = static_cast<std::size_t>(whole_hours % 24);
  const auto days = static_cast<double>(whole_hours / 24);

  double whole_day = 0;
  double today = 0;
  for (std::size_t hour = 0; hour < by_hour.size(); ++hour) {
    whole_day += by_hour[hour];
    if (hour < hour_of_day) today += by_hour[hour];
  }
  const double factor_seconds =
      (days * whole_day + today) * 3600.0 + by_hour[hour_of_day] * rest.count();
  return verifications_per_second * factor_seconds;
}

}  // namespace spindrift::analysis
