#pragma once

#include <string>
#include <utility>
#include <vector>

namespace spindrift::analysis {

/// A line of a chart. Lines of one colour belong together.
struct ChartLine {
  std::string name;                               ///< empty: not in the legend
  std::vector<std::pair<double, double>> points;  ///< ascending
  std::size_t colour = 0;
  bool is_dashed = false;  ///< theory
};

/// One drawing area with its axes.
struct ChartPanel {
  std::string title;
  std::string x_title;
  std::string y_title;
  bool x_is_logarithmic = false;
  std::vector<std::string> x_names;  ///< instead of numbers, for x = 0, 1, 2 …
  std::vector<ChartLine> lines;
};

/// A vector graphic of panels below each other, light or dark as its viewer is. The same panels
/// give the same text.
[[nodiscard]] std::string as_svg(const std::string& title, const std::vector<ChartPanel>& panels);

}  // namespace spindrift::analysis
