#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace spindrift::scenario {

/// The deployment with the luck of that seed: everything that the scenario names as random in
/// `vary` and `late_by` is drawn. Each draw has a stream of its own, named after what it decides:
/// two strategies under one seed meet the same luck in all that they have in common. To be run with
/// the same seed, of which the model draws the rest (back-offs, latencies that have a shape).
[[nodiscard]] model::Deployment with_luck(const Scenario& scenario, std::uint64_t seed);

/// What differs between two seeds, a line each; what the model draws by itself comes last.
[[nodiscard]] std::vector<std::string> luck_in_words(const Scenario& scenario);

}  // namespace spindrift::scenario
