#include "analysis/report/sensitivity_plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/report/comparison_section.hpp"
#include "analysis/report/number_text.hpp"
#include "analysis/report/plot.hpp"

namespace spindrift::report {
namespace {

using review::Comparison;
using review::Sensitivity;
using statistics::ConfidenceInterval;
using statistics::InputSwing;

constexpr double row_height = 62;

/// The changes of one study, from the most that any input takes off to the most that one adds.
struct Scale {
  metrics::Unit unit = metrics::Unit::count;
  double lowest = 0;
  double highest = 0;

  [[nodiscard]] double share(double value) const {
    if (highest <= lowest) return 0.5;
    return std::clamp((value - lowest) / (highest - lowest), 0.0, 1.0);
  }
};

Scale scale_of(const Sensitivity& study) {
  Scale scale{metrics::info(study.metric).unit, 0, 0};
  for (const InputSwing& swing : study.swings) {
    for (const ConfidenceInterval& change : {swing.at_lower, swing.at_upper}) {
      scale.lowest = std::min(scale.lowest, change.estimate);
      scale.highest = std::max(scale.highest, change.estimate);
    }
  }
  return scale;
}

std::string change_text(metrics::Unit unit, const ConfidenceInterval& change) {
  const std::string sign = change.estimate > 0 ? "+" : "";
  return sign + interval_text(change, unit);
}

std::string index_text(const ConfidenceInterval& index) {
  return fmt::format("{} ({} to {})", short_number(index.estimate), short_number(index.lower),
                     short_number(index.upper));
}

std::string tip_of(const Sensitivity& study, const InputSwing& swing) {
  const review::InputBetween& input = study.inputs[swing.input];
  const metrics::Unit unit = metrics::info(study.metric).unit;
  const statistics::SobolIndex& index = study.sobol.indices[swing.input];
  return fmt::format("{} at {}: {}; at {}: {}; share of the variance {}, alone {}", input.path,
                     input.text(input.lower), change_text(unit, swing.at_lower),
                     input.text(input.upper), change_text(unit, swing.at_upper),
                     index_text(index.total_order), index_text(index.first_order));
}

void draw_bar(Markup& page, const Scale& scale, double change, double y, const char* kind) {
  const double from = scale.share(std::min(0.0, change));
  const double until = scale.share(std::max(0.0, change));
  page.empty("rect", {{"class", kind},
                      {"x", percent(from)},
                      {"width", percent(until - from)},
                      {"y", pixels(y)},
                      {"height", "8"}});
}

/// What an index says on a scale from nothing to all, below the bars.
void draw_index(Markup& page, const ConfidenceInterval& index, double y) {
  const auto place = [](double share) { return percent(std::clamp(share, 0.0, 1.0)); };
  page.empty(
      "line",
      {{"class", "whole"}, {"x1", "0"}, {"x2", "100%"}, {"y1", pixels(y)}, {"y2", pixels(y)}});
  page.empty("line", {{"class", "reach"},
                      {"x1", place(index.lower)},
                      {"x2", place(index.upper)},
                      {"y1", pixels(y)},
                      {"y2", pixels(y)}});
  page.empty("circle", {{"cx", place(index.estimate)}, {"cy", pixels(y)}, {"r", "4"}});
}

void draw_row(Markup& page, const Sensitivity& study, const Scale& scale, std::size_t row) {
  const InputSwing& swing = study.swings[row];
  const review::InputBetween& input = study.inputs[swing.input];
  const double top = row_height * static_cast<double>(row);
  const std::string name =
      fmt::format("{}: {} to {}", input.path, input.text(input.lower), input.text(input.upper));
  page.element("text", name, {{"class", "row-name"}, {"x", "0"}, {"y", pixels(top + 13)}});
  page.element(
      "text", figure_text(scale.unit, swing.swing()),
      {{"class", "row-value"}, {"x", "100%"}, {"y", pixels(top + 13)}, {"text-anchor", "end"}});
  page.open("g", {{"class", "mark swing"}});
  page.element("title", tip_of(study, swing));
  page.empty("rect", {{"class", "hit"},
                      {"x", "0"},
                      {"y", pixels(top)},
                      {"width", "100%"},
                      {"height", pixels(row_height)}});
  draw_bar(page, scale, swing.at_lower.estimate, top + 20, "at-lower");
  draw_bar(page, scale, swing.at_upper.estimate, top + 29, "at-upper");
  // Beside the bars only: names may stand above it.
  const std::string zero = percent(scale.share(0));
  page.empty("line", {{"class", "zero"},
                      {"x1", zero},
                      {"x2", zero},
                      {"y1", pixels(top + 17)},
                      {"y2", pixels(top + 40)}});
  draw_index(page, study.sobol.indices[swing.input].total_order, top + 48);
  page.close();
}

void draw_study(Markup& page, const Comparison& comparison, std::size_t place) {
  const Sensitivity& study = comparison.sensitivities[place];
  const Scale scale = scale_of(study);
  const double height = row_height * static_cast<double>(study.swings.size());
  const std::string& alternative = comparison.alternatives[study.alternative].name;
  page.open("div", {{"class", "panel"}}).element("h4", alternative);
  page.element("p",
               fmt::format("{} is {} with every input at its middle", words_of(study.metric),
                           figure_text(scale.unit, study.at_middle)),
               {{"class", "faint"}});
  open_plot(page, {fmt::format("swings-{}", place),
                   fmt::format("What moves {} of {}; arrow keys go from one to the next",
                               words_of(study.metric), alternative),
                   height, 4, 4});
  for (std::size_t row = 0; row < study.swings.size(); ++row) draw_row(page, study, scale, row);
  close_plot(page);
  page.close();
}

}  // namespace

void draw_sensitivities(Markup& page, const Comparison& comparison) {
  if (comparison.sensitivities.empty()) return;
  open_figure(page, "sensitivity", "What moves the answer most",
              "Bars: the change when one input goes to its lower (hollow) or upper (full) end and "
              "the others stay at their middle; the upright stroke is no change, the figure the "
              "whole swing. Dots below: the share of the variance that the input has a part in "
              "(total-order Sobol index), with its interval, from 0 at the left to 1.");
  page.open("div", {{"class", "panels"}});
  for (std::size_t place = 0; place < comparison.sensitivities.size(); ++place) {
    draw_study(page, comparison, place);
  }
  page.close();
  close_figure(page);
}

}  // namespace spindrift::report
