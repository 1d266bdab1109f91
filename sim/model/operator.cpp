#include "sim/model/operator.hpp"

#include <algorithm>

#include "sim/kernel/ticker.hpp"
#include "sim/model/agent.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/connection.hpp"
#include "sim/model/kms.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Process;
using kernel::Task;

namespace {

/// How often a starting agent looks for a server that listens.
constexpr Duration load_balancer_look = std::chrono::seconds{1};

kernel::Order plan_order(std::size_t place) {
  return {static_cast<std::uint8_t>(Phase::plan), static_cast<std::uint32_t>(place)};
}

}  // namespace

void Operator::start() {
  kernel::Scope& root = world_.simulation.root();
  root.start(plan_order(0), start_first_time());
  root.start(plan_order(1), start_agents());
  std::size_t place = 2;
  for (const Action& action : world_.deployment.plan) {
    root.start(plan_order(place++), carry_out(action));
  }
  for (const Monitor& monitor : world_.deployment.monitors) {
    for (const auto& site : world_.clusters) {
      root.start(order_of(Phase::watch, site->id(), 1), watch(monitor, site->id()));
    }
  }
}

void Operator::took(std::string action, ServerId server, ClusterId cluster, std::string detail) {
  world_.record(history::ActionTaken{std::move(action), server, cluster, history::ObserverId::none,
                                     std::move(detail)});
}

// ---------------------------------------------------------------- first starts

Process Operator::start_first_time() {
  const FirstStarts& starts = world_.deployment.first_starts;
  if (!world_.deployment.recorded_lives.empty()) {
    for (const auto& [server, lives] : world_.deployment.recorded_lives) {
      if (lives.empty()) continue;
      struct StartAt {
        static Process run(World& world, ServerId id, Time at) {
          co_await kernel::wait_until(world.simulation, at);
          world.host(id).spawn();
        }
      };
      world_.simulation.root().start(order_of(Phase::plan, server),
                                     StartAt::run(world_, server, lives.front().spawned_at));
    }
    co_return;
  }
  kernel::RandomStream spread = world_.stream("operator/first-starts");
  for (const history::Cluster& cluster : world_.deployment.topology.clusters) {
    for (const ServerId server : cluster.servers) {
      world_.simulation.set_cause(0);
      const Duration moved = spread.between(Duration::zero(), starts.spread);
      co_await pass(world_.simulation, moved);
      ServerHost& host = world_.host(server);
      const std::uint32_t before = host.life_number();
      host.spawn();
      if (!starts.together) co_await wait_until_listening(server, before);
      if (!starts.together) co_await pass(world_.simulation, starts.gap);
    }
    for (const ServerId server : cluster.servers) co_await wait_until_listening(server, 0);
  }
}

Process Operator::start_agents() {
  for (std::size_t place = 0; place < world_.agents.size(); ++place) {
    Agent* const agent = world_.agents[place].get();
    if (agent == nullptr || !world_.deployment.recorded_lives.empty()) continue;
    ClusterSite& site = *world_.clusters[place];
    while (!site.has_server()) co_await pass(world_.simulation, load_balancer_look);
    world_.simulation.set_cause(0);
    agent->start();
  }
}

// ---------------------------------------------------------------- actions

Process Operator::carry_out(const Action& action) {
  co_await kernel::wait_until(world_.simulation, Time{action.at});
  world_.simulation.set_cause(0);
  if (action.kind == ActionKind::roll) {
    world_.simulation.root().start(plan_order(0), roll(action.roll));
    co_return;
  }
  if (action.servers.empty()) {
    act_on_cluster(action);
    co_return;
  }
  for (const ServerId server : action.servers) {
    world_.simulation.set_cause(0);
    world_.simulation.root().start(order_of(Phase::plan, server), act_on_server(action, server));
  }
}

void Operator::act_on_cluster(const Action& action) {
  took(std::string{to_string(action.kind)}, ServerId::none, action.cluster, {});
  kernel::Scope& root = world_.simulation.root();
  switch (action.kind) {
    case ActionKind::database_lock:
      root.start(plan_order(0),
                 world_.site(action.cluster).datastore.hold_lock(action.table, action.lasts));
      break;
    case ActionKind::database_down:
      root.start(plan_order(0), world_.site(action.cluster).datastore.go_down(action.lasts));
      break;
    case ActionKind::kms_fail:
      for (const ClusterOptions& options : world_.deployment.clusters) {
        static_cast<void>(world_.account(options.key_manager.account));
      }
      for (const auto& account : world_.accounts) {
        account->fail(action.kms_call, action.kms_error, action.lasts);
      }
      break;
    case ActionKind::agent_stop:
    case ActionKind::agent_start:
      if (Agent* const agent = world_.agents.at(history::index(action.cluster)).get()) {
        if (action.kind == ActionKind::agent_start) {
          agent->start();
        } else {
          agent->stop("stopped");
        }
      }
      break;
    case ActionKind::clean_up:
      root.start(plan_order(0), clean_up(action));
      break;
    default:
      break;
  }
}

