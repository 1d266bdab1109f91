#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/deployment_builder.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::scenario {

using history::ClusterId;
using history::ServerId;
using model::ActionKind;

namespace {

/// Whether an action is about clusters and not about servers.
bool is_about_clusters(ActionKind kind) {
  return kind == ActionKind::database_lock || kind == ActionKind::database_down ||
         kind == ActionKind::agent_stop || kind == ActionKind::agent_start ||
         kind == ActionKind::clean_up;
}

ActionKind kind_of(RollHow how) {
  constexpr std::array kinds{ActionKind::replace, ActionKind::restart, ActionKind::crash_restart};
  return kinds.at(static_cast<std::size_t>(how));
}

/// The first server of each cluster, in the order in which the clusters come, then the second ones
/// …
std::vector<ServerId> round_robin(const history::Topology& topology,
                                  const std::vector<ServerId>& servers) {
  std::vector<std::vector<ServerId>> rounds;
  std::map<ClusterId, std::size_t> taken;
  for (const ServerId server : servers) {
    const std::size_t round = taken[topology.at(server).cluster]++;
    if (rounds.size() <= round) rounds.resize(round + 1);
    rounds[round].push_back(server);
  }
  std::vector<ServerId> order;
  order.reserve(servers.size());
  for (const auto& round : rounds) order.insert(order.end(), round.begin(), round.end());
  return order;
}

class PlanBuilder {
 public:
  PlanBuilder(const Json& root, NameResolver& names, Reading& reading,
              model::Deployment& deployment)
      : root_{root}, names_{names}, reading_{reading}, deployment_{deployment} {}

  void add(const ActionWritten& written, const std::string& pointer) {
    model::Action action;
    action.at = written.at;
    action.late_by = written.late_by;
    action.kind = written.what;
    action.version = written.version;
    action.lasts = written.lasts;
    action.table = written.table;
    action.kms_call = written.kms_call;
    action.kms_error = written.kms_error;
    action.back_off = written.back_off;
    action.unsafe = written.unsafe;
    action.every = written.every;
    const std::string who = child(pointer, "who");
    if (is_about_clusters(written.what)) {
      return add_for_clusters(std::move(action), written.who, who);
    }
    std::vector<ServerId> servers = names_.servers(written.who, who);
    const std::size_t starts = std::max<std::size_t>(1, written.back_off.size());
    if (!has_room_for(servers.size() * starts, pointer)) return;
    if (written.what == ActionKind::roll) {
      action.roll = roll_of(written, std::move(servers), pointer);
    } else {
      action.servers = std::move(servers);
    }
    deployment_.plan.push_back(std::move(action));
  }

 private:
  void fail(const std::string& pointer, std::string message) {
    reading_.fail(nearest_at(root_, pointer).position, pointer, std::move(message),
                  ProblemKind::meaning);
  }

  /// False, and once a problem, when the plan would be about too many.
  bool has_room_for(std::size_t targets, const std::string& pointer) {
    if (targets_ > targets_max) return false;
    targets_ += targets;
    if (targets_ <= targets_max) return true;
    fail(pointer,
         fmt::format("up to this action the plan is about {} servers and clusters; allowed "
                     "are {}, each counted once for each action",
                     targets_, targets_max));
    return false;
  }

  void add_for_clusters(model::Action action, const Names& who, const std::string& pointer) {
    if (who.texts.empty()) {
      deployment_.plan.push_back(std::move(action));
      return;
    }
    for (const std::string& text : who.texts) {
      if (text.find('/') == std::string::npos) continue;
      return fail(pointer, fmt::format("{} is about clusters, found the server \"{}\"",
                                       word_for(action.kind), text));
    }
    const std::vector<ClusterId> clusters = names_.clusters(who, pointer);
    if (!has_room_for(clusters.size(), pointer)) return;
    for (const ClusterId cluster : clusters) {
      action.cluster = cluster;
      deployment_.plan.push_back(action);
    }
  }

  model::RollingRestart roll_of(const ActionWritten& written, std::vector<ServerId> servers,
                                const std::string& pointer) {
    model::RollingRestart roll;
    const bool takes_turns = written.order == RollOrder::round_robin;
    roll.servers = takes_turns ? round_robin(deployment_.topology, servers) : std::move(servers);
    roll.batch_size = written.batch;
    roll.how = kind_of(written.how);
    roll.wait = written.wait;
    roll.pause = written.pause;
    roll.cap = written.cap;
    roll.version = written.version;
    roll.in_turn = written.in_turn;
    if (written.key_limit) roll.key_limit = *written.key_limit;
    if (written.second_start) {
      const std::string who = child(child(pointer, "second_start"), "who");
      roll.second_start = written.second_start->after;
      roll.second_start_only = names_.servers(written.second_start->who, who);
      if (!has_room_for(roll.second_start_only.size(), pointer)) roll.second_start_only.clear();
    }
    if (written.window) {
      roll.window_begin = written.window->from;
      roll.window_end = written.window->to;
      if (written.window->from % day == written.window->to % day) {
        fail(child(pointer, "window"), "expected `from` and `to` at different times of the day");
      }
    }
    return roll;
  }

  const Json& root_;
  NameResolver& names_;
  Reading& reading_;
  model::Deployment& deployment_;
  std::size_t targets_ = 0;
};

}  // namespace

void build_plan(const ScenarioWritten& written, const Json& root, NameResolver& names,
                Reading& reading, model::Deployment& deployment) {
  PlanBuilder builder{root, names, reading, deployment};
  for (std::size_t place = 0; place < written.plan.size(); ++place) {
    const std::string pointer = child("/plan", place);
    if (!reading.has_problem_in(pointer)) builder.add(written.plan[place], pointer);
  }
  std::stable_sort(deployment.plan.begin(), deployment.plan.end(),
                   [](const auto& left, const auto& right) { return left.at < right.at; });
  deployment.monitors = written.monitors;
  deployment.first_starts = written.first_starts;
  deployment.traffic = written.traffic;
  deployment.until = written.until;
}

}  // namespace spindrift::scenario
