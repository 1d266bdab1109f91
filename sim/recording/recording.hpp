#pragma once

#include <string>
#include <variant>

#include "sim/history/history.hpp"
#include "sim/model/deployment.hpp"
#include "sim/scenario/problem.hpp"

namespace spindrift::recording {

/// What was observed of real SPIRE servers, and what is needed to predict it.
struct Recording {
  std::string name;
  /// The deployment, what was done to it, and how long its machine took for each start. Nothing
  /// that SPIRE decided is in here.
  model::Deployment inputs;
  /// What happened, in the event types of a simulation. Key ids are replaced by who made them and
  /// as how many-th, in the order in which they first stood in any bundle.
  history::History history;
};

using Read = std::variant<Recording, scenario::Problems>;

/// Reads a folder with `plan.json`, `processes.jsonl`, `bundles.jsonl` and `servers.jsonl`; times
/// count from the recording's start.
[[nodiscard]] Read read_recording(const std::string& folder);

}  // namespace spindrift::recording
