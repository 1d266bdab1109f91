#include "analysis/report/pareto_plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/report/comparison_section.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/plot.hpp"

namespace spindrift::report {
namespace {

using review::Comparison;

constexpr double height = 320;

struct Point {
  std::size_t alternative = 0;
  double x = 0;  ///< share of the width
  double y = 0;  ///< pixels from the top
  bool is_on_front = false;
};

/// Points so close that their names would cover each other share one.
struct Cluster {
  std::vector<const Point*> points;
};

/// Round values of an axis that has to reach `highest`: of spans in round units of time.
CountAxis axis_of(metrics::Unit unit, double highest) {
  if (unit != metrics::Unit::seconds && unit != metrics::Unit::summed_seconds) {
    return count_axis(std::max(highest, 1.0));
  }
  for (const double size : {1.0, 60.0, 3600.0, 86400.0}) {
    const CountAxis axis = count_axis(std::max(highest / size, 1.0));
    const double next = size == 3600.0 ? 48.0 : size == 86400.0 ? 1e300 : 60.0;
    if (axis.top() <= next) return {axis.step * size, axis.steps};
  }
  return count_axis(std::max(highest, 1.0));
}

/// Where a value stands between 0 and the top. A square root tells small prices apart beside large
/// ones, and is exact on every machine.
double share_of(double value, const CountAxis& axis) {
  return std::sqrt(std::clamp(value / axis.top(), 0.0, 1.0));
}

double highest_of(const Comparison& comparison, metrics::FleetMetric metric) {
  double highest = 0;
  for (const auto& each : comparison.alternatives) {
    highest = std::max(highest, mean_of(each, metric));
  }
  return highest;
}

std::string letter_of(std::size_t alternative) {
  const char letter = static_cast<char>('A' + alternative % 26);
  return alternative < 26 ? std::string(1, letter) : letter + std::to_string(alternative / 26 + 1);
}

std::vector<Cluster> clusters_of(const std::vector<Point>& points) {
  std::vector<Cluster> clusters;
  for (const Point& point : points) {
    const auto near = std::ranges::find_if(clusters, [&](const Cluster& cluster) {
      const Point& first = *cluster.points.front();
      return std::abs(first.x - point.x) < 0.035 && std::abs(first.y - point.y) < 14;
    });
    if (near == clusters.end()) {
      clusters.push_back({{&point}});
    } else {
      near->points.push_back(&point);
    }
  }
  return clusters;
}

void draw_points(Markup& page, const Comparison& comparison, const std::vector<Point>& points) {
  for (const Point& point : points) {
    const review::Alternative& alternative = comparison.alternatives[point.alternative];
    std::string tip = alternative.name;
    for (const metrics::FleetMetric metric : comparison.pareto_metrics) {
      tip += fmt::format("; {}: {}", words_of(metric),
                         figure_text(metrics::info(metric).unit, mean_of(alternative, metric)));
    }
    page.open("circle", {{"class", point.is_on_front ? "point front" : "point"},
                         {"cx", percent(point.x)},
                         {"cy", pixels(point.y)},
                         {"r", "6"}});
    page.element("title", tip).close();
  }
  for (const Cluster& cluster : clusters_of(points)) {
    std::vector<std::string> letters;
    for (const Point* const each : cluster.points) letters.push_back(letter_of(each->alternative));
    const Point& first = *cluster.points.front();
    const bool is_left = first.x > 0.8;
    page.element("text", fmt::format("{}", fmt::join(letters, " ")),
                 {{"class", "letter"},
                  {"x", percent(first.x)},
                  {"dx", is_left ? "-10" : "10"},
                  {"y", pixels(first.y - 6)},
                  {"text-anchor", is_left ? "end" : "start"}});
  }
}

/// Spans without what is zero behind them: `6h`.
std::string axis_label(metrics::Unit unit, double value) {
  if (unit != metrics::Unit::seconds && unit != metrics::Unit::summed_seconds) {
    return figure_text(unit, value);
  }
  return axis_text(kernel::Time{std::chrono::seconds{std::llround(value)}});
}

void draw_axes(Markup& page, const Comparison& comparison, const CountAxis& across,
               const CountAxis& up) {
  const metrics::Unit unit_x = metrics::info(comparison.pareto_metrics[0]).unit;
  const metrics::Unit unit_y = metrics::info(comparison.pareto_metrics[1]).unit;
  page.open("g", {{"class", "axis"}, {"aria-hidden", "true"}});
  for (int step = 0; step <= across.steps; ++step) {
    const std::string x = percent(share_of(across.step * step, across));
    page.empty("line", {{"x1", x}, {"x2", x}, {"y1", "0"}, {"y2", pixels(height)}});
    page.element("text", axis_label(unit_x, across.step * step),
                 {{"class", step % 2 == 1 ? "minor" : "major"},
                  {"x", x},
                  {"y", pixels(height + 17)},
                  {"text-anchor", "middle"}});
  }
  for (int step = 0; step <= up.steps; ++step) {
    const std::string y = pixels(height - height * share_of(up.step * step, up));
    page.empty("line", {{"x1", "0"}, {"x2", "100%"}, {"y1", y}, {"y2", y}});
    page.element("text", axis_label(unit_y, up.step * step),
                 {{"x", "0"}, {"dx", "-8"}, {"y", y}, {"dy", "4"}, {"text-anchor", "end"}});
  }
  page.close();
}

void write_letters(Markup& page, const Comparison& comparison, const std::vector<Point>& points) {
  page.open("ul", {{"class", "letters"}});
  for (const Point& point : points) {
    page.open("li", {{"class", point.is_on_front ? "on-front" : ""}});
    page.element("b", letter_of(point.alternative))
        .text(" " + comparison.alternatives[point.alternative].name)
        .close();
  }
  page.close();
}

}  // namespace

void draw_pareto(Markup& page, const Comparison& comparison) {
  if (comparison.pareto_metrics.size() < 2) return;
  const metrics::FleetMetric across = comparison.pareto_metrics[0];
  const metrics::FleetMetric up = comparison.pareto_metrics[1];
  const CountAxis axis_x = axis_of(metrics::info(across).unit, highest_of(comparison, across));
  const CountAxis axis_y = axis_of(metrics::info(up).unit, highest_of(comparison, up));
  std::vector<Point> points;
  for (std::size_t place = 0; place < comparison.alternatives.size(); ++place) {
    const review::Alternative& each = comparison.alternatives[place];
    points.push_back(
        {place, share_of(mean_of(each, across), axis_x),
         height - height * share_of(mean_of(each, up), axis_y),
         std::ranges::find(comparison.pareto.members, place) != comparison.pareto.members.end()});
  }
  std::vector<std::string> names;
  for (const metrics::FleetMetric each : comparison.pareto_metrics) names.push_back(words_of(each));
  open_figure(
      page, "pareto", "What each strategy costs",
      fmt::format("To the right {}, upwards {}, on scales that stretch what is small; less is "
                  "better. Filled: nobody is as good "
                  "in all of {} and better in one (Pareto front).",
                  names[0], names[1], joined(names, 9)));
  open_plot(page, {"pareto-plot", "Trade-off; arrow keys go from one alternative to the next",
                   height, 60, 24});
  draw_axes(page, comparison, axis_x, axis_y);
  draw_points(page, comparison, points);
  close_plot(page);
  write_letters(page, comparison, points);
  close_figure(page);
}

}  // namespace spindrift::report
