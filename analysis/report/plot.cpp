#include "analysis/report/plot.hpp"

#include <algorithm>
#include <array>

#include "analysis/report/number_text.hpp"

namespace spindrift::report {

void open_plot(Markup& page, const PlotFrame& frame) {
  page.open("div", {{"class", "frame"},
                    {"style",
                     "--left:" + pixels(frame.left) + "px;--right:" + pixels(frame.right) + "px"}});
  page.open("svg", {{"id", frame.id},
                    {"class", "chart"},
                    {"width", "100%"},
                    {"height", pixels(frame.height)},
                    {"role", "group"},
                    {"tabindex", "0"},
                    {"aria-label", frame.label}});
}

void close_plot(Markup& page) { page.close().close(); }

void draw_time_axis(Markup& page, const TimeScale& scale, double height) {
  page.open("g", {{"class", "axis"}, {"aria-hidden", "true"}});
  for (const Tick& tick : scale.ticks()) {
    const std::string x = percent(scale.share(tick.at));
    const std::string kind = tick.is_minor ? "minor" : "major";
    page.empty("line",
               {{"class", kind}, {"x1", x}, {"x2", x}, {"y1", "0"}, {"y2", pixels(height)}});
    page.element(
        "text", tick.label,
        {{"class", kind}, {"x", x}, {"y", pixels(height + 17)}, {"text-anchor", "middle"}});
  }
  page.close();
}

CountAxis count_axis(double value) {
  constexpr int steps_max = 6;
  for (double unit = 1;; unit *= 10) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      CountAxis axis{factor * unit, 1};
      while (axis.top() < value && axis.steps <= steps_max) ++axis.steps;
      if (axis.steps <= steps_max) return axis;
    }
  }
}

void draw_count_axis(Markup& page, const CountAxis& axis, double height) {
  page.open("g", {{"class", "axis"}, {"aria-hidden", "true"}});
  for (int step = 0; step <= axis.steps; ++step) {
    const std::string y = pixels(height - height * step / axis.steps);
    page.empty("line", {{"x1", "0"}, {"x2", "100%"}, {"y1", y}, {"y2", y}});
    page.element("text", short_number(axis.step * step, 0),
                 {{"x", "0"}, {"dx", "-8"}, {"y", y}, {"dy", "4"}, {"text-anchor", "end"}});
  }
  page.close();
}

void draw_span(Markup& page, const TimeScale& scale, kernel::Time from, kernel::Time until,
               double y, double height, const std::string& kind, const std::string& tip) {
  constexpr double visible = 0.0015;  // what lasts a moment can still be seen
  const double begin = scale.share(from);
  const double width = std::max(scale.share(until) - begin, visible);
  const std::vector<Attribute> attributes{{"class", kind},
                                          {"x", percent(std::min(begin, 1 - width))},
                                          {"y", pixels(y)},
                                          {"width", percent(width)},
                                          {"height", pixels(height)}};
  if (tip.empty()) {
    page.empty("rect", attributes);
  } else {
    page.open("rect", attributes).element("title", tip).close();
  }
}

void open_figure(Markup& page, const std::string& id, const std::string& title,
                 const std::string& how_to_read) {
  page.open("figure", {{"id", id}});
  page.open("figcaption").element("h3", title).element("p", how_to_read).close();
}

void close_figure(Markup& page) { page.close(); }

}  // namespace spindrift::report
