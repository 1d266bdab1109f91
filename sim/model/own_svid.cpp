#include "sim/model/own_svid.hpp"

#include <algorithm>

#include "sim/model/cluster_site.hpp"
#include "sim/model/failure.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Process;
using kernel::Task;

OwnSvid::OwnSvid(World& world, ServerLife& server)
    : world_{world},
      server_{server},
      is_watched_{true},
      is_watched_for_good_{world.simulation.idle_ticks() == kernel::IdleTicks::run ||
                           server.host().options().key_manager.kind == KeyManagerKind::aws_kms} {}

Duration OwnSvid::time_to_live() const { return server_.host().options().default_x509_svid_ttl; }

Time OwnSvid::after_half_its_life() const { return issued_at_ + (not_after_ - issued_at_) / 2; }

Task<> OwnSvid::renew() { return renew(world_.now()); }

Task<> OwnSvid::renew(Time now) {
  // A copy: another may be active by the time the key manager answers (R8).
  const KeySlot authority = server_.authorities().signing_x509();
  if (authority.not_after <= now) throw Failure{"X509 CA is already expired"};
  co_await server_.key_manager().sign(authority.key);
  authority_ = authority.key;
  authority_not_after_ = authority.not_after;
  if (root_ != authority.root) world_.site(server_.host().cluster()).calm_may_end.raise();
  root_ = authority.root;
  root_cross_signed_by_ = authority.cross_signed_by;
  sign_at(now);
  is_watched_ = is_watched_for_good_;
}

void OwnSvid::sign_at(Time now) {
  issued_at_ = world_.whole_seconds(now) - not_before_backdating;
  not_after_ = std::min(world_.whole_seconds(later(now, time_to_live())), authority_not_after_);
}

bool OwnSvid::is_known_by(const BundleVersion& roots) const {
  if (!roots || !root_.exists() || roots->has(root_)) return true;
  return root_cross_signed_by_.exists() && roots->has(root_cross_signed_by_);
}

/// Renewals that are left out go on until the authority expires.
bool OwnSvid::has_expired() const {
  return world_.now() > (is_watched_ ? not_after_ : authority_not_after_);
}

Time OwnSvid::due() const { return is_watched_ ? after_half_its_life() : kernel::never; }

/// A key is made first. In a tick that makes a key in the KMS as well, this decides which waits for
/// the other (R14).
Duration OwnSvid::until_it_signs() const {
  const std::int64_t number =
      (world_.now() - first_tick_) / server_.behaviour().svid_check_interval;
  return server_.lateness_of_tick("svid-tick-lateness", number) +
         server_.host().options().machine.check_to_sign;
}

Process OwnSvid::watch() {
  const Duration interval = server_.behaviour().svid_check_interval;
  first_tick_ = later(world_.now(), interval);
  ticks_.emplace(world_.simulation, first_tick_, interval);
  const auto when = [this] { return due(); };
  authority_may_have_changed();
  for (;;) {
    co_await ticks_->next(when);
    const Time now = world_.now();
    const Duration late = until_it_signs();
    if (late > Duration{}) co_await pass(world_.simulation, late);
    try {
      co_await renew(now);
    } catch (const Failure&) {
      // Looked at again at the next tick.
    }
  }
}

void OwnSvid::authority_may_have_changed() {
  if (is_watched_ || !ticks_) return;
  if (server_.authorities().signing_x509().key != authority_) watch_from_now_on();
}

void OwnSvid::watch_for_good() {
  is_watched_for_good_ = true;
  if (!is_watched_ && ticks_) watch_from_now_on();
}

void OwnSvid::watch_from_now_on() {
  make_up_for_what_was_left_out();
  is_watched_ = true;
  ticks_->reconsider();
}

/// The renewals that the authority would have made at the ticks that went by: each at the first one
/// after half a life, until it expired itself.
void OwnSvid::make_up_for_what_was_left_out() {
  const Time last_gone =
      world_.simulation.latest_passed(order_of(Phase::rotation, server_.id(), 2));
  const Duration interval = server_.behaviour().svid_check_interval;
  Time next = first_tick_;  // the earliest that may renew it
  for (;;) {
    const Time half = after_half_its_life();
    if (half > next) next += (half - next + interval - Duration{1}) / interval * interval;
    if (next > last_gone || next >= authority_not_after_) return;
    sign_at(next);
    next += interval;
  }
}

}  // namespace spindrift::model
