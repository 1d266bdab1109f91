#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/model/deployment.hpp"
#include "sim/scenario/expectation.hpp"
#include "sim/scenario/problem.hpp"
#include "sim/scenario/setting.hpp"
#include "sim/scenario/variation.hpp"

namespace spindrift::scenario {

/// What is laid over a scenario file before it is read, in this order.
struct Overrides {
  std::vector<std::string> strategies;  ///< paths of strategy files
  /// "path=value": "ca_ttl=12h", "clusters/0/servers=4", "clusters/root/servers=4",
  /// "network.round_trip=5ms"; "rolls.pause=5m" in every rolling restart. The value is JSON, or
  /// else a string. They may override a strategy.
  std::vector<std::string> sets;
  std::optional<std::uint64_t> seed;
  bool draws_luck = false;  ///< as a replication of a comparison: see `with_luck`
};

/// A scenario, ready to run.
struct Scenario {
  std::string name;
  std::string description;
  std::string path;
  std::uint64_t seed = 1;
  /// The moment whose key counts and missing keys are reported; none: the end.
  std::optional<kernel::Duration> read_at;
  std::vector<std::string> strategies;  ///< names
  model::Deployment deployment;
  Variation vary;  ///< see `with_luck`
  std::vector<Expectation> expectations;
  std::vector<Setting> settings;  ///< every value and where it comes from
  /// A scenario file that says all of this, defaults included, and reads as the same scenario.
  std::string effective_text;
};

/// A scenario, or everything that is wrong with it.
using Loaded = std::variant<Scenario, Problems>;

/// Reads a scenario file. Never throws for what stands in a file.
[[nodiscard]] Loaded load(const std::string& path, const Overrides& overrides = {});

/// Reads the text of a scenario; `path` names it in problems.
[[nodiscard]] Loaded load_text(std::string_view text, const std::string& path,
                               const Overrides& overrides = {});

/// The JSON Schema (2020-12) of scenario files.
[[nodiscard]] std::string schema();
/// The JSON Schema (2020-12) of strategy files.
[[nodiscard]] std::string strategy_schema();

/// A scenario or strategy file that can be named.
struct Listed {
  std::string name;  ///< "6083-production"
  std::string path;
  std::string description;  ///< of a strategy: its summary
};

/// The scenario files below a folder, by path. Strategies and sweeps are left out.
[[nodiscard]] std::vector<Listed> list(const std::string& folder);
/// The strategy files below a folder, by path.
[[nodiscard]] std::vector<Listed> list_strategies(const std::string& folder);

}  // namespace spindrift::scenario
