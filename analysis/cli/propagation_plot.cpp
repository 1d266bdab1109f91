#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/cli/propagation_report.hpp"
#include "analysis/propagation/chart.hpp"

namespace spindrift::cli {
namespace {

using analysis::ChartLine;
using analysis::ChartPanel;
using analysis::DelayLaw;
using analysis::DelayQuantiles;
using analysis::PlaceDelays;
using analysis::PlaceGroup;
using analysis::PlaceKind;
using analysis::PlaceSummary;

constexpr int curve_points = 240;

/// How many have arrived after how long, seen and as theory has it.
ChartPanel arrivals_panel(const PropagationReport& report) {
  const auto& places = report.cells.front().result.places;
  double first = 1e9;
  double last = 0.0;
  const auto is_drawn = [](PlaceGroup group) {
    return group.kind != PlaceKind::server && group.kind != PlaceKind::publisher;
  };
  for (const auto& [group, delays] : places) {
    if (!is_drawn(group)) continue;
    first = std::min(first, std::max(delays.whole.quantile(0.01), 0.001));
    last = std::max(last, delays.whole.largest());
  }
  ChartPanel panel;
  panel.title = "How many have a key after how long";
  panel.x_title = "seconds since the key was begun";
  panel.y_title = "share that has it";
  panel.x_is_logarithmic = true;
  std::size_t colour = 0;
  for (const auto& [group, delays] : places) {
    if (!is_drawn(group)) continue;
    const DelayLaw law = law_of(delays);
    ChartLine seen{to_string(group), {}, colour, false};
    ChartLine theory{"", {}, colour++, true};
    for (int point = 0; point <= curve_points; ++point) {
      const double at = first * std::pow(last / first, point / static_cast<double>(curve_points));
      seen.points.emplace_back(at, delays.whole.share_up_to(at));
      theory.points.emplace_back(at, law.probability_up_to(at));
    }
    panel.lines.push_back(std::move(seen));
    panel.lines.push_back(std::move(theory));
  }
  if (!panel.lines.empty()) panel.lines.back().name = "dashed: theory";
  return panel;
}

/// An axis for what varies.
ChartPanel varied_panel(const PropagationReport& report) {
  const std::vector<double>& numbers = report.variation.numbers;
  ChartPanel panel;
  panel.x_title = report.variation.path;
  if (report.variation.are_durations) panel.x_title += ", seconds";
  if (numbers.empty()) {
    panel.x_names = report.variation.values;
    return panel;
  }
  const auto [least, most] = std::ranges::minmax(numbers);
  panel.x_is_logarithmic = least > 0.0 && most / least >= 50.0;
  return panel;
}

/// The cells by what varies, ascending.
std::vector<std::pair<double, std::size_t>> ordered_cells(const PropagationReport& report) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t cell = 0; cell < report.cells.size(); ++cell) {
    const bool has_numbers = !report.variation.numbers.empty();
    order.emplace_back(has_numbers ? report.variation.numbers[cell] : static_cast<double>(cell),
                       cell);
  }
  std::ranges::sort(order);
  return order;
}

ChartPanel delay_panel(const PropagationReport& report, PlaceGroup group) {
  ChartPanel panel = varied_panel(report);
  panel.title = "Since a key was begun: " + to_string(group);
  panel.y_title = "seconds";
  const std::vector<std::pair<std::string, double DelayQuantiles::*>> curves{
      {"max", &DelayQuantiles::largest},
      {"p99", &DelayQuantiles::p99},
      {"p90", &DelayQuantiles::p90},
      {"p50", &DelayQuantiles::p50}};
  std::size_t colour = 0;
  for (const auto& [name, quantile] : curves) {
    ChartLine seen{name, {}, colour, false};
    ChartLine theory{"", {}, colour++, true};
    for (const auto& [at, cell] : ordered_cells(report)) {
      for (const PlaceSummary& place : report.places[cell]) {
        if (place.group != group) continue;
        seen.points.emplace_back(at, place.whole.seen.*quantile);
        theory.points.emplace_back(at, place.whole.expected.*quantile);
      }
    }
    panel.lines.push_back(std::move(seen));
    panel.lines.push_back(std::move(theory));
  }
  if (!panel.lines.empty()) panel.lines.back().name = "dashed: theory";
  return panel;
}

ChartPanel row_lock_panel(const PropagationReport& report) {
  ChartPanel panel = varied_panel(report);
  panel.title = "Waiting for the root's bundle row, busiest minute";
  panel.y_title = "seconds";
  ChartLine seen{"mean wait", {}, 0, false};
  ChartLine theory{"M/D/1 theory", {}, 0, true};
  ChartLine longest{"longest wait", {}, 1, false};
  double highest = 0.0;
  for (const auto& [at, cell] : ordered_cells(report)) {
    const analysis::RowLockUse& use = report.cells[cell].result.busiest_minute;
    if (use.waits.count() == 0) continue;
    seen.points.emplace_back(at, use.mean_waits.mean());
    longest.points.emplace_back(at, use.waits.maximum());
    highest = std::max(highest, use.waits.maximum());
  }
  for (const auto& [at, cell] : ordered_cells(report)) {
    // Beyond the knee theory has no mean: its curve leaves the picture.
    const double expected = expected_busiest_wait(report.cells[cell].result);
    if (std::isfinite(expected) && expected <= 1.2 * highest) {
      theory.points.emplace_back(at, expected);
    }
  }
  panel.lines = {longest, seen, theory};
  return panel;
}

}  // namespace

std::string propagation_as_svg(const PropagationReport& report) {
  const scenario::Scenario& first = report.cells.front().scenario;
  const std::string title = "How keys spread: " + first.name;
  if (report.variation.path.empty()) return analysis::as_svg(title, {arrivals_panel(report)});
  std::vector<ChartPanel> panels;
  for (const auto& places : report.places) {
    if (places.empty()) continue;
    panels.push_back(delay_panel(report, farthest(places).group));
    break;
  }
  panels.push_back(row_lock_panel(report));
  return analysis::as_svg(title, panels);
}

}  // namespace spindrift::cli
