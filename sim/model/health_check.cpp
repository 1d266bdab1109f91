#include "sim/model/health_check.hpp"

#include <algorithm>
#include <utility>

#include "sim/model/failure.hpp"
#include "sim/model/kms.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Process;
using kernel::Task;

namespace {

/// No answer of a KMS is awaited for longer: one that is under way at the end of a run was asked
/// for within this time before it.
constexpr Duration answer_takes_at_most{1h};

/// After a look that came too early, and gRPC's first wait after a dial that did (R7b).
constexpr Duration again_after{1s};

/// Whether every `Sign` of this server is answered well, and before the next look is due.
bool signatures_never_fail(const World& world, const ClusterOptions& options,
                           const Behaviour& behaviour) {
  const bool has_outages = std::ranges::any_of(world.deployment.plan, [](const Action& action) {
    return action.kind == ActionKind::kms_fail;
  });
  const bool has_quota = std::ranges::any_of(options.key_manager.quotas, [](const KmsQuota& quota) {
    return quota.call == "Sign" && quota.per_second > 0;
  });
  return !has_outages && !has_quota && options.machine.look_to_sign == Duration{} &&
         behaviour.key_manager_timeout < behaviour.health_check_interval;
}

}  // namespace

HealthCheck::HealthCheck(World& world, ServerLife& server)
    : world_{world},
      server_{server},
      began_at_{comes_too_early() ? later(world.now(), again_after) : world.now()},
      interval_{server.behaviour().health_check_interval},
      looks_{world.simulation, began_at_, interval_},
      signs_in_kms_{server.host().options().key_manager.kind == KeyManagerKind::aws_kms},
      may_be_counted_{world.counts_signatures &&
                      signatures_never_fail(world, server.host().options(), server.behaviour())} {}

/// The listener is about to be there: a matter of a millisecond either way.
bool HealthCheck::comes_too_early() const {
  const int per_cent = server_.host().options().machine.first_look_too_early;
  if (per_cent == 0 || server_.behaviour().health_awaits_listeners) return false;
  kernel::RandomStream draws =
      world_.stream(world_.name(server_.id()) + "/first-look#" + std::to_string(server_.number()));
  return draws.below(100) < static_cast<std::uint64_t>(per_cent);
}

bool HealthCheck::is_ill() const {
  return failed_steps_ > server_.behaviour().failed_rotations_until_unhealthy;
}

bool HealthCheck::signs_one_by_one() const {
  return signs_in_kms_ && (!may_be_counted_ || key_manager_busy_ || look_is_pending_);
}

Time HealthCheck::due() const {
  const bool has_to_look = signs_one_by_one() || (is_ill() && !illness_reported_);
  return has_to_look ? world_.now() : kernel::never;
}

Process HealthCheck::watch() {
  if (world_.now() < began_at_) {
    // A look that comes too early fails for want of a bundle, but signs. A dial signs nothing.
    if (signs_in_kms_ && !server_.behaviour().health_dials_first) co_await sign();
    co_await kernel::wait_until(world_.simulation, std::max(began_at_, world_.now()));
  }
  const bool takes_time = server_.host().options().machine.look_to_sign > Duration{};
  if (takes_time && !server_.behaviour().health_dials_first) {
    co_await look_after_each_look();
    co_return;
  }
  const auto when = [this] { return due(); };
  for (;;) {
    look_is_pending_ = looks_.first_tick_from(world_.now()) <= world_.now();
    settled_until_ = world_.now();
    is_waiting_ = true;
    co_await looks_.next(when);
    settle(world_.now() - Duration{1});  // what went by before it
    is_waiting_ = false;
    if (signs_in_kms_) co_await sign();
    if (tell_of_illness()) co_return;
  }
}

/// From 1.11.2 each look comes a minute after the end of the one before, so that they move away
/// from the ticks that began with them. Where a look takes no time this is a clock.
Task<> HealthCheck::look_after_each_look() {
  for (Time look = began_at_;; look = later(world_.now(), interval_)) {
    co_await kernel::wait_until(world_.simulation, std::max(look, world_.now()));
    if (signs_in_kms_) co_await sign();
    if (tell_of_illness()) co_return;
  }
}

/// Tells of it once. Whether a supervisor that asks has killed the server, and this check with it.
bool HealthCheck::tell_of_illness() {
  if (!is_ill() || illness_reported_) return false;
  illness_reported_ = true;
  world_.record(history::ServerUnhealthy{server_.id(), "rotation failed too often"});
  if (!server_.host().options().liveness_probe) return false;
  server_.host().end_by_itself("killed by its supervisor: not live");
  return true;
}

Task<> HealthCheck::sign() {
  // The bundle is read first, so a key that the tick of that moment makes is asked for before.
  const Duration reading = server_.host().options().machine.look_to_sign;
  if (reading > Duration{}) co_await pass(world_.simulation, reading);
  try {
    co_await server_.key_manager().sign(server_.authorities().signing_x509().key);
  } catch (const Failure&) {
    // A signature that cannot be made is one more reason; the next look tries again.
  }
}

void HealthCheck::rotation_failed(int steps) {
  failed_steps_ += steps;
  if (steps == 0) return;
  settle();
  looks_.reconsider();
}

void HealthCheck::key_manager_is_busy(bool is_busy) {
  settle();
  key_manager_busy_ = is_busy;
  looks_.reconsider();
}

void HealthCheck::sign_for_good() {
  settle();
  may_be_counted_ = false;
  looks_.reconsider();
}

void HealthCheck::settle() {
  settle(world_.simulation.latest_passed(order_of(Phase::health, server_.id(), 1)));
}

void HealthCheck::settle(Time last_gone) {
  if (!is_waiting_ || last_gone <= settled_until_) return;
  const Time from = std::exchange(settled_until_, last_gone);
  // Where each look is made at its time, those that went by were.
  if (!signs_in_kms_ || signs_one_by_one()) return;
  const std::uint64_t made = signatures_after(from, last_gone);
  if (made > 0) world_.record_aside(history::SignaturesCounted{server_.id(), made});
}

/// How many signatures were asked for after `from` and until `until`, and are answered before the
/// run ends.
std::uint64_t HealthCheck::signatures_after(Time from, Time until) const {
  const auto looks_until = [this](Time moment) { return (moment - began_at_) / interval_; };
  auto made = looks_until(until) - looks_until(from);
  const Time end{world_.deployment.until};
  const Time certainly = end - answer_takes_at_most;
  const KeyManager& keys = server_.key_manager();
  for (Time look = began_at_ + looks_until(until) * interval_; look > from && look > certainly;
       look -= interval_) {
    if (keys.signature_answered_at(look) > end) --made;
  }
  return static_cast<std::uint64_t>(made);
}

}  // namespace spindrift::model
