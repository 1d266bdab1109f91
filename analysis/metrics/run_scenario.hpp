#pragma once

#include <cstdint>
#include <memory>

#include "analysis/metrics/fleet_metrics.hpp"
#include "analysis/observation.hpp"
#include "sim/model/deployment.hpp"

namespace spindrift::metrics {

/// What is to be observed of that deployment: its traffic, and the least limit of its relying
/// parties.
[[nodiscard]] analysis::ObservationOptions observation_options(const model::Deployment& deployment);

/// Runs the deployment once under that seed and observes it. `watch` sees each event first, with
/// signatures told in sums (`RunOptions::count_signatures`); it may throw to end the run, as one
/// that watches for an interruption does.
[[nodiscard]] std::unique_ptr<analysis::Observation> observe(const model::Deployment& deployment,
                                                             std::uint64_t seed,
                                                             history::EventSink* watch = nullptr);

/// The fleet-wide metrics of one run: what comparisons, sweeps and reports are made of. Threads may
/// share the deployment, each with a call of its own.
[[nodiscard]] MetricValues run_scenario(const model::Deployment& deployment, std::uint64_t seed,
                                        history::EventSink* watch = nullptr);

}  // namespace spindrift::metrics
