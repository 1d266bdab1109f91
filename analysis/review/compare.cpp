#include "analysis/review/compare.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/review/conclusions.hpp"
#include "analysis/statistics/selection/sequential_stopping.hpp"
#include "sim/scenario/luck.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;
using metrics::MetricValues;
using scenario::Scenario;

/// The metrics whose means must be known well before `auto` stops: those that decide.
std::vector<FleetMetric> deciding_metrics(const CompareRequest& request) {
  std::vector<FleetMetric> deciding;
  if (request.objective) {
    for (const Limit& limit : request.objective->limits) deciding.push_back(limit.metric);
    for (const auto& goal : request.objective->goals) {
      for (const CostTerm& term : goal) deciding.push_back(term.metric);
    }
  }
  if (deciding.empty()) {
    deciding = {FleetMetric::failed_verifications, FleetMetric::keys_at_most,
                FleetMetric::roll_duration};
  }
  return deciding;
}

/// Every alternative under the same seeds, more of them on demand.
class Measurements {
 public:
  Measurements(const CompareRequest& request, const std::vector<Scenario>& scenarios,
               const Laboratory& laboratory)
      : request_{request},
        scenarios_{scenarios},
        laboratory_{laboratory},
        values_(scenarios.size()) {}

  [[nodiscard]] std::size_t count() const { return values_.front().size(); }
  [[nodiscard]] const std::vector<std::vector<MetricValues>>& values() const { return values_; }

  void replicate_up_to(std::size_t count_wanted) {
    const std::size_t had = count();
    std::vector<Experiment> experiments;
    for (std::size_t replication = had; replication < count_wanted; ++replication) {
      for (std::size_t place = 0; place < scenarios_.size(); ++place) {
        experiments.push_back(
            {&scenarios_[place], scenarios_.front().seed + replication,
             request_.uses_what_is_remembered ? request_.alternatives[place].name : ""});
      }
    }
    const std::vector<MetricValues> results = laboratory_.run(experiments);
    for (std::size_t place = 0; place < results.size(); ++place) {
      values_[place % scenarios_.size()].push_back(results[place]);
    }
  }

  [[nodiscard]] statistics::RunningMoments moments(std::size_t alternative,
                                                   FleetMetric metric) const {
    statistics::RunningMoments moments;
    for (const MetricValues& each : values_[alternative]) moments.add(each[metric]);
    return moments;
  }

 private:
  const CompareRequest& request_;
  const std::vector<Scenario>& scenarios_;
  const Laboratory& laboratory_;
  std::vector<std::vector<MetricValues>> values_;  ///< by alternative, then replication
};

/// How many replications all alternatives need for the wished precision, as far as can be seen.
struct Outlook {
  std::size_t projected = 0;
  bool all_reached = true;
};

Outlook outlook(const Measurements& measured, std::size_t alternatives,
                const CompareRequest& request) {
  Outlook sum;
  for (const FleetMetric metric : deciding_metrics(request)) {
    double largest = 0;
    for (std::size_t each = 0; each < alternatives; ++each) {
      largest = std::max(largest, measured.moments(each, metric).mean());
    }
    statistics::PrecisionGoal goal;
    goal.relative_error = request.relative_half_width;
    // A hundredth of the worst alternative's precision is enough for one that hardly fails.
    constexpr double negligible = 0.01;
    goal.absolute_error = request.relative_half_width * largest * negligible;
    goal.level = request.level;
    goal.replications_max = std::max(goal.replications_min, request.replications_max);
    for (std::size_t each = 0; each < alternatives; ++each) {
      const auto decision = statistics::decide_stopping(measured.moments(each, metric), goal);
      if (decision.state == statistics::StoppingDecision::State::precision_reached) continue;
      sum.all_reached = false;
      sum.projected = std::max(sum.projected, decision.replications_projected);
    }
  }
  return sum;
}