Task<> Operator::start_again(ServerHost& host, const std::string& version) {
  if (!version.empty()) {
    const auto& upgrades = world_.site(host.cluster()).options().upgrades;
    const auto own = upgrades.find(version);
    const auto behaviour = own == upgrades.end() ? preset(version) : own->second;
    if (behaviour) host.set_behaviour(*behaviour);
  }
  const auto lives = world_.deployment.recorded_lives.find(host.id());
  if (lives != world_.deployment.recorded_lives.end() &&
      host.life_number() < lives->second.size()) {
    const Time recorded = lives->second[host.life_number()].spawned_at;
    co_await kernel::wait_until(world_.simulation, std::max(recorded, world_.now()));
  }
  host.spawn();
}

Process Operator::act_on_server(const Action& action, ServerId server) {
  const std::string name{to_string(action.kind)};
  took(name, server, ClusterId::none, action.version);
  ServerHost& host = world_.host(server);
  switch (action.kind) {
    case ActionKind::restart:
    case ActionKind::replace:
      co_await host.stop(name);
      if (action.kind == ActionKind::replace) host.lose_disk();
      co_await start_again(host, action.version);
      break;
    case ActionKind::stop:
      host.set_supervised(false);
      co_await host.stop(name);
      break;
    case ActionKind::start:
      co_await start_again(host, action.version);
      break;
    case ActionKind::kill:
      host.kill(name);
      break;
    case ActionKind::crash_restart:
      host.kill(name);
      co_await start_again(host, action.version);
      break;
    case ActionKind::lose_disk:
      host.lose_disk();
      break;
    case ActionKind::vanish:
      host.vanish();
      break;
    case ActionKind::pause:
      host.pause();
      break;
    case ActionKind::resume:
      host.resume();
      break;
    case ActionKind::crash_loop:
      world_.simulation.root().start(order_of(Phase::plan, server), crash_loop(action, server));
      break;
    default:
      co_await local_authority(action, server);
  }
}

Task<> Operator::local_authority(const Action& action, ServerId server) {
  ServerLife* const life = world_.host(server).life();
  std::string error;
  try {
    if (life == nullptr || !life->is_listening()) throw Failure{"the server does not answer"};
    const Handler command = [kind = action.kind](ServerLife& asked) {
      return asked.local_authority(kind);
    };
    const auto outcome = co_await ask(*life, order_of(Phase::plan, server), command, kernel::never);
    if (outcome->error) error = *outcome->error;
  } catch (const Failure& failure) {
    error = failure.what();
  }
  if (!error.empty()) {
    world_.record(history::ActionEnded{std::string{to_string(action.kind)}, server, ClusterId::none,
                                       "refused: " + error});
  }
}

Process Operator::crash_loop(const Action& action, ServerId server) {
  ServerHost& host = world_.host(server);
  co_await host.stop("crash loop");
  for (const Duration wait : action.back_off) {
    co_await pass(world_.simulation, wait);
    world_.simulation.set_cause(0);
    host.spawn();
    while (host.is_running()) co_await host.changed.wait();
  }
}

Process Operator::clean_up(const Action& action) {
  for (;;) {
    const Time now = world_.now();
    for (const auto& site : world_.clusters) {
      if (action.cluster != ClusterId::none && site->id() != action.cluster) continue;
      const BundleVersion bundle = site->datastore.committed();
      if (!bundle || site->cluster().servers.empty()) continue;
      std::vector<Key> doomed;
      for (const history::BundleRecord& record : bundle->jwt_keys.records()) {
        // The unsafe variant goes by age, as scripts do that do not know which key still signs.
        const Duration ttl = site->options().ca_ttl;
        const Time limit = action.unsafe ? record.not_after - ttl / 2 : record.not_after;
        if (limit <= now) doomed.push_back(record.key);
      }
      if (doomed.empty()) continue;
      try {
        co_await site->datastore.delete_jwt_keys(site->cluster().servers.front(),
                                                 std::move(doomed));
      } catch (const Failure&) {
        continue;  // the script's next run tries again
      }
    }
    if (action.every <= Duration{}) co_return;
    co_await pass(world_.simulation, action.every);
  }
}

// ---------------------------------------------------------------- monitors

Process Operator::watch(const Monitor& monitor, ClusterId cluster) {
  kernel::Ticker looks{world_.simulation, world_.now(), monitor.interval};
  Datastore& store = world_.site(cluster).datastore;
  const auto count = [&] {
    return store.committed() ? static_cast<std::uint32_t>(store.committed()->jwt_keys.size()) : 0U;
  };
  kernel::Scope watching{world_.simulation.root()};
  watching.start(order_of(Phase::watch, cluster),
                 kernel::reconsider_when(store.bundle_changed, looks));
  bool raised = false;
  const auto due = [&] {
    return (count() >= monitor.threshold) != raised ? world_.now() : kernel::never;
  };
  for (;;) {
    co_await looks.next(due);
    raised = !raised;
    world_.simulation.set_cause(store.committed()->event);
    world_.record(history::MonitorAlarm{cluster, count(), monitor.threshold, raised});
  }
}

}  // namespace spindrift::model
