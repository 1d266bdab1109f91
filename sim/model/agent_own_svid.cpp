#include <algorithm>

#include "sim/model/agent.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

/// The SVID with which an agent shows servers who it is. While all is calm its renewals, every half
/// an hour, are left out and made up for when something happens: by the same draws, so that nobody
/// can tell.
namespace spindrift::model {

using kernel::Process;
using kernel::Task;

namespace {

/// How often the agent looks whether to renew its own SVID (constants).
constexpr Duration own_svid_look_interval{5s};

}  // namespace

/// The agent looks every 5 s, and draws the jitter anew at each look.
Time Agent::next_look_at_own_svid(Time from) {
  Time look = later(life_began_at_, own_svid_look_interval);
  const HalfLife half{own_svid_};
  const Time not_after = own_svid_.not_after;
  const Time first = std::max(not_after - half.most, from);
  if (first > look) {
    look = later(look, (first - look) / own_svid_look_interval * own_svid_look_interval);
  }
  const auto is_due = [&] { return not_after - look <= draw(half); };
  while (look <= from || !is_due()) look = later(look, own_svid_look_interval);
  return look;
}

/// The connection was opened with the SVID before: the next request opens another.
Task<bool> Agent::renew_own_svid() {
  const kernel::MutexHold turn = co_await turn_.lock();
  if (!is_greeted() && !co_await dial()) co_return false;
  ServerHost& host = world_.host(server_);
  const bool answers = !host.is_paused() || co_await goes_on(host);
  const bool renewed = answers && co_await renew(own_svid_, host);
  server_ = ServerId::none;
  news_.raise();
  co_return renewed;
}

Process Agent::keep_own_svid() {
  const Duration cap = site_.options().agent.back_off_cap;
  Duration back_off = own_svid_look_interval;
  for (;;) {
    while (own_svid_.not_after == Time{}) co_await changed.wait();
    if (back_off == own_svid_look_interval) {
      next_renewal_ = next_look_at_own_svid(world_.now());
      while (leaves_out_renewals_ || world_.now() < next_renewal_) {
        const Time until = leaves_out_renewals_ ? kernel::never : next_renewal_;
        co_await leaves_out_changed_.wait_until(until);
      }
    } else {
      co_await pass(world_.simulation, renewals_.between(back_off * 9 / 10, back_off * 11 / 10));
    }
    const bool renewed = co_await renew_own_svid();
    back_off = renewed ? own_svid_look_interval : std::min(back_off * 3 / 2, cap);
  }
}

// ---------------------------------------------------------------- left out

/// Over a connection that stays: until when every renewal would only give a new date, and the
/// connection after it only go to the next server in turn, unless something happens meanwhile. The
/// past when that is not so now.
Time Agent::renewals_do_nothing_until() const {
  const AgentOptions& options = site_.options().agent;
  const Duration lifetime = own_svid_.lifetime;
  if (world_.simulation.idle_ticks() == kernel::IdleTicks::run) return {};
  const bool is_slow = lifetime / 4 > options.sync_interval;  // one sync at least between two
  if (!is_slow || !is_greeted_ || signatures_are_seen()) return {};
  if (!site_.is_calm() || !site_.only_its_agent_takes_turns()) return {};
  const bool is_under_way = next_renewal_ <= world_.now();
  if (is_under_way || has_news() || !has_nothing_to_ask_for()) return {};
  Time until = kernel::never;
  for (const ServerId id : site_.cluster().servers) {
    ServerLife& life = *world_.host(id).life();
    const KeySlot& authority = life.authorities().signing_x509();
    if (authority.is_empty() || !life.is_known_by(held_)) return {};
    // Whole seconds may be rounded up.
    until = std::min(until, authority.not_after - lifetime - Duration{1s});
  }
  return until;
}

/// A sync connects, waits for a frozen server, and asks. A renewal that comes before it is over
/// waits for it.
Duration Agent::longest_sync() const {
  const ClusterOptions& options = site_.options();
  return options.behaviour.agent_dial_patience + options.network.connect_timeout +
         2 * options.agent.rpc_deadline;
}

void Agent::leave_out_renewals(bool wanted) {
  if (leaves_out_renewals_ == wanted) return;
  leaves_out_renewals_ = wanted;
  leaves_out_changed_.raise();
  if (wanted) {
    end_of_calm_is_news_.emplace(site_.calm_may_end, news_);
  } else {
    end_of_calm_is_news_.reset();
  }
}

/// What happened before now, while nobody looked.
void Agent::make_up_for_renewals_left_out() {
  if (!leaves_out_renewals_) return;
  while (next_renewal_ < world_.now()) {
    const Time renewed_at = next_renewal_;
    const Time not_after = world_.whole_seconds(later(renewed_at, own_svid_.lifetime));
    note_signature(own_svid_, renewed_at, not_after);
    next_renewal_ = next_look_at_own_svid(renewed_at);
    const Time synced_at = next_sync(renewed_at);
    if (synced_at >= world_.now()) {
      server_ = ServerId::none;
      sync_after_renewal_ = synced_at;
      return;
    }
    const ClusterSite::Led led = site_.take_settled_turn();
    server_ = led.server;
    server_life_ = led.life_number;
    connected_at_ = synced_at;
    planned_sync_ = later(synced_at, sync_interval());
  }
}

}  // namespace spindrift::model
