#include "sim/scenario/recorded/recorded_deployment.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/scenario/recorded/recorded_machine.hpp"
#include "sim/scenario/recorded/recorded_plan_actions.hpp"

namespace spindrift::scenario {
namespace {

using history::ProcessRow;
using history::RecordedInputs;
using history::RecordedPlan;
using history::ServerId;
using namespace std::chrono_literals;

[[noreturn]] void fail(const std::string& pointer, const std::string& message) {
  throw history::ReadFailure{{{"plan.json", 1, 1, pointer, message}}};
}

model::Behaviour behaviour_of(const RecordedPlan& plan, const std::string& version) {
  const auto known = model::preset(version);
  if (!known) {
    std::string message = "expected a version that is known, such as";
    for (const std::string_view each : model::preset_versions()) {
      message += ' ' + std::string{each};
    }
    fail("/spire_version", message + "; found " + version);
  }
  model::Behaviour behaviour = *known;
  const std::array<std::pair<std::string_view, model::Duration*>, 4> constants{
      {{"bundle_prune_interval_s", &behaviour.bundle_prune_interval},
       {"bundle_safety_threshold_s", &behaviour.bundle_safety_threshold},
       {"journal_prune_interval_s", &behaviour.journal_prune_interval},
       {"journal_safety_threshold_s", &behaviour.journal_safety_threshold}}};
  for (const auto& [name, value] : plan.shortened) {
    const auto constant = std::ranges::find(
        constants, name, [](const auto& each) { return std::string{each.first}; });
    if (constant == constants.end()) fail("/shortened/" + name, "no such constant is known");
    *constant->second = value;
  }
  return behaviour;
}

model::KeyManagerOptions key_manager_of(const RecordedPlan& plan) {
  model::KeyManagerOptions options;
  if (plan.key_manager == "memory") {
    options.kind = model::KeyManagerKind::memory;
  } else if (plan.key_manager == "disk") {
    options.kind = model::KeyManagerKind::disk;
  } else {
    options.kind = model::KeyManagerKind::aws_kms;
  }
  const bool is_configured = plan.key_manager == "aws_kms_value";
  options.identity = is_configured ? model::KmsIdentity::value : model::KmsIdentity::file;
  options.kms_call = model::always(recorded_machine::kms_request);
  for (const auto& [call, added] : plan.kms_latency) {
    const model::Latency latency = model::always(recorded_machine::kms_request + added);
    if (call == "*") {
      options.kms_call = latency;
    } else {
      options.kms_call_by_name[call] = latency;
    }
  }
  return options;
}

model::ClusterOptions options_of(const RecordedPlan& plan) {
  model::ClusterOptions options;
  options.version = plan.version;
  options.behaviour = behaviour_of(plan, plan.version);
  for (const history::RecordedAction& action : plan.actions) {
    if (action.version.empty()) continue;
    options.upgrades[action.version] = behaviour_of(plan, action.version);
  }
  options.ca_ttl = plan.ca_ttl;
  options.default_x509_svid_ttl = 1min;
  options.default_jwt_svid_ttl = 30s;
  options.downstream_entry_ttl = 1h;
  options.key_manager = key_manager_of(plan);
  options.machine.process_start = recorded_machine::process_start;
  options.machine.until_listening = recorded_machine::until_listening;
  options.datastore.commit = recorded_machine::commit;
  options.machine.clean_end = model::always(recorded_machine::clean_end);
  options.machine.tick_lateness = recorded_machine::tick_lateness;
  options.machine.check_to_issue = recorded_machine::check_to_issue;
  options.machine.check_to_sign = recorded_machine::check_to_sign;
  options.machine.look_to_sign = recorded_machine::look_to_sign;
  options.machine.first_look_too_early = recorded_machine::first_look_too_early;
  options.network.load_balancer_check = recorded_machine::load_balancer_check;
  options.network.load_balancer_checks_until_out = recorded_machine::load_balancer_checks_until_out;
  options.agent.workload_entries = recorded_machine::workload_entries;
  return options;
}

/// When each life was started and first answered its health check. The model knows that the driver
/// asks only now and then.
void add_lives(const RecordedInputs& inputs, model::Deployment& deployment) {
  for (const ProcessRow& row : inputs.processes) {
    const ServerId server = inputs.topology.find_server(row.who);
    if (server == ServerId::none) continue;
    auto& lives = deployment.recorded_lives[server];
    if (row.event == "spawned") lives.push_back({row.at, std::nullopt});
    if (row.event == "healthy" && !lives.empty() && !lives.back().listening_at) {
      lives.back().listening_at = row.at;
    }
  }
}

void add_load_balancer(const RecordedInputs& inputs, model::Deployment& deployment) {
  deployment.is_balanced_by_haproxy = true;
  for (const ProcessRow& row : inputs.processes) {
    if (row.event != "spawned" || row.who != "haproxy") continue;
    deployment.load_balancer_checks_since = row.at + recorded_machine::load_balancer_start;
    return;
  }
}

void add_agents(const RecordedInputs& inputs, model::Deployment& deployment) {
  for (const ProcessRow& row : inputs.processes) {
    const history::ObserverId observer = inputs.topology.find_observer(row.who);
    if (observer == history::ObserverId::none) continue;
    const history::Observer& found = inputs.topology.at(observer);
    const bool starts = row.event == "spawned";
    if (found.kind != history::ObserverKind::agent || (!starts && row.event != "ended")) continue;
    model::Action action;
    action.kind = starts ? model::ActionKind::agent_start : model::ActionKind::agent_stop;
    action.at =
        row.at.time_since_epoch() + (starts ? recorded_machine::agent_start : model::Duration{});
    action.cluster = found.cluster;
    if (!starts && row.exit_code.value_or(0) != 0)
      deployment.recorded_agent_ends[found.cluster] = row.at;
    deployment.plan.push_back(std::move(action));
  }
}

void add_providers(const RecordedInputs& inputs, model::Deployment& deployment) {
  for (const history::Observer& observer : inputs.topology.observers) {
    if (observer.kind != history::ObserverKind::discovery_provider) continue;
    model::DiscoveryProvider provider{observer.name, observer.server, 10s, {}};
    const auto spawned = std::ranges::find_if(inputs.processes, [&](const ProcessRow& row) {
      return row.who == observer.name && row.event == "spawned";
    });
    if (spawned != inputs.processes.end()) {
      provider.starts_at = spawned->at.time_since_epoch() + recorded_machine::provider_start;
    }
    deployment.providers.push_back(provider);
  }
}

/// Ties between a commit and a poll go the way that they usually go, and a connection that was lost
/// comes back when it usually does: the jitters of a long back-off add up to half a minute, and one
/// draw of them errs more than their mean. Ties on a tick are drawn even so: the usual way at every
/// one of them would add up to a drift that no server has. Of many draws a replay takes the most
/// typical one.
void take_usual_times(model::ClusterOptions& options) {
  for (model::Latency* const each : {&options.machine.process_start,
                                     &options.machine.until_listening, &options.datastore.commit}) {
    *each = model::always(each->typical());
  }
  options.network.back_off_jitter = 0;
}

}  // namespace

model::Deployment deployment_of(const RecordedInputs& inputs, MachineTimes times) {
  model::Deployment deployment;
  deployment.topology = inputs.topology;
  deployment.clusters.assign(inputs.topology.clusters.size(), options_of(inputs.plan));
  if (times == MachineTimes::usual) {
    for (model::ClusterOptions& options : deployment.clusters) take_usual_times(options);
  }
  deployment.until = inputs.ends.time_since_epoch();
  deployment.epoch_fraction = inputs.plan.start_fraction;
  add_lives(inputs, deployment);
  add_recorded_actions(inputs, deployment);
  add_kms_outages(inputs, deployment);
  add_load_balancer(inputs, deployment);
  add_agents(inputs, deployment);
  add_providers(inputs, deployment);
  std::ranges::stable_sort(deployment.plan, {}, &model::Action::at);
  return deployment;
}

}  // namespace spindrift::scenario
