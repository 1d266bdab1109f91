#include "sim/model/server_life.hpp"

#include <algorithm>
#include <utility>

#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"

namespace spindrift::model {

using kernel::Process;
using kernel::Task;

ServerLife::ServerLife(World& world, ServerHost& host, std::uint32_t number)
    : world_{world},
      host_{host},
      behaviour_{host.behaviour()},
      id_{host.id()},
      number_{number},
      scope_{world.simulation.root()},
      cache_turn_{world.simulation},
      spawned_at_{world.now()},
      authorities_{world, *this},
      key_manager_{world, host.id(), host.options().key_manager, host.disk(), behaviour_, scope_},
      own_svid_{world, *this} {
  const ClusterId upstream = world.deployment.topology.at(host.cluster()).upstream;
  if (upstream != ClusterId::none) {
    upstream_ = std::make_unique<UpstreamClient>(world, *this, world.site(upstream));
  }
}

ServerLife::~ServerLife() { scope_.kill(); }

const ClusterOptions& ServerLife::options() const { return host_.options(); }
Datastore& ServerLife::datastore() { return world_.site(host_.cluster()).datastore; }

void ServerLife::start() { scope_.start(order_of(Phase::rotation, id()), live()); }

// ---------------------------------------------------------------- start (R1–R6)

Process ServerLife::live() {
  std::string error;
  try {
    co_await boot();
  } catch (const Failure& failure) {
    error = failure.what();
  }
  if (!error.empty()) {
    host_.end_by_itself(error);
    co_return;
  }
  begin_run_phase();
}

Task<> ServerLife::boot() {
  kernel::RandomStream latencies =
      world_.stream(world_.name(id()) + "/start#" + std::to_string(number_));
  const auto recorded = host_.recorded_start(number_);
  const Latency& usual = options().machine.process_start;
  const Duration drawn = usual.draw(latencies);
  // How well the steps of a recorded start are known: the worse, the longer it took.
  const std::int64_t per_cent = recorded ? recorded->per_cent_of_usual : 100;
  const Duration luck =
      recorded && recorded->is_exact ? Duration{} : (drawn - usual.typical()) * per_cent / 100;
  const Duration first_part = (recorded ? recorded->process_start : usual.typical()) + luck;
  co_await pass(world_.simulation, std::max(first_part, Duration{}));
  co_await datastore().open();
  co_await key_manager_.load();
  key_manager_.start_clocks();
  co_await authorities_.load();
  co_await authorities_.rotate_at_start();
  co_await own_svid_.renew();
  const Latency& usual_rest = options().machine.until_listening;
  const Duration rest = usual_rest.draw(latencies);
  const bool is_told = recorded && recorded->listening_at;
  const Time listens =
      is_told ? std::max(world_.now(),
                         *recorded->listening_at + (rest - usual_rest.typical()) * per_cent / 100)
              : later(world_.now(), std::max(rest, Duration{}));
  co_await kernel::wait_until(world_.simulation, listens);
  listening_ = true;
  listening_since_ = world_.now();
  world_.record(history::ServerListening{id()});
  host_.changed.raise();
  world_.site(host_.cluster()).servers_have_changed();
}

// ---------------------------------------------------------------- run phase (R7)

void ServerLife::begin_run_phase() {
  const Time now = world_.now();
  runs_since_ = now;
  rotation_ticks_ = std::make_unique<kernel::Ticker>(
      world_.simulation, later(now, behaviour_.rotation_interval), behaviour_.rotation_interval);
  health_.emplace(world_, *this);
  key_manager_.on_busy = [this](bool is_busy) { health_->key_manager_is_busy(is_busy); };
  authorities_.on_change = [this] {
    rotation_ticks_->reconsider();
    own_svid_.authority_may_have_changed();
    const Key signer = authorities_.signing_x509().key;
    if (std::exchange(signs_with_, signer) != signer) {
      world_.site(host_.cluster()).calm_may_end.raise();
    }
  };
  const auto run = [this](Phase phase, std::uint32_t number, Process process) {
    scope_.start(order_of(phase, id(), number), std::move(process));
  };
  run(Phase::rotation, 1, rotate_on_ticks());
  run(Phase::prune, 1, prune_on_ticks());
  run(Phase::prune, 2, prune_journals_on_ticks());
  run(Phase::health, 1, health_->watch());
  run(Phase::rotation, 2, own_svid_.watch());
  if (upstream_ && behaviour_.always_subscribed) {
    run(Phase::subscription, 1, subscribe_after_start());
  }
}

Duration ServerLife::lateness_of_tick(std::string_view clock, std::int64_t number) const {
  const Latency& lateness = options().machine.tick_lateness;
  if (lateness.shape() == Latency::Shape::constant) return lateness.typical();
  kernel::StreamName name{world_.name(id())};
  name.add("/").add(clock).add("#").add(number_).add(static_cast<std::uint64_t>(number));
  kernel::ShortStream draws = world_.short_stream(name);
  return lateness.draw(draws);
}

Duration ServerLife::lateness_of_rotation(std::int64_t number) const {
  return lateness_of_tick("tick-lateness", number);
}

/// Like that of the authorities, but a tick that comes late is one that looks late: it may find
/// what was not yet due at its place on the grid.
Time ServerLife::rotation_due() const {
  const Time due = authorities_.due();
  if (due == kernel::never || due < runs_since_) return due;
  const std::int64_t before = (due - runs_since_) / behaviour_.rotation_interval;
  const Time tick = later(runs_since_, before * behaviour_.rotation_interval);
  return before > 0 && later(tick, lateness_of_rotation(before)) >= due ? tick : due;
}

Process ServerLife::rotate_on_ticks() {
  const auto due = [this] { return rotation_due(); };
  for (;;) {
    co_await rotation_ticks_->next(due);
    const Duration late =
        lateness_of_rotation((world_.now() - runs_since_) / behaviour_.rotation_interval);
    if (late > Duration{}) co_await pass(world_.simulation, late);
    health_->rotation_failed(co_await authorities_.rotate());
  }
}

Process ServerLife::prune_on_ticks() {
  const Duration interval = behaviour_.bundle_prune_interval;
  kernel::Ticker ticks{world_.simulation, later(world_.now(), interval), interval};
  const auto always_due = [this] { return world_.now(); };
  for (;;) {
    co_await ticks.next(always_due);
    const Time limit = world_.now() - behaviour_.bundle_safety_threshold;
    try {
      co_await datastore().prune(id(), limit, behaviour_.empty_jwt_list_may_stay_empty);
    } catch (const Failure&) {
      // Logged; the next tick tries again.
    }
  }
}

Process ServerLife::prune_journals_on_ticks() {
  const Duration interval = behaviour_.journal_prune_interval;
  kernel::Ticker ticks{world_.simulation, later(world_.now(), interval), interval};
  const auto always_due = [this] { return world_.now(); };
  for (;;) {
    co_await ticks.next(always_due);
    try {
      co_await datastore().prune_journals(id(), world_.now() - behaviour_.journal_safety_threshold);
    } catch (const Failure&) {
      // Logged; the next tick tries again.
    }
  }
}

Process ServerLife::subscribe_after_start() {
  co_await pass(world_.simulation, behaviour_.subscription_delay);
  std::string error;
  try {
    co_await upstream_->subscribe();
  } catch (const Failure& failure) {
    error = failure.what();
  }
  if (!error.empty()) host_.end_by_itself(error);
}

}  // namespace spindrift::model
