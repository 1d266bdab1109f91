#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analysis/metrics/unit.hpp"
#include "analysis/observation.hpp"
#include "analysis/statistics/comparison/direction.hpp"

namespace spindrift::metrics {

/// What is asked of a whole run. Every value is finite: what has not ended counts up to the end of
/// the run, so that runs can be averaged; `fleet_metrics` says where that is so.
enum class FleetMetric : std::uint8_t {
  failed_verifications,
  failed_token_seconds,
  longest_outage,
  deaf_cluster_seconds,
  signing_gap_seconds,
  missing_key_seconds,
  diverged_clusters,
  recovery_time,
  time_to_detect,
  keys_at_most,
  keys_mean,
  x509_roots_at_most,
  jwks_keys_at_most,
  time_above_limit,
  keys_made,
  keys_never_used,
  kms_keys_created,
  kms_keys_orphaned,
  kms_pending_deletion_at_most,
  kms_dollars_a_month,
  kms_calls,
  kms_create_key_a_second_at_most,
  api_calls_throttled,
  roll_duration,
  operator_actions,
  crashing_starts,
  ends_by_themselves,
  cut_off,
};
inline constexpr std::size_t fleet_metric_count = 28;

/// What is to be known of a fleet-wide metric.
struct FleetMetricInfo {
  FleetMetric metric = FleetMetric::failed_verifications;
  std::string_view name;  ///< as it is written in objectives, tables and files
  Unit unit = Unit::count;
  statistics::Direction direction = statistics::Direction::minimise;  ///< which way is better
  std::string_view definition;                                        ///< in one line
};

/// All of them, in the order of `FleetMetric`.
[[nodiscard]] std::span<const FleetMetricInfo, fleet_metric_count> fleet_metrics();

[[nodiscard]] const FleetMetricInfo& info(FleetMetric metric);

/// The metric of that name, if there is one.
[[nodiscard]] std::optional<FleetMetric> find_fleet_metric(std::string_view name);

/// One value for each metric, in the order of `FleetMetric`; times in seconds.
class MetricValues {
 public:
  [[nodiscard]] double operator[](FleetMetric metric) const {
    return values_[static_cast<std::size_t>(metric)];
  }
  double& operator[](FleetMetric metric) { return values_[static_cast<std::size_t>(metric)]; }
  [[nodiscard]] std::span<const double, fleet_metric_count> all() const { return values_; }

  friend bool operator==(const MetricValues&, const MetricValues&) = default;

 private:
  std::array<double, fleet_metric_count> values_{};
};

/// The metrics of all that was observed up to now.
[[nodiscard]] MetricValues measure(const analysis::Observation& observed);

}  // namespace spindrift::metrics
