#include "sim/history/recording/recording.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "sim/history/recording/plan_reader.hpp"
#include "sim/history/recording/row_reader.hpp"
#include "sim/history/recording/table_rows.hpp"

namespace spindrift::history {
namespace {

/// Gives every cluster of the plan its place, upstreams first as the plan lists them.
void add_clusters(const RecordedPlan& plan, RowReader& object, Topology& topology) {
  for (const RecordedCluster& recorded : plan.clusters) {
    Cluster cluster{recorded.name, topology.find_cluster(recorded.upstream), {}};
    if (!recorded.upstream.empty() && cluster.upstream == ClusterId::none) {
      object.complain("clusters", "\"" + recorded.upstream + "\", the upstream of \"" +
                                      recorded.name + "\", does not stand before it");
    }
    const ClusterId id{static_cast<std::uint32_t>(topology.clusters.size())};
    for (std::size_t number = 1; number <= recorded.servers; ++number) {
      cluster.servers.push_back(ServerId{static_cast<std::uint32_t>(topology.servers.size())});
      topology.servers.push_back({recorded.name + '/' + std::to_string(number), id});
    }
    topology.clusters.push_back(std::move(cluster));
  }
}

/// The agents that were ever started, in the order of clusters, and the discovery provider.
void add_observers(const std::vector<ProcessRow>& processes, const RecordedPlan& plan,
                   Topology& topology) {
  const auto was_spawned = [&](const std::string& who) {
    return std::ranges::any_of(
        processes, [&](const ProcessRow& row) { return row.event == "spawned" && row.who == who; });
  };
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    std::string name = "agent-" + topology.clusters[place].name;
    if (!was_spawned(name)) continue;
    topology.observers.push_back({std::move(name), ObserverKind::agent,
                                  ClusterId{static_cast<std::uint32_t>(place)}, ServerId::none,
                                  ObserverId::none});
  }
  const ServerId beside = topology.find_server(plan.discovery_at);
  if (beside == ServerId::none) return;
  topology.observers.push_back({std::string{discovery_provider_name},
                                ObserverKind::discovery_provider, topology.at(beside).cluster,
                                beside, ObserverId::none});
}

/// Whether that process was ended by an action: one that ends processes came after its start.
bool was_ended_by_action(std::span<const ProcessRow> before, const ProcessRow& ended) {
  static constexpr std::array<std::string_view, 6> ending{"restart", "replace",       "stop",
                                                          "kill",    "crash_restart", "crash_loop"};
  for (auto row = before.rbegin(); row != before.rend(); ++row) {
    if (row->who != ended.who) continue;
    if (row->event == "spawned") return false;
    if (row->event == "action") {
      return std::ranges::find(ending, row->action) != ending.end();
    }
  }
  return false;
}

bool is_input(std::span<const ProcessRow> before, const ProcessRow& row) {
  const bool is_server = row.who.find('/') != row.who.npos;
  if (row.event == "ended") return !is_server || was_ended_by_action(before, row);
  return row.event == "spawned" || row.event == "healthy" || row.event == "action";
}

std::vector<ProcessRow> read_processes(const std::filesystem::path& folder,
                                       std::vector<ReadError>& errors, RecordedInputs& inputs) {
  std::vector<ProcessRow> rows;
  const std::filesystem::path file = folder / "processes.jsonl";
  const bool had_errors = !errors.empty();
  std::optional<kernel::Time> begins;
  std::optional<kernel::Time> ends;
  read_rows(file, true, errors, [&](RowReader& object) {
    ProcessRow row = read_process_row(object);
    if (row.event == "actions_from" && !begins) begins = row.at;
    // What follows the end is the machine being tidied up, but for a last look at the bundles.
    if (!ends || row.event == "bundle_show") rows.push_back(row);
    if (row.event == "recording_ends" && !ends) ends = row.at;
  });
  if (!had_errors && errors.empty() && (!begins || !ends)) {
    errors.push_back({file.string(), 1, 1, "",
                      begins ? "there is no \"recording_ends\""
                             : "there is no \"actions_from\", from which the actions count"});
  }
  inputs.actions_from = begins.value_or(kernel::Time{});
  inputs.ends = ends.value_or(kernel::Time{});
  std::ranges::stable_sort(rows, {}, &ProcessRow::at);
  for (std::size_t place = 0; place < rows.size(); ++place) {
    const std::span<const ProcessRow> before{rows.data(), place};
    if (is_input(before, rows[place])) inputs.processes.push_back(rows[place]);
  }
  return rows;
}

RecordedInputs read_inputs(const std::filesystem::path& folder, std::vector<ReadError>& errors,
                           std::vector<ProcessRow>& processes) {
  RecordedInputs inputs;
  read_document(folder / "plan.json", errors, [&](RowReader& object) {
    inputs.plan = read_plan(object);
    add_clusters(inputs.plan, object, inputs.topology);
  });
  processes = read_processes(folder, errors, inputs);
  add_observers(inputs.processes, inputs.plan, inputs.topology);
  return inputs;
}

/// Reads a table that need not be there; rows after `ends` are left out.
template <class Row>
std::vector<Row> read_table(const std::filesystem::path& file, kernel::Time ends,
                            std::vector<ReadError>& errors, Row (*read)(RowReader&),
                            kernel::Time Row::*at) {
  std::vector<Row> rows;
  read_rows(file, false, errors, [&](RowReader& object) {
    Row row = read(object);
    if (row.*at <= ends) rows.push_back(std::move(row));
  });
  std::ranges::stable_sort(rows, {}, at);
  return rows;
}

}  // namespace

RecordedInputs read_recorded_inputs(const std::filesystem::path& folder) {
  std::vector<ReadError> errors;
  std::vector<ProcessRow> processes;
  RecordedInputs inputs = read_inputs(folder, errors, processes);
  if (!errors.empty()) throw ReadFailure{std::move(errors)};
  return inputs;
}

Recording read_recording(const std::filesystem::path& folder) {
  std::vector<ReadError> errors;
  Recording all;
  all.inputs = read_inputs(folder, errors, all.processes);
  const kernel::Time ends = all.inputs.ends;
  const auto table = [&](const char* name, auto read, auto at) {
    return read_table(folder / name, ends, errors, read, at);
  };
  all.bundles = table("bundles.jsonl", &read_bundle_row, &BundleRow::at);
  all.journals = table("journals.jsonl", &read_journal_row, &JournalRow::at);
  all.log = table("servers.jsonl", &read_log_row, &LogRow::at);
  all.kms = table("kms.jsonl", &read_kms_row, &KmsRow::began);
  all.verdicts = table("verdicts.jsonl", &read_verdict_row, &VerdictRow::at);
  all.key_sets = table("jwks.jsonl", &read_key_set_row, &KeySetRow::at);
  if (!errors.empty()) throw ReadFailure{std::move(errors)};
  return all;
}

}  // namespace spindrift::history
