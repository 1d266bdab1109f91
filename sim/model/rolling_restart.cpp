#include <algorithm>
#include <array>

#include "sim/model/cluster_site.hpp"
#include "sim/model/operator.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Process;
using kernel::Task;

std::string_view to_string(ActionKind kind) {
  constexpr std::array<std::string_view, 22> names{
      "restart",    "replace",     "stop",     "start",         "kill",          "crash_restart",
      "lose_disk",  "vanish",      "pause",    "resume",        "crash_loop",    "prepare",
      "activate",   "taint",       "revoke",   "database_lock", "database_down", "kms_fail",
      "agent_stop", "agent_start", "clean_up", "roll"};
  return names.at(static_cast<std::size_t>(kind));
}

Task<> Operator::wait_until_listening(ServerId server, std::uint32_t life_before) {
  ServerHost& host = world_.host(server);
  const auto listens = [&] {
    return host.life_number() > life_before && host.life() != nullptr &&
           host.life()->is_listening();
  };
  while (!listens()) co_await host.changed.wait();
}

Task<> Operator::wait_for_window(const RollingRestart& plan) {
  if (!plan.window_begin || !plan.window_end) co_return;
  constexpr Duration day{24h};
  const Duration time_of_day = (world_.now() - Time{}) % day;
  const bool over_midnight = *plan.window_end <= *plan.window_begin;
  const bool after_begin = time_of_day >= *plan.window_begin;
  const bool before_end = time_of_day < *plan.window_end;
  const bool open = over_midnight ? after_begin || before_end : after_begin && before_end;
  if (open) co_return;
  co_await pass(world_.simulation, (*plan.window_begin - time_of_day + day) % day);
}

Task<> Operator::wait_for_room(const RollingRestart& plan) {
  if (!plan.key_limit) co_return;
  const auto fullest = [&] {
    const ClusterSite* most = nullptr;
    std::size_t count = 0;
    for (const auto& site : world_.clusters) {
      const BundleVersion& bundle = site->datastore.committed();
      if (!bundle || bundle->jwt_keys.size() < count) continue;
      count = bundle->jwt_keys.size();
      most = site.get();
    }
    return most != nullptr && count + plan.batch_size > *plan.key_limit ? most : nullptr;
  };
  while (const ClusterSite* const site = fullest()) {
    co_await world_.site(site->id()).datastore.bundle_changed.wait();
  }
}

Task<> Operator::wait_for_acknowledgement(const RollingRestart& plan,
                                          const std::vector<ServerId>& batch) {
  const Time latest = later(world_.now(), plan.cap);
  for (const auto& site : world_.clusters) {
    const auto lists_all = [&] {
      return std::all_of(batch.begin(), batch.end(), [&](ServerId server) {
        ServerLife* const life = world_.host(server).life();
        if (life == nullptr) return true;
        const Key key = life->authorities().current(KeyType::jwt).key;
        const BundleVersion& bundle = site->datastore.committed();
        return !key.exists() || (bundle && bundle->has(key));
      });
    };
    while (!lists_all() && world_.now() < latest) {
      co_await site->datastore.bundle_changed.wait_until(latest);
    }
  }
}

Process Operator::start_second_time(const RollingRestart& plan, ServerId server) {
  co_await pass(world_.simulation, *plan.second_start);
  took("restart", server, ClusterId::none, "second start");
  ServerHost& host = world_.host(server);
  co_await host.stop("second start");
  host.spawn();
}

Process Operator::replace_one(const RollingRestart& plan, ServerId server) {
  took(std::string{to_string(plan.how)}, server, ClusterId::none, "rolling restart");
  ServerHost& host = world_.host(server);
  const std::uint32_t before = host.life_number();
  if (plan.how == ActionKind::crash_restart) {
    host.kill("rolling restart");
  } else {
    co_await host.stop("rolling restart");
  }
  if (plan.how == ActionKind::replace) host.lose_disk();
  co_await start_again(host, plan.version);
  const auto& only = plan.second_start_only;
  const bool again = plan.second_start &&
                     (only.empty() || std::find(only.begin(), only.end(), server) != only.end());
  if (!again) co_return;
  co_await wait_until_listening(server, before);
  world_.simulation.root().start(order_of(Phase::plan, server, 2), start_second_time(plan, server));
}

/// Until the rolls before it in the plan have ended.
Task<> Operator::wait_for_turn(const RollingRestart& plan) {
  const std::vector<Action>& actions = world_.deployment.plan;
  for (std::size_t place = 0; plan.in_turn && &actions[place].roll != &plan; ++place) {
    if (actions[place].kind != ActionKind::roll) continue;
    while (!roll_has_ended_[place]) co_await roll_ended_.wait();
  }
}

Process Operator::roll(const RollingRestart& plan) {
  co_await wait_for_turn(plan);
  if (plan.late > Duration{}) co_await pass(world_.simulation, plan.late);
  took("roll", ServerId::none, ClusterId::none,
       std::to_string(plan.servers.size()) + " servers begin");
  for (std::size_t begin = 0; begin < plan.servers.size(); begin += plan.batch_size) {
    world_.simulation.set_cause(0);
    co_await wait_for_window(plan);
    co_await wait_for_room(plan);
    const auto first = plan.servers.begin() + static_cast<std::ptrdiff_t>(begin);
    const std::size_t size = std::min(plan.batch_size, plan.servers.size() - begin);
    const std::vector<ServerId> batch(first, first + static_cast<std::ptrdiff_t>(size));
    std::vector<std::uint32_t> before;
    for (const ServerId server : batch) {
      before.push_back(world_.host(server).life_number());
      world_.simulation.root().start(order_of(Phase::plan, server), replace_one(plan, server));
    }
    if (plan.wait != RollWait::time) {
      for (std::size_t place = 0; place < batch.size(); ++place) {
        co_await wait_until_listening(batch[place], before[place]);
      }
    }
    if (plan.wait == RollWait::acknowledgement) co_await wait_for_acknowledgement(plan, batch);
    co_await pass(world_.simulation, plan.pause);
  }
  world_.record(history::ActionEnded{"roll", ServerId::none, ClusterId::none, "complete"});
  const std::vector<Action>& actions = world_.deployment.plan;
  const auto own = std::find_if(actions.begin(), actions.end(),
                                [&](const Action& action) { return &action.roll == &plan; });
  roll_has_ended_[static_cast<std::size_t>(own - actions.begin())] = true;
  roll_ended_.raise();
}

}  // namespace spindrift::model
