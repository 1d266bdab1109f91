#include <algorithm>

#include "sim/history/recording/stories.hpp"

namespace spindrift::history {
namespace {

/// The life of that server that goes on at the end of `lives`, if any.
RecordedLifetime* find_running(std::vector<RecordedLifetime>& lives, ServerId server) {
  const auto found = std::find_if(lives.rbegin(), lives.rend(),
                                  [&](const auto& life) { return life.server == server; });
  return found == lives.rend() || found->ended_at ? nullptr : &*found;
}

bool is_by_itself(const RecordedInputs& inputs, const ProcessRow& ended) {
  return std::ranges::none_of(inputs.processes, [&](const ProcessRow& row) {
    return row.event == "ended" && row.who == ended.who && row.at == ended.at;
  });
}

/// What the log says of a server's end, or the exit code.
std::string reason_of_end(const Recording& recording, const ProcessRow& ended) {
  constexpr Duration slack = std::chrono::seconds{2};
  for (auto row = recording.log.rbegin(); row != recording.log.rend(); ++row) {
    const bool tells = row->who == ended.who && !row->error.empty() &&
                       (row->message == "Fatal run error" || row->message == "Agent crashed");
    if (tells && row->at <= ended.at && ended.at - row->at <= slack) return row->error;
  }
  return "exit code " + std::to_string(ended.exit_code.value_or(0));
}

void tell_action(const RecordedInputs& inputs, const ProcessRow& row, Drafts& drafts) {
  ActionTaken taken;
  taken.action = row.action;
  taken.server = inputs.topology.find_server(row.who);
  taken.cluster = inputs.topology.find_cluster(row.who);
  taken.detail = row.version;
  drafts.push_back({row.at, Teller::processes, std::move(taken)});
}

}  // namespace

std::vector<RecordedLifetime> find_lifetimes(const Recording& recording) {
  const Topology& topology = recording.inputs.topology;
  std::vector<RecordedLifetime> lives;
  std::vector<std::string> versions(topology.servers.size(), recording.inputs.plan.version);
  for (const ProcessRow& row : recording.processes) {
    const ServerId server = topology.find_server(row.who);
    if (server == ServerId::none) continue;
    if (row.event == "action" && !row.version.empty()) versions[index(server)] = row.version;
    if (row.event == "spawned") {
      lives.push_back({server, versions[index(server)], row.at, std::nullopt, std::nullopt});
    }
    RecordedLifetime* const life = find_running(lives, server);
    if (life == nullptr) continue;
    if (row.event == "healthy" && !life->listening_at) life->listening_at = row.at;
    if (row.event == "ended") life->ended_at = row.at;
  }
  // The log knows the moment better than whoever asked from time to time.
  for (const LogRow& row : recording.log) {
    if (row.message != "Starting Server APIs") continue;
    const ServerId server = topology.find_server(row.who);
    for (RecordedLifetime& life : lives) {
      const bool is_meant = life.server == server && life.holds(row.at);
      if (is_meant && (!life.listening_at || row.at < *life.listening_at)) {
        life.listening_at = row.at;
      }
    }
  }
  return lives;
}

void tell_processes(const Recording& recording, const std::vector<RecordedLifetime>& lives,
                    Drafts& drafts) {
  const RecordedInputs& inputs = recording.inputs;
  for (const RecordedLifetime& life : lives) {
    drafts.push_back(
        {life.spawned_at, Teller::processes, ServerSpawned{life.server, life.version}});
    if (life.listening_at) {
      drafts.push_back({*life.listening_at, Teller::log, ServerListening{life.server}});
    }
  }
  for (const ProcessRow& row : recording.processes) {
    const ServerId server = inputs.topology.find_server(row.who);
    const ObserverId observer = inputs.topology.find_observer(row.who);
    if (row.event == "action") tell_action(inputs, row, drafts);
    if (row.event == "ended" && server != ServerId::none) {
      ServerEnded ended{server, is_by_itself(inputs, row), reason_of_end(recording, row)};
      drafts.push_back({row.at, Teller::processes, std::move(ended)});
    }
    if (observer == ObserverId::none) continue;
    if (row.event == "spawned") {
      drafts.push_back({row.at, Teller::processes, ObserverStarted{observer}});
    }
    if (row.event == "ended") {
      drafts.push_back(
          {row.at, Teller::processes, ObserverEnded{observer, reason_of_end(recording, row)}});
    }
  }
}

}  // namespace spindrift::history
