#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/metrics/fleet_metrics.hpp"
#include "analysis/statistics/design/input_range.hpp"
#include "analysis/sweep/input.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::sweep {

/// A strategy, or several laid over one another, as a plan names it.
struct StrategyChoice {
  std::string name;                ///< "none", "always-subscribed+hold-down"
  std::vector<std::string> paths;  ///< of their files; empty for "none"
};

/// One run: a point of the design with a strategy and a seed. Cells are numbered from 0: all seeds
/// of a strategy, then the next strategy, then the next point.
struct Cell {
  std::uint64_t number = 0;
  std::uint64_t point = 0;
  std::size_t strategy = 0;  ///< its place in the plan
  std::uint64_t seed = 0;
};

/// What a sweep runs. Everything about a cell is a function of the plan and the cell's number, so
/// that any thread, process or machine can run it.
struct Plan {
  std::string name;
  std::string path;
  std::string text;           ///< as JSON on one line
  std::string scenario_path;  ///< of its file
  std::string scenario_text;
  std::vector<Input> inputs;
  std::vector<statistics::Point> points;  ///< of each, the shares of the inputs' ranges
  std::vector<StrategyChoice> strategies;
  std::uint64_t replications = 1;
  std::uint64_t first_seed = 1;
  std::vector<metrics::FleetMetric> metrics;
  /// A fingerprint of all that decides the results: plan, scenario and strategies, but neither
  /// their places nor what is for people only.
  std::string digest;

  [[nodiscard]] std::uint64_t cells() const {
    return points.size() * strategies.size() * replications;
  }
  /// REQUIRES: number < cells().
  [[nodiscard]] Cell cell(std::uint64_t number) const;

  /// The value of an input at a point, as JSON text.
  [[nodiscard]] std::string value(std::uint64_t point, std::size_t input) const {
    return inputs[input].at(points[point][input]);
  }

  /// What a point and a strategy lay over the scenario.
  [[nodiscard]] scenario::Overrides overrides(std::uint64_t point, std::size_t strategy) const;

  /// The scenario at that point under that strategy. Problems name the scenario's file without its
  /// folder, so that they are the same wherever it lies.
  [[nodiscard]] scenario::Loaded load(std::uint64_t point, std::size_t strategy) const;
};

/// Finds the path of a scenario or a strategy that a plan names. Throws `std::runtime_error` that
/// says why there is none, and the nearest name.
struct Finder {
  std::function<std::string(const std::string& name)> scenario;
  std::function<std::string(const std::string& name)> strategy;
};

/// The JSON Schema of plan files, for editors.
[[nodiscard]] std::string plan_schema();

/// A plan, or everything that is wrong with it.
using LoadedPlan = std::variant<Plan, scenario::Problems>;

/// Reads a plan file with what it names. Every value of every input is tried on the scenario, so
/// that mistakes are found before anything runs.
[[nodiscard]] LoadedPlan load_plan(const std::string& path, const Finder& finder);

/// Reads the text of a plan; `path` names it in problems.
[[nodiscard]] LoadedPlan load_plan_text(std::string_view text, const std::string& path,
                                        const Finder& finder);

}  // namespace spindrift::sweep
