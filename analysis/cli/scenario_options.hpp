#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/cli/command_options.hpp"
#include "analysis/cli/console.hpp"
#include "analysis/cli/scenario_files.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::cli {

/// What can be changed of a scenario from the command line: the options that all commands which
/// run scenarios share.
struct ScenarioOptions {
  std::optional<std::uint64_t> seed;
  std::vector<std::string> sets;        ///< "path=value"
  std::vector<std::string> strategies;  ///< "a+b" or paths, as given
  bool oracle = false;
  bool luck = false;  ///< draw what the scenario names as random

  void add_to(CommandOptions command);

  /// The overrides for the scenario reader, strategies found. Throws `UsageError`.
  [[nodiscard]] scenario::Overrides overrides(const ScenarioFiles& files) const;

  /// These options as one would type them, each after a space.
  [[nodiscard]] std::string as_typed() const;
};

/// The scenario in that file, or empty after its problems were told on standard error.
[[nodiscard]] std::optional<scenario::Scenario> load_or_complain(
    const std::string& path, const scenario::Overrides& overrides, const Console& console);

/// A word as a shell takes it: quoted when it needs to be.
[[nodiscard]] std::string quoted_for_shell(const std::string& word);

}  // namespace spindrift::cli
