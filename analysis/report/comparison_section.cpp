#include "analysis/report/comparison_section.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/report/interval_plot.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/pareto_plot.hpp"
#include "analysis/report/plot.hpp"
#include "analysis/report/sensitivity_plot.hpp"

namespace spindrift::report {
namespace {

using review::AgainstBaseline;
using review::Alternative;
using review::Comparison;

const char* relation_text(AgainstBaseline relation) {
  switch (relation) {
    case AgainstBaseline::better:
      return "better";
    case AgainstBaseline::worse:
      return "worse";
    case AgainstBaseline::cannot_tell_apart:
      return "cannot tell";
    case AgainstBaseline::same_in_every_replication:
      break;
  }
  return "the same";
}

std::string rank_text(const statistics::Standing& standing) {
  if (standing.best_rank == standing.worst_rank) return std::to_string(standing.best_rank);
  return fmt::format("{}–{}", standing.best_rank, standing.worst_rank);
}

/// The order in which alternatives are told: by the objective, else by the first metric.
std::vector<std::size_t> order_of(const Comparison& comparison) {
  std::vector<std::size_t> order;
  if (!comparison.by_objective.empty()) {
    for (const auto& each : comparison.by_objective) order.push_back(each.alternative);
  } else if (!comparison.rankings.empty()) {
    for (const auto& each : comparison.rankings.front().standings) {
      order.push_back(each.alternative);
    }
  }
  return order;
}

void write_row(Markup& page, const Comparison& comparison, std::size_t place) {
  const Alternative& alternative = comparison.alternatives[place];
  const auto& standings = comparison.rankings.front().standings;
  const auto standing = std::ranges::find(standings, place, &statistics::Standing::alternative);
  const bool is_baseline = place == 0;
  page.open("tr", {{"class", is_baseline ? "baseline" : ""}});
  page.open("th", {{"scope", "row"}}).element("b", alternative.name);
  if (!alternative.summary.empty()) page.element("small", alternative.summary);
  page.close().element("td", rank_text(*standing));
  for (std::size_t column = 0; column < comparison.metrics.size(); ++column) {
    const review::MetricSummary& summary = alternative.metrics[column];
    const metrics::Unit unit = metrics::info(comparison.metrics[column]).unit;
    const AgainstBaseline relation = summary.against_baseline;
    const char* const kind = is_baseline                           ? ""
                             : relation == AgainstBaseline::better ? "better"
                             : relation == AgainstBaseline::worse  ? "worse"
                                                                   : "";
    page.open("td", {{"class", kind}});
    page.element("b", figure_text(unit, summary.mean.estimate));
    if (!is_baseline) page.element("small", relation_text(relation));
    page.close();
  }
  page.close();
}

void write_table(Markup& page, const Comparison& comparison) {
  page.open("div", {{"class", "scroll"},
                    {"tabindex", "0"},
                    {"role", "region"},
                    {"aria-label", "All alternatives"}});
  page.open("table", {{"class", "alternatives"}}).open("thead").open("tr");
  page.element("th", "alternative", {{"scope", "col"}});
  page.element("th", "rank by " + words_of(comparison.rankings.front().metric), {{"scope", "col"}});
  for (const metrics::FleetMetric each : comparison.metrics) {
    page.element("th", words_of(each),
                 {{"scope", "col"}, {"title", std::string{metrics::info(each).definition}}});
  }
  page.close().close().open("tbody");
  for (const std::size_t place : order_of(comparison)) write_row(page, comparison, place);
  page.close().close().close();
}

/// "failed verifications ≤ 0"
std::string limit_text(const review::Limit& limit) {
  return fmt::format("{} {} {}", words_of(limit.metric), limit.is_upper ? "≤" : "≥",
                     figure_text(metrics::info(limit.metric).unit, limit.value));
}

void write_refused(Markup& page, const Comparison& comparison,
                   const review::ObjectiveStanding& standing) {
  page.open("li", {{"class", "fails"}});
  page.element("b", comparison.alternatives[standing.alternative].name);
  for (std::size_t place = 0; place < standing.limits.size(); ++place) {
    const review::LimitRecord& record = standing.limits[place];
    if (record.broken == 0) continue;
    const review::Limit& limit = comparison.objective->limits[place];
    page.element("p",
                 fmt::format("breaks {} in {} of {}: {} at worst", limit_text(limit), record.broken,
                             counted(comparison.replications.count, "replication"),
                             figure_text(metrics::info(limit.metric).unit, record.worst)));
  }
  page.close();
}

void write_objective(Markup& page, const Comparison& comparison) {
  if (!comparison.objective) return;
  page.element("h3", "By the objective: " + comparison.objective->text);
  page.open("ol", {{"class", "order"}});
  for (const review::ObjectiveStanding& standing : comparison.by_objective) {
    if (!standing.admitted) continue;
    page.open("li", {{"class", "holds"}});
    page.element("b", comparison.alternatives[standing.alternative].name);
    page.text(standing.clearly_before_next ? " holds every limit, clearly before the next"
                                           : " holds every limit");
    page.close();
  }
  page.close().open("ul", {{"class", "order"}});
  for (const review::ObjectiveStanding& standing : comparison.by_objective) {
    if (!standing.admitted) write_refused(page, comparison, standing);
  }
  page.close();
}

void write_list(Markup& page, const std::string& title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  page.element("h3", title).open("ul");
  for (const std::string& line : lines) page.element("li", line);
  page.close();
}

void write_definitions(Markup& page, const Comparison& comparison) {
  page.open("details").element("summary", "What the metrics mean");
  page.open("dl", {{"class", "definitions"}});
  for (const metrics::FleetMetric each : comparison.metrics) {
    page.element("dt", words_of(each));
    page.element("dd", metrics::info(each).definition);
  }
  page.close().close();
}

}  // namespace

std::string words_of(metrics::FleetMetric metric) {
  std::string words{metrics::info(metric).name};
  std::ranges::replace(words, '_', ' ');
  return words;
}

double mean_of(const review::Alternative& alternative, metrics::FleetMetric metric) {
  double sum = 0;
  for (const metrics::MetricValues& each : alternative.replications) sum += each[metric];
  return alternative.replications.empty()
             ? 0
             : sum / static_cast<double>(alternative.replications.size());
}

std::string figure_text(metrics::Unit unit, double value) {
  if (unit != metrics::Unit::count || std::isinf(value)) return metrics::value_text(unit, value);
  const double size = std::abs(value);
  const std::string text = size >= 100 ? grouped(static_cast<std::uint64_t>(size + 0.5))
                                       : short_number(size, size >= 10 ? 1 : 2);
  return value < 0 && text != "0" ? "−" + text : text;
}

std::string interval_text(const statistics::ConfidenceInterval& interval, metrics::Unit unit) {
  const std::string mean = figure_text(unit, interval.estimate);
  if (interval.lower == interval.upper) return mean;
  return fmt::format("{} ({} to {})", mean, figure_text(unit, interval.lower),
                     figure_text(unit, interval.upper));
}

void write_comparison(Markup& page, const Comparison& comparison) {
  if (comparison.alternatives.empty() || comparison.rankings.empty()) return;
  page.open("section", {{"id", "ranking"}}).element("h2", "Which strategy is better");
  page.element("p",
               fmt::format("{}, each under the same luck for all; every statement holds with "
                           "{} % confidence, corrected for their number.",
                           counted(comparison.replications.count, "replication"),
                           short_number(comparison.level * 100, 1)),
               {{"class", "faint"}});
  write_table(page, comparison);
  write_objective(page, comparison);
  draw_intervals(page, comparison);
  draw_pareto(page, comparison);
  draw_sensitivities(page, comparison);
  std::vector<std::string> flips;
  for (const review::BreakEven& each : comparison.break_evens) flips.push_back(each.sentence);
  write_list(page, "Where the ranking flips", flips);
  write_list(page, "What to know besides", comparison.remarks);
  write_list(page, "What is drawn anew in each replication", comparison.luck);
  write_definitions(page, comparison);
  page.close();
}

}  // namespace spindrift::report
