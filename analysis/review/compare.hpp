#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/review/comparison.hpp"
#include "analysis/review/laboratory.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::review {

/// An alternative to be compared: the scenario with strategies and values laid over it.
struct AlternativeRequest {
  std::string name;
  std::string summary;
  std::vector<std::string> strategies;  ///< paths
  std::vector<std::string> sets;        ///< "path=value"
  std::string options;                  ///< the same as one would type it
};

struct CompareRequest {
  std::string path;               ///< of the scenario
  std::vector<std::string> sets;  ///< for all alternatives, below their own
  std::optional<std::uint64_t> seed;
  std::vector<AlternativeRequest> alternatives;  ///< the first is the baseline
  std::vector<metrics::FleetMetric> metrics;     ///< to look at; empty: the important ones
  std::vector<metrics::FleetMetric> pareto_metrics;
  std::optional<Objective> objective;
  double level = 0.95;
  std::optional<std::size_t> replications;  ///< none: until the precision is reached
  double relative_half_width = 0.05;
  std::size_t replications_max = 2000;
  /// Whether the laboratory knows the alternatives by their names and may remember what they did.
  bool uses_what_is_remembered = false;
  std::optional<Horizon> horizon;  ///< what `extend_horizon` found; none: the scenario's end
};

/// The scenarios of all alternatives, or everything that is wrong with them: a combination of
/// strategies that contradicts itself says why.
[[nodiscard]] std::variant<std::vector<scenario::Scenario>, scenario::Problems> load_alternatives(
    const CompareRequest& request);

/// What is looked at when nothing is said: the harm, the keys, the price and the time.
[[nodiscard]] std::vector<metrics::FleetMetric> usual_metrics();

/// Runs every alternative under the same luck and draws the conclusions. `scenarios` are those of
/// the request. Sensitivities and break-evens are added by their own functions.
[[nodiscard]] Comparison compare(const CompareRequest& request,
                                 const std::vector<scenario::Scenario>& scenarios,
                                 const Laboratory& laboratory);

}  // namespace spindrift::review
