#pragma once

#include <filesystem>
#include <vector>

#include "sim/history/json_lines.hpp"
#include "sim/history/recording/recorded_plan.hpp"
#include "sim/history/recording/recorded_rows.hpp"

/// Recordings of real SPIRE servers: a folder with `plan.json` and tables as JSON lines.
namespace spindrift::history {

/// What a simulation of the recording may know: the deployment, what was done, when processes were
/// started and answered, and when those ended that an action ended.
struct RecordedInputs {
  RecordedPlan plan;
  Topology topology;  ///< clusters, servers, agents that ran, the discovery provider
  /// Starts, answers, actions, ends of agents, and the ends of servers that an action caused.
  std::vector<ProcessRow> processes;
  kernel::Time actions_from{};  ///< the moment from which the actions' times count
  kernel::Time ends{};          ///< the moment at which the recording was stopped
};

/// A whole recording: inputs, and what the servers did.
struct Recording {
  RecordedInputs inputs;
  std::vector<ProcessRow> processes;  ///< all of them
  std::vector<BundleRow> bundles;
  std::vector<JournalRow> journals;
  std::vector<LogRow> log;
  std::vector<KmsRow> kms;
  std::vector<VerdictRow> verdicts;
  std::vector<KeySetRow> key_sets;
};

/// The name that the discovery provider has in a topology and in `processes.jsonl`.
inline constexpr std::string_view discovery_provider_name = "oidc";

/// Reads `plan.json` and `processes.jsonl`. Lines after the recording was stopped are left out.
/// Throws `ReadFailure` with all errors of both files.
[[nodiscard]] RecordedInputs read_recorded_inputs(const std::filesystem::path& folder);

/// Reads a recording; a table whose file is missing is empty. Throws `ReadFailure`.
[[nodiscard]] Recording read_recording(const std::filesystem::path& folder);

}  // namespace spindrift::history
