#include "sim/scenario/recorded/recorded_plan_actions.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "sim/scenario/recorded/recorded_machine.hpp"

namespace spindrift::scenario {
namespace {

using history::ProcessRow;
using history::RecordedAction;
using history::RecordedInputs;
using history::ServerId;
using model::Action;
using model::ActionKind;

/// The names that recordings have for actions, all of which `read_plan` allows.
constexpr std::array<std::pair<std::string_view, ActionKind>, 16> kinds{
    {{"restart", ActionKind::restart},
     {"replace", ActionKind::replace},
     {"stop", ActionKind::stop},
     {"start", ActionKind::start},
     {"kill", ActionKind::kill},
     {"crash_restart", ActionKind::crash_restart},
     {"crash_loop", ActionKind::crash_loop},
     {"lose_disk", ActionKind::lose_disk},
     {"pause", ActionKind::pause},
     {"resume", ActionKind::resume},
     {"db_lock", ActionKind::database_lock},
     {"db_down", ActionKind::database_down},
     {"prepare", ActionKind::prepare},
     {"activate", ActionKind::activate},
     {"taint", ActionKind::taint},
     {"revoke", ActionKind::revoke}}};

/// How long the machine needs from there to the action's effect.
model::Duration delay_of(ActionKind kind) {
  if (kind == ActionKind::prepare || kind == ActionKind::activate) return recorded_machine::command;
  const bool looks_first = kind == ActionKind::taint || kind == ActionKind::revoke;
  return looks_first ? recorded_machine::command_after_look : model::Duration{};
}

model::Table table_of(const std::string& name) {
  if (name == "ca_journals") return model::Table::ca_journals;
  if (name == "bundles") return model::Table::bundles;
  return model::Table::bundle_row;
}

Action action_of(const RecordedInputs& inputs, const ProcessRow& row,
                 const RecordedAction& planned) {
  Action action;
  action.at = row.at.time_since_epoch();
  for (const auto& [name, kind] : kinds) {
    if (name == row.action) action.kind = kind;
  }
  action.at += delay_of(action.kind);
  if (const ServerId server = inputs.topology.find_server(row.who); server != ServerId::none) {
    action.servers.push_back(server);
  }
  action.cluster = inputs.topology.find_cluster(row.who);
  action.version = planned.version;
  action.lasts = planned.lasts;
  action.table = table_of(planned.table);
  action.back_off = planned.back_off;
  return action;
}

/// The plan's action that was carried out as the `count`-th of that kind on that server.
RecordedAction planned_action(const RecordedInputs& inputs, const ProcessRow& row,
                              std::size_t count) {
  std::vector<RecordedAction> same;
  for (const RecordedAction& planned : inputs.plan.actions) {
    if (planned.what == row.action && planned.who == row.who) same.push_back(planned);
  }
  std::ranges::stable_sort(same, {}, &RecordedAction::at);
  return count < same.size() ? same[count] : RecordedAction{};
}

/// Whether the last thing that was done to that server explains a start at that moment.
bool is_explained(const ProcessRow* action, const ProcessRow& spawned) {
  constexpr model::Duration soon = std::chrono::seconds{5};
  if (action == nullptr) return false;
  // Whatever a loop of crashes starts follows from its back-off.
  return action->action == "crash_loop" || spawned.at - action->at <= soon;
}

}  // namespace

void add_recorded_actions(const RecordedInputs& inputs, model::Deployment& deployment) {
  std::map<std::pair<std::string, std::string>, std::size_t> counts;
  std::map<std::string, const ProcessRow*> last_action;
  std::map<std::string, std::size_t> starts;
  for (const ProcessRow& row : inputs.processes) {
    if (row.event == "action") {
      const std::size_t count = counts[{row.action, row.who}]++;
      deployment.plan.push_back(action_of(inputs, row, planned_action(inputs, row, count)));
      last_action[row.who] = &row;
    }
    const ServerId server = inputs.topology.find_server(row.who);
    if (row.event != "spawned" || server == ServerId::none) continue;
    const bool is_first = starts[row.who]++ == 0;
    if (is_first || is_explained(last_action[row.who], row)) continue;
    Action start;
    start.kind = ActionKind::start;
    start.at = row.at.time_since_epoch();
    start.servers.push_back(server);
    deployment.plan.push_back(std::move(start));
  }
}

void add_kms_outages(const RecordedInputs& inputs, model::Deployment& deployment) {
  for (const history::RecordedOutage& outage : inputs.plan.kms_outages) {
    Action& action = deployment.plan.emplace_back();
    action.kind = ActionKind::kms_fail;
    action.at = inputs.actions_from.time_since_epoch() + outage.from;
    action.lasts = outage.to - outage.from;
    action.kms_call = outage.call;
    action.kms_error = outage.error;
  }
}

}  // namespace spindrift::scenario
