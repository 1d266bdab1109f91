#include <algorithm>

#include <fmt/format.h>

#include "analysis/cli/compare_report.hpp"
#include "analysis/csv_field.hpp"

namespace spindrift::cli {
namespace {

using metrics::Unit;
using review::Alternative;
using review::Comparison;
using review::MetricSummary;

std::string markdown_cell(std::string text) {
  for (std::size_t place = text.find('|'); place != std::string::npos;
       place = text.find('|', place + 2)) {
    text.insert(place, "\\");
  }
  return text;
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) row += " " + markdown_cell(cell) + " |";
  return row + '\n';
}

std::string metric_in_markdown(const Comparison& comparison, std::size_t place) {
  const auto& ranking = comparison.rankings[place];
  const auto& info = metrics::info(ranking.metric);
  std::string text = fmt::format("### `{}`\n\n{}.\n\n", info.name, info.definition);
  text += markdown_row({"rank", "alternative", "mean", "less the baseline", ""});
  text += "| ---: | --- | ---: | ---: | --- |\n";
  for (const statistics::Standing& standing : ranking.standings) {
    const Alternative& each = comparison.alternatives[standing.alternative];
    const MetricSummary& summary = each.metrics[place];
    const bool is_baseline = standing.alternative == 0;
    const std::string rank = standing.best_rank == standing.worst_rank
                                 ? fmt::format("{}", standing.best_rank)
                                 : fmt::format("{}-{}", standing.best_rank, standing.worst_rank);
    text += markdown_row(
        {rank, each.name, interval_text(summary.mean, info.unit),
         is_baseline ? "" : interval_text(summary.difference, info.unit),
         is_baseline ? "baseline" : std::string{words_for(summary.against_baseline).words}});
  }
  return text + '\n';
}

}  // namespace

std::string comparison_as_markdown(const Comparison& comparison) {
  std::string text =
      fmt::format("## Strategies for {}\n\n**{}**\n\n", comparison.scenario, comparison.verdict);
  text += fmt::format("{} replications under the same luck, {:.0f} % confidence. Random:\n",
                      comparison.replications.count, 100 * comparison.level);
  for (const std::string& line : comparison.luck) text += "- " + line + '\n';
  text += '\n' + horizon_text(comparison.horizon) + ".\n";
  text += '\n';
  text += markdown_row({"alternative", "what it does"}) + "| --- | --- |\n";
  for (const Alternative& each : comparison.alternatives) {
    text += markdown_row({each.name, each.summary});
  }
  text += '\n';
  for (std::size_t place = 0; place < comparison.metrics.size(); ++place) {
    text += metric_in_markdown(comparison, place);
  }
  std::string front;
  for (const std::size_t each : comparison.pareto.members) {
    front += "- " + comparison.alternatives[each].name + '\n';
  }
  text += "### Pareto front\n\n" + front + '\n';
  text += "### Common luck\n\n```\n" + common_luck_text(comparison) + "```\n\n";
  const std::string trade_offs = trade_off_text(comparison);
  if (!trade_offs.empty()) text += "```\n" + trade_offs + "```\n\n";
  for (const std::string& remark : comparison.remarks) text += "- " + remark + '\n';
  return text + "\n```sh\n" + comparison.command + "\n```\n";
}

std::string comparison_as_csv(const Comparison& comparison) {
  std::string text =
      "alternative,metric,unit,mean,mean_lower,mean_upper,difference,difference_lower,"
      "difference_upper,adjusted_p_value,against_baseline,median,percentile_95,least,most,"
      "variance_reduction_factor,variance_reduction_limit,replications,cut_off\n";
  for (const Alternative& each : comparison.alternatives) {
    for (std::size_t place = 0; place < comparison.metrics.size(); ++place) {
      const MetricSummary& summary = each.metrics[place];
      const auto& info = metrics::info(comparison.metrics[place]);
      text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
                          analysis::csv_field(each.name), info.name, metrics::symbol_of(info.unit),
                          summary.mean.estimate, summary.mean.lower, summary.mean.upper,
                          summary.difference.estimate, summary.difference.lower,
                          summary.difference.upper, summary.adjusted_p_value,
                          words_for(summary.against_baseline).words, summary.median.estimate,
                          summary.percentile_95.estimate, summary.least, summary.most,
                          summary.variance_reduction_factor, summary.variance_reduction_limit,
                          comparison.replications.count, each.cut_off);
    }
  }
  return text;
}

}  // namespace spindrift::cli
