#pragma once

#include <string>

#include "sim/history/digest.hpp"
#include "sim/model/simulation.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift {

/// The digest of the history of a scenario with that seed.
inline std::string digest_of(const scenario::Scenario& scenario, std::uint64_t seed, bool oracle) {
  history::Digest digest;
  model::run(scenario.deployment, seed, {.oracle = oracle}, digest);
  return digest.hex();
}

/// The same with its own seed.
inline std::string digest_of(const scenario::Scenario& scenario, bool oracle) {
  return digest_of(scenario, scenario.seed, oracle);
}

}  // namespace spindrift
