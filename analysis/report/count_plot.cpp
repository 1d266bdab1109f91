#include "analysis/report/count_plot.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "analysis/report/activity.hpp"
#include "analysis/report/count_lines.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/plot.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

constexpr double height = 260;
constexpr std::size_t lines_max = 7;  ///< with colours of their own

std::string names_of(const CountLine& line, const Material& material) {
  std::vector<std::string> names;
  for (const history::ClusterId each : line.clusters) names.push_back(material.name(each));
  return joined(names, 2);
}

/// The steps as a path over a thousand units, since paths know no percentages. Steps too close to
/// be seen apart are left out.
std::string path_of(const CountLine& line, const TimeScale& scale, double top,
                    std::size_t thinning) {
  std::string path;
  double drawn_x = -1;
  for (std::size_t place = 0; place < line.points.size(); ++place) {
    const CountPoint& point = line.points[place];
    const double x = scale.share(point.at) * 1000;
    const bool is_last = place + 1 == line.points.size();
    if (!is_last && scale.share(line.points[place + 1].at) * 1000 - drawn_x <
                        0.4 * static_cast<double>(thinning))
      continue;
    const double y = height - height * static_cast<double>(point.count) / top;
    path += path.empty() ? "M" + short_number(x) + ' ' + short_number(y)
                         : "H" + short_number(x) + 'V' + short_number(y);
    drawn_x = x;
  }
  return path + "H1000";
}

void draw_line(Markup& page, const CountLine& line, std::size_t number, const TimeScale& scale,
               double top, std::size_t thinning) {
  page.open("svg", {{"width", "100%"},
                    {"height", pixels(height)},
                    {"viewBox", "0 0 1000 " + pixels(height)},
                    {"preserveAspectRatio", "none"},
                    {"aria-hidden", "true"}});
  page.empty("path", {{"class", fmt::format("line c{}", std::min(number, lines_max))},
                      {"d", path_of(line, scale, top, thinning)},
                      {"vector-effect", "non-scaling-stroke"}});
  page.close();
}

/// Invisible areas around the line that say its count.
void draw_tips(Markup& page, const CountLine& line, const TimeScale& scale, double top,
               const Material& material, double reachable) {
  constexpr double reach = 14;
  const std::string names = names_of(line, material);
  for (std::size_t place = 0; place < line.points.size(); ++place) {
    const CountPoint& point = line.points[place];
    const bool is_last = place + 1 == line.points.size();
    const history::Time until = is_last ? material.end() : line.points[place + 1].at;
    if (!is_last && scale.share(until) - scale.share(point.at) < reachable) continue;
    const double y = height - height * static_cast<double>(point.count) / top;
    draw_span(page, scale, point.at, until, y - reach / 2, reach, "hit",
              fmt::format("{}: {} from {} until {}", names, counted(point.count, "key"),
                          analysis::time_text(point.at),
                          is_last ? "the end" : analysis::time_text(until)));
  }
}

/// Names at the right end of their lines, moved apart where they would meet.
void draw_names(Markup& page, const std::vector<CountLine>& lines, double top,
                const Material& material) {
  constexpr double line_height = 15;
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto last = [&](std::size_t place) {
    const auto& points = lines[place].points;
    return points.empty() ? std::size_t{0} : points.back().count;
  };
  std::ranges::stable_sort(order, std::greater<>{}, last);
  double lowest = -line_height;
  for (const std::size_t place : order) {
    const double wanted = height - height * static_cast<double>(last(place)) / top;
    const double y = std::max(wanted, lowest + line_height);
    lowest = y;
    page.element("text", names_of(lines[place], material),
                 {{"class", fmt::format("name t{}", std::min(place, lines_max))},
                  {"x", "100%"},
                  {"dx", "7"},
                  {"y", pixels(y + 4)}});
  }
}

void draw_limit(Markup& page, std::size_t limit, double top) {
  const double y = height - height * static_cast<double>(limit) / top;
  page.empty(
      "line",
      {{"class", "limit"}, {"x1", "0"}, {"x2", "100%"}, {"y1", pixels(y)}, {"y2", pixels(y)}});
  page.element("text", fmt::format("limit {}", limit),
               {{"class", "limit-name"}, {"x", "0"}, {"dx", "4"}, {"y", pixels(y - 5)}});
}

double label_margin(const std::vector<CountLine>& lines, const Material& material) {
  std::size_t longest = 0;
  for (const CountLine& line : lines) longest = std::max(longest, names_of(line, material).size());
  return std::clamp(static_cast<double>(longest) * 7.2 + 14, 40.0, 150.0);
}

}  // namespace

void draw_count_plot(Markup& page, const Material& material, std::size_t thinning) {
  const std::vector<CountLine> lines = count_lines(material);
  const TimeScale scale{history::Time{}, material.end()};
  const auto limit = static_cast<double>(material.findings.key_limit);
  const auto peak = static_cast<double>(material.findings.keys_at_most);
  const bool shows_limit = peak >= 0.6 * limit;
  const CountAxis axis = count_axis(shows_limit ? std::max(peak, limit * 1.05) : peak);
  const double top = axis.top();
  // Of the width: steps that are shorter cannot be pointed at.
  const double reachable = 0.001 * static_cast<double>(thinning * thinning);
  open_figure(page, "keys", "JWT keys in each bundle",
              "Clusters whose counts never differ for a minute share a line. Shaded: when servers "
              "came and went.");
  open_plot(page, {"keys-plot",
                   fmt::format("JWT keys over time, {} at most; arrow keys go from step to step",
                               material.findings.keys_at_most),
                   height, 48, label_margin(lines, material)});
  draw_activity(page, material, scale, height);
  draw_count_axis(page, axis, height);
  draw_time_axis(page, scale, height);
  if (shows_limit) draw_limit(page, material.findings.key_limit, top);
  for (std::size_t place = lines.size(); place-- > 0;) {
    draw_line(page, lines[place], place, scale, top, thinning);
  }
  for (const CountLine& line : lines) draw_tips(page, line, scale, top, material, reachable);
  draw_names(page, lines, top, material);
  close_plot(page);
  close_figure(page);
}

}  // namespace spindrift::report
