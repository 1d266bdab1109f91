#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/cli/compare_report.hpp"
#include "analysis/cli/table.hpp"
#include "analysis/review/verdict.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::cli {
namespace {

using review::Alternative;
using review::Comparison;

/// An alternative and what the common luck saves in one metric.
struct Saving {
  double factor = 1;
  double limit = 1;
  const Alternative* alternative = nullptr;
};

/// By factor. Without those of which nothing varies.
std::vector<Saving> savings_in(const Comparison& comparison, std::size_t place) {
  std::vector<Saving> savings;
  for (std::size_t each = 1; each < comparison.alternatives.size(); ++each) {
    const Alternative& alternative = comparison.alternatives[each];
    const review::MetricSummary& summary = alternative.metrics[place];
    const bool varies =
        summary.least < summary.most || comparison.alternatives.front().metrics[place].least <
                                            comparison.alternatives.front().metrics[place].most;
    if (!varies) continue;
    savings.push_back(
        {summary.variance_reduction_factor, summary.variance_reduction_limit, &alternative});
  }
  std::ranges::stable_sort(savings, {}, &Saving::factor);
  return savings;
}

}  // namespace

std::string factor_text(double factor) {
  if (std::isinf(factor)) return "all";
  constexpr double many = 1000;
  if (factor >= many) return fmt::format("{:.0f}x", factor);
  return fmt::format("{:.1f}x", factor);
}

std::string horizon_text(const review::Horizon& horizon) {
  const std::string until = scenario::to_text(horizon.until);
  if (horizon.extended_for.empty()) return fmt::format("Every run goes on for {}", until);
  return fmt::format(
      "Every run goes on for {}: at the scenario's own end, {}, {} cut off", until,
      scenario::to_text(horizon.of_scenario),
      review::listed(horizon.extended_for) + (horizon.extended_for.size() == 1 ? " is" : " are"));
}

std::string common_luck_text(const Comparison& comparison) {
  Table table{{{"", Table::Align::left},
               {"least", Table::Align::right},
               {"at best", Table::Align::right},
               {"of", Table::Align::left},
               {"median", Table::Align::right},
               {"most", Table::Align::right}}};
  bool is_empty = true;
  for (std::size_t place = 0; place < comparison.metrics.size(); ++place) {
    const std::vector<Saving> savings = savings_in(comparison, place);
    if (savings.empty()) continue;
    is_empty = false;
    const Saving& least = savings.front();
    table.add({std::string{metrics::info(comparison.metrics[place]).name},
               factor_text(least.factor), factor_text(least.limit), least.alternative->name,
               factor_text(savings[savings.size() / 2].factor),
               factor_text(savings.back().factor)});
  }
  if (is_empty) return "";
  return "Variance reduction by the common luck, measured: var(A) + var(B) over var(A - B), of "
         "each\nalternative and the baseline. \"at best\": the most that their variances allow "
         "any luck.\n" +
         table.text() + '\n';
}

}  // namespace spindrift::cli
