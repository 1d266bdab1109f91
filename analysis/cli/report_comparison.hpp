#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/cli/command_options.hpp"
#include "analysis/cli/console.hpp"
#include "analysis/cli/scenario_options.hpp"
#include "analysis/review/comparison.hpp"

namespace spindrift::cli {

/// How strategies are compared for a report. Whoever wants other metrics asks `spindrift compare`.
struct ReportComparisonOptions {
  std::optional<std::size_t> replications;
  std::string objective;
  std::vector<std::string> inputs;       ///< "path=lower..upper": which one moves the answer most
  std::vector<std::string> break_evens;  ///< likewise: where the first two change places
  unsigned int jobs = 1;

  void add_to(CommandOptions command);

  /// As one would type them, each after a space.
  [[nodiscard]] std::string as_typed() const;

  /// One strategy alone is laid over the scenario; several, or many runs, are compared with it.
  [[nodiscard]] bool are_wanted(const ScenarioOptions& common) const {
    return common.strategies.size() > 1 || replications || !objective.empty() || !inputs.empty() ||
           !break_evens.empty();
  }
};

/// Compares the strategies with the scenario as it is; the command is left to the caller. Empty
/// after problems were told.
[[nodiscard]] std::optional<review::Comparison> compare_for_report(
    const std::string& scenario, const ScenarioOptions& common,
    const ReportComparisonOptions& options, const Console& console);

}  // namespace spindrift::cli
