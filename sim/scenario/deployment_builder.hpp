#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/model/deployment.hpp"
#include "sim/scenario/name_resolver.hpp"
#include "sim/scenario/value_reader.hpp"
#include "sim/scenario/written.hpp"

namespace spindrift::scenario {

/// Makes a deployment of what is written: spells out patterns, resolves names, and checks what only
/// the whole can show. Each function reports its problems and leaves out what has one.

/// Clusters and servers, in an order that does not depend on the order in the file: upstreams
/// first, then by name. Agents too.
void build_topology(const ScenarioWritten& written, const Json& root, Reading& reading,
                    model::Deployment& deployment);

/// Discovery providers and relying parties.
void build_observers(const ScenarioWritten& written, const Json& root, NameResolver& names,
                     Reading& reading, model::Deployment& deployment);

/// The plan, sorted by time.
void build_plan(const ScenarioWritten& written, const Json& root, NameResolver& names,
                Reading& reading, model::Deployment& deployment);

[[nodiscard]] std::vector<Expectation> build_expectations(const ScenarioWritten& written,
                                                          const Json& root, NameResolver& names,
                                                          Reading& reading,
                                                          const model::Deployment& deployment);

/// Refuses moments that the run does not reach.
void check_end(const ScenarioWritten& written, const Json& root, Reading& reading);

/// Refuses what would take for ever or more memory than there is.
void check_size(const Json& root, Reading& reading, const model::Deployment& deployment);

/// Steps of a run when everything goes wrong all the time.
[[nodiscard]] double worst_steps(const model::Deployment& deployment);
/// Entries of all bundles together, in the worst moment.
[[nodiscard]] double worst_records(const model::Deployment& deployment);

}  // namespace spindrift::scenario
