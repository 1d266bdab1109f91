#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/cli/compare_report.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::cli {
namespace {

using Json = nlohmann::ordered_json;
using review::AgainstBaseline;
using review::Comparison;

/// JSON knows no infinity: null stands for it.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json interval(const statistics::ConfidenceInterval& interval) {
  return {{"estimate", number(interval.estimate)},
          {"lower", number(interval.lower)},
          {"upper", number(interval.upper)},
          {"level", interval.level}};
}

std::string_view name_of(metrics::FleetMetric metric) { return metrics::info(metric).name; }

Json summary(const review::MetricSummary& summary) {
  return {{"mean", interval(summary.mean)},
          {"median", interval(summary.median)},
          {"percentile_95", interval(summary.percentile_95)},
          {"least", summary.least},
          {"most", summary.most},
          {"difference", interval(summary.difference)},
          {"adjusted_p_value", summary.adjusted_p_value},
          {"against_baseline", words_for(summary.against_baseline).name},
          {"variance_reduction_factor", number(summary.variance_reduction_factor)},
          {"variance_reduction_limit", number(summary.variance_reduction_limit)}};
}

Json alternative(const Comparison& comparison, const review::Alternative& each) {
  Json json{{"name", each.name},
            {"summary", each.summary},
            {"strategies", each.strategies},
            {"sets", each.sets},
            {"cut_off", each.cut_off}};
  Json by_metric = Json::object();
  Json runs = Json::object();
  for (std::size_t place = 0; place < comparison.metrics.size(); ++place) {
    const metrics::FleetMetric metric = comparison.metrics[place];
    by_metric[std::string{name_of(metric)}] = summary(each.metrics[place]);
    Json values = Json::array();
    for (const metrics::MetricValues& run : each.replications) values.push_back(run[metric]);
    runs[std::string{name_of(metric)}] = std::move(values);
  }
  json["metrics"] = std::move(by_metric);
  json["replications"] = std::move(runs);
  return json;
}

Json ranking(const Comparison& comparison, const review::MetricRanking& ranking) {
  Json standings = Json::array();
  for (const statistics::Standing& each : ranking.standings) {
    standings.push_back({{"alternative", comparison.alternatives[each.alternative].name},
                         {"best_rank", each.best_rank},
                         {"worst_rank", each.worst_rank}});
  }
  Json groups = Json::array();
  for (const auto& group : ranking.groups) {
    Json names = Json::array();
    for (const std::size_t each : group) names.push_back(comparison.alternatives[each].name);
    groups.push_back(std::move(names));
  }
  return {{"metric", name_of(ranking.metric)},
          {"standings", std::move(standings)},
          {"cannot_be_told_apart", std::move(groups)}};
}

Json pareto(const Comparison& comparison) {
  Json metrics = Json::array();
  for (const metrics::FleetMetric each : comparison.pareto_metrics)
    metrics.push_back(name_of(each));
  Json members = Json::array();
  for (const std::size_t each : comparison.pareto.members) {
    members.push_back(comparison.alternatives[each].name);
  }
  return {{"metrics", std::move(metrics)}, {"members", std::move(members)}};
}

Json by_objective(const Comparison& comparison) {
  Json list = Json::array();
  for (const review::ObjectiveStanding& each : comparison.by_objective) {
    Json limits = Json::array();
    for (std::size_t place = 0; place < each.limits.size(); ++place) {
      limits.push_back({{"limit", to_text(comparison.objective->limits[place])},
                        {"broken", each.limits[place].broken},
                        {"broken_share_at_most", each.limits[place].broken_share_at_most},
                        {"worst", each.limits[place].worst}});
    }
    Json goals = Json::array();
    for (const auto& goal : each.goals) goals.push_back(interval(goal));
    list.push_back({{"alternative", comparison.alternatives[each.alternative].name},
                    {"admitted", each.admitted},
                    {"limits", std::move(limits)},
                    {"goals", std::move(goals)},
                    {"clearly_before_next", each.clearly_before_next}});
  }
  return list;
}

Json sensitivity(const Comparison& comparison, const review::Sensitivity& study) {
  Json inputs = Json::array();
  for (std::size_t place = 0; place < study.inputs.size(); ++place) {
    const review::InputBetween& input = study.inputs[place];
    Json json{{"path", input.path},
              {"lower", input.lower},
              {"upper", input.upper},
              {"middle", (input.lower + input.upper) / 2}};
    for (const statistics::InputSwing& swing : study.swings) {
      if (swing.input != place) continue;
      json["at_lower"] = interval(swing.at_lower);
      json["at_upper"] = interval(swing.at_upper);
    }
    json["first_order"] = interval(study.sobol.indices[place].first_order);
    json["total_order"] = interval(study.sobol.indices[place].total_order);
    inputs.push_back(std::move(json));
  }
  return {{"metric", name_of(study.metric)},
          {"alternative", comparison.alternatives[study.alternative].name},
          {"at_middle", study.at_middle},
          {"runs", study.runs},
          {"inputs", std::move(inputs)}};
}

Json break_even(const Comparison& comparison, const review::BreakEven& found) {
  Json probes = Json::array();
  for (const statistics::BreakEvenProbe& probe : found.search.probes) {
    probes.push_back({{"value", probe.value},
                      {"difference", interval(probe.difference)},
                      {"replications", probe.replications},
                      {"sign", probe.sign}});
  }
  const auto optional = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json();
  };
  return {{"path", found.input.path},
          {"metric", name_of(found.metric)},
          {"first", comparison.alternatives[found.first].name},
          {"second", comparison.alternatives[found.second].name},
          {"last_original", optional(found.search.last_original)},
          {"first_reversed", optional(found.search.first_reversed)},
          {"sentence", found.sentence},
          {"probes", std::move(probes)}};
}

template <class List, class Each>
Json list_of(const List& list, const Each& each) {
  Json json = Json::array();
  for (const auto& item : list) json.push_back(each(item));
  return json;
}

}  // namespace

Json comparison_as_json(const Comparison& comparison) {
  const auto& replications = comparison.replications;
  Json json{{"spindrift", comparison.version},
            {"scenario", comparison.scenario},
            {"description", comparison.description},
            {"command", comparison.command},
            {"level", comparison.level},
            {"replications",
             {{"count", replications.count},
              {"first_seed", replications.first_seed},
              {"automatic", replications.automatic},
              {"precision_reached", replications.precision_reached}}},
            {"horizon",
             {{"until", scenario::to_text(comparison.horizon.until)},
              {"of_scenario", scenario::to_text(comparison.horizon.of_scenario)},
              {"extended_for", comparison.horizon.extended_for}}},
            {"luck", comparison.luck},
            {"verdict", comparison.verdict},
            {"remarks", comparison.remarks}};
  json["alternatives"] = list_of(comparison.alternatives,
                                 [&](const auto& each) { return alternative(comparison, each); });
  json["rankings"] =
      list_of(comparison.rankings, [&](const auto& each) { return ranking(comparison, each); });
  json["pareto_front"] = pareto(comparison);
  if (comparison.objective) {
    json["objective"] = to_text(*comparison.objective);
    json["by_objective"] = by_objective(comparison);
  }
  json["sensitivities"] = list_of(comparison.sensitivities,
                                  [&](const auto& each) { return sensitivity(comparison, each); });
  json["break_evens"] = list_of(comparison.break_evens,
                                [&](const auto& each) { return break_even(comparison, each); });
  return json;
}

}  // namespace spindrift::cli
