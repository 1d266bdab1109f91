#include "analysis/propagation/chart.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "analysis/propagation/chart_axis.hpp"

namespace spindrift::analysis {
namespace {

constexpr double width = 880;
constexpr double left = 70;
constexpr double right = 610;
constexpr double panel_height = 340;
constexpr double plot_top = 40;
constexpr double plot_bottom = 280;
constexpr double header = 40;
constexpr std::size_t colours = 8;

// Okabe and Ito's colours, which people with any kind of colour vision can tell apart, made lighter
// on dark ground.
constexpr const char* style = R"(<style>
  svg { background: #ffffff; }
  text { font: 13px sans-serif; fill: #222222; }
  .title { font-size: 15px; font-weight: bold; }
  .faint { fill: #666666; }
  .grid { stroke: #dddddd; stroke-width: 1; }
  .axis { stroke: #666666; stroke-width: 1; }
  .line { fill: none; stroke-width: 2; }
  .theory { stroke-dasharray: 6 4; stroke-width: 1.5; }
  .c0 { stroke: #0072b2; } .c1 { stroke: #d55e00; } .c2 { stroke: #009e73; }
  .c3 { stroke: #cc79a7; } .c4 { stroke: #a07d00; } .c5 { stroke: #3a9bd1; }
  .c6 { stroke: #444444; }
  .c7 { stroke: #7b4fb5; }
  @media (prefers-color-scheme: dark) {
    svg { background: #16181c; }
    text { fill: #e6e6e6; }
    .faint { fill: #a0a4aa; }
    .grid { stroke: #33373d; }
    .axis { stroke: #a0a4aa; }
    .c0 { stroke: #5ab4f0; } .c1 { stroke: #ff8f45; } .c2 { stroke: #3fd0a5; }
    .c3 { stroke: #f0a5cd; } .c4 { stroke: #f0d040; } .c5 { stroke: #9fd8ff; }
    .c6 { stroke: #cccccc; }
    .c7 { stroke: #bb95f0; }
  }
</style>
)";

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char each : text) {
    if (each == '&') {
      safe += "&amp;";
    } else if (each == '<') {
      safe += "&lt;";
    } else if (each == '>') {
      safe += "&gt;";
    } else {
      safe += each;
    }
  }
  return safe;
}

std::string text_at(double x, double y, const std::string& text, const char* anchor,
                    const char* kind = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n",
                     x, y, anchor, kind, escaped(text));
}

std::string straight(double x1, double y1, double x2, double y2, const char* kind) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n", x1, y1, x2,
      y2, kind);
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void cover(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

std::string kind_of(const ChartLine& line) {
  return fmt::format("line c{}{}", line.colour % colours, line.is_dashed ? " theory" : "");
}

std::string drawn(const ChartLine& line, const ChartAxis& x, const ChartAxis& y, bool has_dots) {
  std::string path;
  std::string dots;
  for (const auto& [at, value] : line.points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : " L", x.pixel(at), y.pixel(value));
    if (has_dots && !line.is_dashed) {
      dots += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\" class=\"{}\"/>\n",
                          x.pixel(at), y.pixel(value), kind_of(line));
    }
  }
  if (path.empty()) return "";
  return fmt::format("<path d=\"{}\" class=\"{}\"/>\n{}", path, kind_of(line), dots);
}

std::string legend(const std::vector<ChartLine>& lines, double top) {
  std::string text;
  double y = top + plot_top + 8;
  for (const ChartLine& line : lines) {
    if (line.name.empty()) continue;
    text += straight(right + 20, y - 4, right + 48, y - 4, kind_of(line).c_str());
    text += text_at(right + 56, y, line.name, "start");
    y += 19;
  }
  return text;
}

std::string axes(const ChartPanel& panel, const ChartAxis& x, const ChartAxis& y, double top) {
  std::string text;
  for (const auto& [value, label] : y.ticks()) {
    text += straight(left, y.pixel(value), right, y.pixel(value), "grid");
    text += text_at(left - 8, y.pixel(value) + 4, label, "end", "faint");
  }
  const auto x_tick = [&](double value, const std::string& label) {
    text +=
        straight(x.pixel(value), top + plot_bottom, x.pixel(value), top + plot_bottom + 5, "axis");
    text += text_at(x.pixel(value), top + plot_bottom + 19, label, "middle", "faint");
  };
  if (panel.x_names.empty()) {
    for (const auto& [value, label] : x.ticks()) x_tick(value, label);
  }
  for (std::size_t place = 0; place < panel.x_names.size(); ++place) {
    x_tick(static_cast<double>(place), panel.x_names[place]);
  }
  text += straight(left, top + plot_bottom, right, top + plot_bottom, "axis");
  text += text_at((left + right) / 2, top + plot_bottom + 40, panel.x_title, "middle");
  text += text_at(left - 60, top + plot_top - 10, panel.y_title, "start");
  return text;
}

std::string panel_text(const ChartPanel& panel, double top) {
  Range xs;
  Range ys;
  ys.cover(0.0);
  for (const ChartLine& line : panel.lines) {
    for (const auto& [at, value] : line.points) {
      xs.cover(at);
      ys.cover(value);
    }
  }
  if (xs.low > xs.high) return text_at(left, top + plot_top, panel.title + ": nothing", "start");
  const ChartAxis x{xs.low, xs.high, panel.x_is_logarithmic, left, right};
  const ChartAxis y{ys.low, ys.high, false, top + plot_bottom, top + plot_top};
  std::string text = text_at(left - 60, top + 12, panel.title, "start", "title");
  text += axes(panel, x, y, top);
  const bool has_dots = std::ranges::all_of(
      panel.lines, [](const ChartLine& line) { return line.is_dashed || line.points.size() < 40; });
  for (const ChartLine& line : panel.lines) text += drawn(line, x, y, has_dots);
  return text + legend(panel.lines, top);
}

}  // namespace

std::string as_svg(const std::string& title, const std::vector<ChartPanel>& panels) {
  const double height = header + panel_height * static_cast<double>(panels.size());
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\" role=\"img\">\n<title>{2}</title>\n",
      width, height, escaped(title));
  svg += style;
  svg += text_at(10, 24, title, "start", "title");
  for (std::size_t place = 0; place < panels.size(); ++place) {
    svg += panel_text(panels[place], header + panel_height * static_cast<double>(place));
  }
  return svg + "</svg>\n";
}

}  // namespace spindrift::analysis
