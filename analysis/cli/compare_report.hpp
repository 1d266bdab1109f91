#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "analysis/cli/console.hpp"
#include "analysis/review/comparison.hpp"

namespace spindrift::cli {

/// How a metric compares with the baseline's: for JSON, for tables of words, for crowded ones.
struct AgainstBaselineWords {
  std::string_view name;
  std::string_view words;
  std::string_view sign;
};
[[nodiscard]] AgainstBaselineWords words_for(review::AgainstBaseline against);

/// A comparison for people. With `detail` every metric has its ranking.
[[nodiscard]] std::string comparison_as_text(const review::Comparison& comparison, bool detail,
                                             const Console& console);

/// A comparison for a pull request.
[[nodiscard]] std::string comparison_as_markdown(const review::Comparison& comparison);

/// A row for each alternative and metric.
[[nodiscard]] std::string comparison_as_csv(const review::Comparison& comparison);

/// Everything, the values of each replication too.
[[nodiscard]] nlohmann::ordered_json comparison_as_json(const review::Comparison& comparison);

/// "-120762 [-121500, -119900]" in the metric's unit; the estimate alone where luck changes
/// nothing.
[[nodiscard]] std::string interval_text(const statistics::ConfidenceInterval& interval,
                                        metrics::Unit unit);

/// "28.2x"; "all" for infinity: the difference does not vary.
[[nodiscard]] std::string factor_text(double factor);

/// How far the runs go, and whom the scenario's own end would have cut off.
[[nodiscard]] std::string horizon_text(const review::Horizon& horizon);

/// How much the common luck helps, a line for each metric that varies: its factor, and the most
/// that any luck could reach.
[[nodiscard]] std::string common_luck_text(const review::Comparison& comparison);

/// Sensitivities and break-evens in words; empty when there are none.
[[nodiscard]] std::string trade_off_text(const review::Comparison& comparison);

}  // namespace spindrift::cli
