#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/metrics/fleet_metrics.hpp"
#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::review {

/// A limit that an alternative must hold.
struct Limit {
  metrics::FleetMetric metric = metrics::FleetMetric::failed_verifications;
  bool is_upper = true;  ///< at most; else at least
  double value = 0;
};

/// One part of a cost: `weight` for each `scale` of the metric.
struct CostTerm {
  metrics::FleetMetric metric = metrics::FleetMetric::failed_verifications;
  double weight = 1;
  double scale = 1;
};

/// What is wanted, in order of importance: first all limits, then each goal in turn. A goal is a
/// sum of costs, most often of a single metric.
struct Objective {
  std::string text;  ///< as it was given
  std::vector<Limit> limits;
  std::vector<std::vector<CostTerm>> goals;
};

/// Reads an objective. Clauses stand between commas:
///
///     failed_verifications = 0, keys_at_most <= 90, then roll_duration, then kms_dollars_a_month
///     no failed tokens, at most 90 keys, then shortest roll
///     2 failed_verifications / 1000 + keys_at_most / 100
///
/// Names are those of the metrics, or a word for one (`failed tokens`, `keys`, `roll`, `dollars`).
/// Times may have units: `roll_duration <= 2h`. Throws `std::invalid_argument` with what is wrong
/// and the nearest metric for a name that is none.
[[nodiscard]] Objective parse_objective(std::string_view text);

/// The same in the form that is read.
[[nodiscard]] std::string to_text(const Objective& objective);
[[nodiscard]] std::string to_text(const Limit& limit);
[[nodiscard]] std::string to_text(std::span<const CostTerm> goal);

/// What those metrics cost by a goal.
[[nodiscard]] double cost_of(std::span<const CostTerm> goal, const metrics::MetricValues& values);

[[nodiscard]] bool holds(const Limit& limit, const metrics::MetricValues& values);

/// How often an alternative held a limit.
struct LimitRecord {
  std::size_t broken = 0;           ///< replications
  double broken_share_at_most = 1;  ///< with confidence (Clopper-Pearson, one-sided)
  double worst = 0;                 ///< value of the metric
};

/// Where an alternative stands by an objective.
struct ObjectiveStanding {
  std::size_t alternative = 0;
  bool admitted = false;                              ///< it held every limit in every replication
  std::vector<LimitRecord> limits;                    ///< in the objective's order
  std::vector<statistics::ConfidenceInterval> goals;  ///< mean cost of each
  /// Admitted ones: the next place in the order is clearly worse in the goal that decides.
  bool clearly_before_next = false;
};

}  // namespace spindrift::review
