#pragma once

#include <string>

#include "analysis/report/markup.hpp"
#include "analysis/report/time_scale.hpp"

/// What the figures over time have in common. They are SVG without a view box: horizontal lengths
/// are percentages and vertical ones pixels, so that a figure fits a phone and a desk with letters
/// of the same size. Labels stand in margins, outside of the drawing's own box.
namespace spindrift::report {

struct PlotFrame {
  std::string id;
  std::string label;  ///< what it shows, for those who cannot see it
  double height = 0;
  double left = 48;  ///< margins in pixels
  double right = 16;
};

/// Opens the frame and the drawing.
void open_plot(Markup& page, const PlotFrame& frame);
void close_plot(Markup& page);

/// Vertical lines and labels below at the ticks.
void draw_time_axis(Markup& page, const TimeScale& scale, double height);

/// An axis of counts from 0 in round steps.
struct CountAxis {
  double step = 1;
  int steps = 5;

  [[nodiscard]] double top() const { return step * steps; }
};

/// The axis of at most six steps that ends at or just above `value`.
[[nodiscard]] CountAxis count_axis(double value);

/// Horizontal lines and labels at the left.
void draw_count_axis(Markup& page, const CountAxis& axis, double height);

/// A rectangle from moment to moment. An empty `tip` gives it no tool-tip.
void draw_span(Markup& page, const TimeScale& scale, kernel::Time from, kernel::Time until,
               double y, double height, const std::string& kind, const std::string& tip);

/// Opens a figure with its caption: a bold title and a sentence of how to read it.
void open_figure(Markup& page, const std::string& id, const std::string& title,
                 const std::string& how_to_read);
void close_figure(Markup& page);

}  // namespace spindrift::report
