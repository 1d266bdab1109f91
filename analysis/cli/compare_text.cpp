#include <algorithm>

#include <fmt/format.h>

#include "analysis/cli/compare_report.hpp"
#include "analysis/cli/table.hpp"
#include "analysis/review/objective.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::cli {
namespace {

using metrics::Unit;
using review::AgainstBaseline;
using review::Alternative;
using review::Comparison;
using review::MetricSummary;

/// In few letters: `120.8k`, `11h18m`, `$5.39`.
std::string short_value(Unit unit, double value) {
  const double size = std::abs(value);
  if (unit == Unit::seconds || unit == Unit::summed_seconds) {
    constexpr double hour = 3600;
    constexpr double day = 24 * hour;
    if (size >= 4 * day) return fmt::format("{:.1f}d", value / day);
    if (size >= hour) return fmt::format("{:.1f}h", value / hour);
    if (size >= 100) return fmt::format("{:.1f}m", value / 60);
    return value == 0 ? "0" : fmt::format("{:.1f}s", value);
  }
  if (unit == Unit::dollars) return fmt::format("${:.2f}", value);
  if (size >= 1e6) return fmt::format("{:.2f}M", value / 1e6);
  if (size >= 1e4) return fmt::format("{:.1f}k", value / 1e3);
  const bool is_whole = value == static_cast<double>(static_cast<long long>(value));
  return is_whole ? fmt::format("{:.0f}", value) : fmt::format("{:.1f}", value);
}

std::string overview(const Comparison& comparison, const Console& console) {
  std::vector<Table::Column> columns{{"", Table::Align::left}};
  for (const metrics::FleetMetric metric : comparison.metrics) {
    std::string title{metrics::info(metric).name};
    columns.push_back({std::move(title), Table::Align::right});
  }
  // Names of metrics are long and their values short: a metric a row, a strategy a column would be
  // as bad, so metrics are numbered.
  for (std::size_t place = 1; place < columns.size(); ++place) {
    columns[place].title = fmt::format("({})", place);
  }
  Table table{columns};
  for (const Alternative& each : comparison.alternatives) {
    std::vector<std::string> row{each.name};
    for (std::size_t place = 0; place < comparison.metrics.size(); ++place) {
      const MetricSummary& summary = each.metrics[place];
      const Unit unit = metrics::info(comparison.metrics[place]).unit;
      std::string cell = short_value(unit, summary.mean.estimate);
      if (&each != &comparison.alternatives.front()) {
        cell += fmt::format(" {}", words_for(summary.against_baseline).sign);
        if (summary.against_baseline == AgainstBaseline::better) cell = console.good(cell);
        if (summary.against_baseline == AgainstBaseline::worse) cell = console.alarming(cell);
      } else {
        cell += "  ";
      }
      row.push_back(std::move(cell));
    }
    table.add(std::move(row));
  }
  std::string text = table.text() + '\n';
  for (std::size_t place = 0; place < comparison.metrics.size(); ++place) {
    const auto& info = metrics::info(comparison.metrics[place]);
    text += fmt::format("({}) {}: {}\n", place + 1, info.name, info.definition);
  }
  return text + fmt::format(
                    "Means. Against \"{}\": + better, - worse, ? cannot be told, = the same "
                    "in every replication.\n",
                    comparison.alternatives.front().name);
}

std::string groups_text(const Comparison& comparison,
                        const std::vector<std::vector<std::size_t>>& groups) {
  std::string text;
  for (const auto& group : groups) {
    if (group.size() < 2) continue;
    std::string names;
    for (const std::size_t each : group) {
      names += (names.empty() ? "" : ", ") + comparison.alternatives[each].name;
    }
    text += "  cannot be told apart: " + names + '\n';
  }
  return text;
}

std::string ranking_text(const Comparison& comparison, std::size_t place) {
  const auto& ranking = comparison.rankings[place];
  const auto& info = metrics::info(ranking.metric);
  Table table{{{"rank", Table::Align::right},
               {"alternative", Table::Align::left},
               {"mean", Table::Align::right},
               {"less the baseline", Table::Align::right},
               {"p (Holm)", Table::Align::right},
               {"median", Table::Align::right},
               {"95 % below", Table::Align::right},
               {"luck saves", Table::Align::right}}};
  for (const statistics::Standing& standing : ranking.standings) {
    const Alternative& each = comparison.alternatives[standing.alternative];
    const MetricSummary& summary = each.metrics[place];
    const bool is_baseline = standing.alternative == 0;
    const bool varies = std::isfinite(summary.variance_reduction_factor);
    table.add({standing.best_rank == standing.worst_rank
                   ? fmt::format("{}", standing.best_rank)
                   : fmt::format("{}-{}", standing.best_rank, standing.worst_rank),
               each.name, interval_text(summary.mean, info.unit),
               is_baseline ? "" : interval_text(summary.difference, info.unit),
               is_baseline ? "" : fmt::format("{:.2g}", summary.adjusted_p_value),
               metrics::value_text(info.unit, summary.median.estimate),
               metrics::value_text(info.unit, summary.percentile_95.estimate),
               is_baseline || !varies ? "" : factor_text(summary.variance_reduction_factor)});
  }
  return fmt::format("{}: {}\n{}{}", info.name, info.definition, table.text(),
                     groups_text(comparison, ranking.groups));
}

std::string objective_text(const Comparison& comparison) {
  const review::Objective& objective = *comparison.objective;
  std::string text = fmt::format("By the objective \"{}\"\n", to_text(objective));
  std::size_t rank = 0;
  for (const review::ObjectiveStanding& standing : comparison.by_objective) {
    std::string line =
        fmt::format("  {:>2}  {}", ++rank, comparison.alternatives[standing.alternative].name);
    for (std::size_t place = 0; place < standing.limits.size(); ++place) {
      const review::LimitRecord& record = standing.limits[place];
      const auto& limit = objective.limits[place];
      if (record.broken == 0) continue;
      line += fmt::format("; breaks {} in {} of {} (worst {})", to_text(limit), record.broken,
                          comparison.replications.count,
                          metrics::value_text(metrics::info(limit.metric).unit, record.worst));
    }
    for (std::size_t place = 0; standing.admitted && place < standing.goals.size(); ++place) {
      const auto& goal = objective.goals[place];
      const Unit unit = goal.size() == 1 && goal.front().scale == 1
                            ? metrics::info(goal.front().metric).unit
                            : Unit::count;
      line += fmt::format("; {} {}", to_text(std::span{goal}),
                          interval_text(standing.goals[place], unit));
    }
    text += line + '\n';
  }
  return text;
}

std::string pareto_text(const Comparison& comparison) {
  std::string names;
  for (const metrics::FleetMetric metric : comparison.pareto_metrics) {
    names += (names.empty() ? "" : ", ") + std::string{metrics::info(metric).name};
  }
  std::string text = fmt::format("Pareto front over {}:\n", names);
  for (const std::size_t each : comparison.pareto.members) {
    text += "  " + comparison.alternatives[each].name + '\n';
  }
  return text;
}

std::string luck_text(const Comparison& comparison) {
  const auto& replications = comparison.replications;
  std::string text = fmt::format(
      "{}: {} alternatives, {} replications under the same luck (seeds {} to {}), {:.0f} % "
      "confidence\n",
      comparison.scenario, comparison.alternatives.size(), replications.count,
      replications.first_seed, replications.first_seed + replications.count - 1,
      100 * comparison.level);
  text += "  " + horizon_text(comparison.horizon) + '\n';
  for (const std::string& line : comparison.luck) text += "  random: " + line + '\n';
  return text;
}

}  // namespace

std::string interval_text(const statistics::ConfidenceInterval& interval, Unit unit) {
  const std::string estimate = metrics::value_text(unit, interval.estimate);
  if (interval.lower == interval.upper) return estimate;
  const auto bound = [&](double value) {
    return std::isinf(value) ? (value < 0 ? "-inf" : "inf") : metrics::value_text(unit, value);
  };
  return fmt::format("{} [{}, {}]", estimate, bound(interval.lower), bound(interval.upper));
}

std::string comparison_as_text(const Comparison& comparison, bool detail, const Console& console) {
  std::string text = luck_text(comparison) + '\n';
  text += console.bold(comparison.verdict) + "\n\n";
  text += overview(comparison, console) + '\n';
  if (comparison.objective) text += objective_text(comparison) + '\n';
  const std::size_t shown = detail ? comparison.rankings.size() : 1;
  for (std::size_t place = 0; place < shown; ++place) {
    text += ranking_text(comparison, place) + '\n';
  }
  text += pareto_text(comparison) + '\n';
  text += common_luck_text(comparison);
  text += trade_off_text(comparison);
  for (const std::string& remark : comparison.remarks) text += remark + '\n';
  return text + "\nRepeat with: " + comparison.command + '\n';
}

}  // namespace spindrift::cli
