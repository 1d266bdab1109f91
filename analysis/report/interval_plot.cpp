#include "analysis/report/interval_plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/report/comparison_section.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/plot.hpp"

namespace spindrift::report {
namespace {

using review::AgainstBaseline;
using review::Comparison;

constexpr double row_height = 36;

/// What a plot of one metric shows.
struct Panel {
  const Comparison& comparison;
  std::size_t metric = 0;  ///< its place
  metrics::Unit unit = metrics::Unit::count;
  double lowest = 0;
  double highest = 1;

  [[nodiscard]] double share(double value) const {
    return std::clamp((value - lowest) / (highest - lowest), 0.0, 1.0);
  }
  [[nodiscard]] const review::MetricSummary& of(std::size_t alternative) const {
    return comparison.alternatives[alternative].metrics[metric];
  }
};

Panel panel_of(const Comparison& comparison, std::size_t metric) {
  Panel panel{comparison, metric, metrics::info(comparison.metrics[metric]).unit, 0, 0};
  for (const review::Alternative& each : comparison.alternatives) {
    const auto& mean = each.metrics[metric].mean;
    for (const double value : {mean.lower, mean.estimate, mean.upper}) {
      if (std::isfinite(value)) panel.highest = std::max(panel.highest, value);
    }
  }
  if (panel.highest <= 0) panel.highest = 1;
  return panel;
}

const char* kind_of(std::size_t alternative, AgainstBaseline relation) {
  if (alternative == 0) return "is-baseline";
  if (relation == AgainstBaseline::better) return "is-better";
  if (relation == AgainstBaseline::worse) return "is-worse";
  return "is-alike";
}

std::string tip_of(const Panel& panel, std::size_t alternative) {
  const review::MetricSummary& summary = panel.of(alternative);
  std::string text = fmt::format("{}: {}", panel.comparison.alternatives[alternative].name,
                                 interval_text(summary.mean, panel.unit));
  if (alternative == 0) return text + "; the others are compared with it";
  return text + fmt::format("; {} by {}", summary.difference.estimate <= 0 ? "less" : "more",
                            interval_text(summary.difference, panel.unit));
}

void draw_row(Markup& page, const Panel& panel, std::size_t alternative, std::size_t row) {
  const review::MetricSummary& summary = panel.of(alternative);
  const double top = row_height * static_cast<double>(row);
  const double y = top + 25;
  page.element("text", panel.comparison.alternatives[alternative].name,
               {{"class", alternative == 0 ? "row-name baseline" : "row-name"},
                {"x", "0"},
                {"y", pixels(top + 13)}});
  page.element(
      "text", figure_text(panel.unit, summary.mean.estimate),
      {{"class", "row-value"}, {"x", "100%"}, {"y", pixels(top + 13)}, {"text-anchor", "end"}});
  page.open("g",
            {{"class", fmt::format("mark {}", kind_of(alternative, summary.against_baseline))}});
  page.element("title", tip_of(panel, alternative));
  page.empty("rect", {{"class", "hit"},
                      {"x", "0"},
                      {"y", pixels(top)},
                      {"width", "100%"},
                      {"height", pixels(row_height)}});
  page.empty(
      "line",
      {{"class", "whole"}, {"x1", "0"}, {"x2", "100%"}, {"y1", pixels(y)}, {"y2", pixels(y)}});
  const std::string baseline = percent(panel.share(panel.of(0).mean.estimate));
  page.empty("line", {{"class", "of-baseline"},
                      {"x1", baseline},
                      {"x2", baseline},
                      {"y1", pixels(y - 7)},
                      {"y2", pixels(y + 7)}});
  page.empty("line", {{"class", "reach"},
                      {"x1", percent(panel.share(summary.mean.lower))},
                      {"x2", percent(panel.share(summary.mean.upper))},
                      {"y1", pixels(y)},
                      {"y2", pixels(y)}});
  page.empty(
      "circle",
      {{"cx", percent(panel.share(summary.mean.estimate))}, {"cy", pixels(y)}, {"r", "4.5"}});
  page.close();
}

/// Which cannot be told apart, best first: "a, b and c cannot be told apart".
std::string groups_text(const Comparison& comparison, std::size_t metric) {
  std::string text;
  for (const auto& group : comparison.rankings[metric].groups) {
    if (group.size() < 2) continue;
    std::vector<std::string> names;
    for (const std::size_t each : group) names.push_back(comparison.alternatives[each].name);
    if (!text.empty()) text += "; ";
    text += joined(names, 20);
  }
  return text.empty() ? "All of them can be told apart." : "Cannot be told apart: " + text + '.';
}

void draw_panel(Markup& page, const Comparison& comparison, std::size_t metric) {
  const Panel panel = panel_of(comparison, metric);
  const auto& standings = comparison.rankings[metric].standings;
  const double height = row_height * static_cast<double>(standings.size());
  const std::string name = words_of(comparison.metrics[metric]);
  page.open("div", {{"class", "panel"}}).element("h4", name);
  open_plot(page, {fmt::format("intervals-{}", metric),
                   name + ", best first; arrow keys go from one to the next", height, 4, 4});
  for (std::size_t row = 0; row < standings.size(); ++row) {
    draw_row(page, panel, standings[row].alternative, row);
  }
  close_plot(page);
  page.element("p", groups_text(comparison, metric), {{"class", "faint"}}).close();
}

}  // namespace

void draw_intervals(Markup& page, const Comparison& comparison) {
  open_figure(page, "intervals", "Each metric, best first",
              "Dots are means, bars their confidence intervals, on a scale from zero; the upright "
              "stroke is the baseline. Green is better than it, vermilion worse, hollow cannot be "
              "told from it.");
  page.open("div", {{"class", "panels"}});
  for (std::size_t metric = 0; metric < comparison.metrics.size(); ++metric) {
    draw_panel(page, comparison, metric);
  }
  page.close();
  close_figure(page);
}

}  // namespace spindrift::report