Replications replicate(Measurements& measured, const CompareRequest& request,
                       std::size_t alternatives) {
  Replications done;
  if (request.replications) {
    measured.replicate_up_to(*request.replications);
    done.count = measured.count();
    return done;
  }
  done.automatic = true;
  done.relative_half_width = request.relative_half_width;
  constexpr std::size_t at_first = 20;
  const std::size_t most = std::max(at_first, request.replications_max);
  measured.replicate_up_to(at_first);
  for (;;) {
    const Outlook seen = outlook(measured, alternatives, request);
    done.precision_reached = seen.all_reached;
    if (seen.all_reached || measured.count() >= most) break;
    // Half-way to what seems to be needed, since the variance is not known well yet.
    const std::size_t gap =
        seen.projected > measured.count() ? seen.projected - measured.count() : 0;
    const std::size_t more = std::max<std::size_t>(gap / 2 + 1, at_first);
    measured.replicate_up_to(std::min(measured.count() + more, most));
  }
  done.count = measured.count();
  return done;
}

}  // namespace

std::variant<std::vector<Scenario>, scenario::Problems> load_alternatives(
    const CompareRequest& request) {
  std::vector<Scenario> scenarios;
  scenario::Problems problems;
  for (const AlternativeRequest& alternative : request.alternatives) {
    scenario::Overrides overrides;
    overrides.strategies = alternative.strategies;
    overrides.sets = request.sets;
    overrides.sets.insert(overrides.sets.end(), alternative.sets.begin(), alternative.sets.end());
    overrides.seed = request.seed;
    scenario::Loaded loaded = scenario::load(request.path, overrides);
    if (auto* const wrong = std::get_if<scenario::Problems>(&loaded)) {
      for (scenario::Problem& problem : *wrong) {
        const auto is_known = [&](const scenario::Problem& known) {
          return to_string(known) == to_string(problem);
        };
        if (std::ranges::none_of(problems, is_known)) problems.push_back(std::move(problem));
      }
    } else {
      scenarios.push_back(std::get<Scenario>(std::move(loaded)));
    }
  }
  if (!problems.empty()) return problems;
  return scenarios;
}

std::vector<FleetMetric> usual_metrics() {
  using enum FleetMetric;
  return {failed_verifications,
          longest_outage,
          deaf_cluster_seconds,
          signing_gap_seconds,
          recovery_time,
          keys_at_most,
          keys_made,
          kms_keys_created,
          kms_dollars_a_month,
          api_calls_throttled,
          roll_duration,
          crashing_starts};
}

Comparison compare(const CompareRequest& request, const std::vector<Scenario>& scenarios,
                   const Laboratory& laboratory) {
  Comparison comparison;
  const Scenario& baseline = scenarios.front();
  comparison.scenario = baseline.name;
  comparison.description = baseline.description;
  comparison.path = request.path;
  comparison.level = request.level;
  comparison.luck = scenario::luck_in_words(baseline);
  comparison.metrics = request.metrics.empty() ? usual_metrics() : request.metrics;
  comparison.pareto_metrics = request.pareto_metrics;
  comparison.objective = request.objective;
  const kernel::Duration end = baseline.deployment.until;
  comparison.horizon = request.horizon.value_or(Horizon{end, end, {}});

  Measurements measured{request, scenarios, laboratory};
  comparison.replications = replicate(measured, request, scenarios.size());
  comparison.replications.first_seed = baseline.seed;
  for (std::size_t place = 0; place < scenarios.size(); ++place) {
    const AlternativeRequest& asked = request.alternatives[place];
    Alternative alternative;
    alternative.name = asked.name;
    alternative.summary = asked.summary;
    alternative.strategies = scenarios[place].strategies;
    alternative.sets = asked.sets;
    alternative.options = asked.options;
    alternative.settings = scenarios[place].settings;
    alternative.replications = measured.values()[place];
    comparison.alternatives.push_back(std::move(alternative));
  }
  draw_conclusions(comparison);
  return comparison;
}

}  // namespace spindrift::review
