#pragma once

#include <cstdint>

#include "analysis/propagation/propagation.hpp"
#include "sim/model/deployment.hpp"

namespace spindrift::analysis::test {

using kernel::Duration;

/// Adds a cluster "name" with that many servers, disk keys, all times of a start constant, and
/// connections that are not closed for their age. Returns its place.
std::size_t add_cluster(model::Deployment& deployment, const std::string& name, int servers,
                        const std::string& upstream, const std::string& version);
void add_agent(model::Deployment& deployment, std::size_t cluster);
void add_action(model::Deployment& deployment, Duration at, model::ActionKind kind,
                const std::string& server);

/// Sorts the plan, runs the deployment, and tells how keys spread that were begun at `from` or
/// later.
PropagationResult spread(model::Deployment& deployment, Duration from, std::uint64_t seed = 1);

/// Point number `place` of a sequence that fills [0, 1) evenly in each of its two dimensions, and
/// both together: Kronecker's, by powers of the root of x^3 = x + 1.
double evenly(std::size_t place, std::size_t dimension);

/// Whether the middle and the tail are within 1 % of theory, of the last hop or of the whole way.
enum class Measure : std::uint8_t { hop, whole };
void check_within_a_hundredth(const PropagationResult& result, PlaceGroup group, Measure measure);

}  // namespace spindrift::analysis::test
