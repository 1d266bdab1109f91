#include <fmt/format.h>

#include "analysis/cli/compare_report.hpp"
#include "analysis/cli/table.hpp"

namespace spindrift::cli {
namespace {

std::string share_text(const statistics::ConfidenceInterval& share) {
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", share.estimate, share.lower, share.upper);
}

std::string sensitivity_text(const review::Comparison& comparison,
                             const review::Sensitivity& study) {
  const auto& info = metrics::info(study.metric);
  Table table{{{"input", Table::Align::left},
               {"lower", Table::Align::right},
               {"changes it by", Table::Align::right},
               {"upper", Table::Align::right},
               {"changes it by", Table::Align::right},
               {"first order", Table::Align::right},
               {"total order", Table::Align::right}}};
  for (const statistics::InputSwing& swing : study.swings) {
    const review::InputBetween& input = study.inputs[swing.input];
    table.add({input.path, input.text(input.lower), interval_text(swing.at_lower, info.unit),
               input.text(input.upper), interval_text(swing.at_upper, info.unit),
               share_text(study.sobol.indices[swing.input].first_order),
               share_text(study.sobol.indices[swing.input].total_order)});
  }
  return fmt::format(
      "What moves {} of \"{}\" (from {} with every input at its middle; {} runs, Sobol indices of "
      "{} rows)\n{}\n",
      info.name, comparison.alternatives[study.alternative].name,
      metrics::value_text(info.unit, study.at_middle), study.runs, study.sobol_rows, table.text());
}

}  // namespace

std::string trade_off_text(const review::Comparison& comparison) {
  std::string text;
  for (const review::Sensitivity& study : comparison.sensitivities) {
    text += sensitivity_text(comparison, study);
  }
  for (const review::BreakEven& found : comparison.break_evens) text += found.sentence + '\n';
  if (!comparison.break_evens.empty()) text += '\n';
  return text;
}

}  // namespace spindrift::cli
