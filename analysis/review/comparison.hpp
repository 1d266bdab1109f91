#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/metrics/fleet_metrics.hpp"
#include "analysis/review/break_even.hpp"
#include "analysis/review/horizon.hpp"
#include "analysis/review/objective.hpp"
#include "analysis/review/sensitivity.hpp"
#include "analysis/statistics/comparison/pareto_front.hpp"
#include "analysis/statistics/comparison/ranking.hpp"
#include "analysis/statistics/intervals/confidence_interval.hpp"
#include "sim/scenario/setting.hpp"

namespace spindrift::review {

/// What the replications say of an alternative beside the baseline.
enum class AgainstBaseline : std::uint8_t {
  better,
  worse,
  cannot_tell_apart,
  same_in_every_replication
};

/// One metric of one alternative over all replications.
struct MetricSummary {
  statistics::ConfidenceInterval mean;           ///< Student's t; holds at the level alone
  statistics::ConfidenceInterval median;         ///< order statistics
  statistics::ConfidenceInterval percentile_95;  ///< order statistics; a bound may be infinite
  double least = 0;
  double most = 0;

  /// Of this alternative less the baseline, by replication (Student's t on paired differences).
  /// The intervals of all alternatives for a metric hold together (Bonferroni).
  statistics::ConfidenceInterval difference;
  double adjusted_p_value = 1;  ///< corrected by Holm over the alternatives for this metric
  AgainstBaseline against_baseline = AgainstBaseline::same_in_every_replication;
  /// How many times fewer replications the common luck needs than independent runs, measured from
  /// the replications: the variances of both over the variance of their difference. Infinite when
  /// the difference does not vary, 1 for the baseline itself.
  double variance_reduction_factor = 1;
  /// The most that any common luck could reach, at a correlation of 1: near 1 where one of the two
  /// hardly varies, since there is nothing to share then.
  double variance_reduction_limit = 1;
};

/// One way to run the fleet.
struct Alternative {
  std::string name;                                 ///< "always-subscribed+hold-down"; "as it is"
  std::string summary;                              ///< what it does, in a line
  std::vector<std::string> strategies;              ///< names; empty for the scenario as it is
  std::vector<std::string> sets;                    ///< "path=value", of this alternative alone
  std::string options;                              ///< the same as typed: " --strategy a+b"
  std::vector<scenario::Setting> settings;          ///< every value and where it comes from
  std::vector<MetricSummary> metrics;               ///< in the order of `Comparison::metrics`
  std::vector<metrics::MetricValues> replications;  ///< all values, by replication
  std::size_t cut_off = 0;  ///< replications in which something was not over at the end
};

/// Where the alternatives stand in one metric, by mean.
struct MetricRanking {
  metrics::FleetMetric metric = metrics::FleetMetric::failed_verifications;
  std::vector<statistics::Standing> standings;   ///< best first
  std::vector<std::vector<std::size_t>> groups;  ///< that cannot be told apart
};

/// How the number of replications came about.
struct Replications {
  std::size_t count = 0;
  std::uint64_t first_seed = 1;  ///< replication r runs with seed first_seed + r
  bool automatic = false;
  double relative_half_width = 0;  ///< wished, when automatic
  bool precision_reached = true;   ///< false: stopped at the maximum
};

/// Alternatives measured under the same luck. Plain data: whoever shows it needs nothing else.
struct Comparison {
  std::string scenario;     ///< name
  std::string description;  ///< of the scenario, in its author's words
  std::string path;         ///< of the scenario
  std::string command;      ///< that repeats it
  std::string version;      ///< of spindrift
  double level = 0.95;      ///< confidence of every statement
  Replications replications;
  Horizon horizon;
  std::vector<std::string> luck;  ///< what is drawn anew in each replication, a line each
  std::vector<metrics::FleetMetric> metrics;  ///< the ones looked at
  std::vector<Alternative> alternatives;      ///< the first is the baseline
  std::vector<MetricRanking> rankings;        ///< in the order of `metrics`

  std::vector<metrics::FleetMetric> pareto_metrics;
  statistics::ParetoFront pareto;  ///< over the means, rounded to what can be told apart

  std::optional<Objective> objective;
  std::vector<ObjectiveStanding> by_objective;  ///< best first, refused ones last

  std::vector<Sensitivity> sensitivities;  ///< of each metric asked about
  std::vector<BreakEven> break_evens;
  std::string verdict;               ///< in a sentence
  std::vector<std::string> remarks;  ///< what a reader must know besides, a sentence each
};

}  // namespace spindrift::review
