#include "sim/model/agent.hpp"

#include <algorithm>

#include "sim/model/cluster_site.hpp"
#include "sim/model/connection.hpp"
#include "sim/model/key_changes.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Process;
using kernel::Task;

Agent::Agent(World& world, ClusterId cluster, ObserverId observer)
    : changed{world.simulation},
      world_{world},
      site_{world.site(cluster)},
      observer_{observer},
      jitter_{world.stream(world.deployment.topology.at(observer).name + "/sync")},
      renewals_{world.stream(world.deployment.topology.at(observer).name + "/svid-renewal")},
      back_offs_{world.stream(world.deployment.topology.at(observer).name + "/reconnect")},
      turn_{world.simulation},
      news_{world.simulation},
      leaves_out_changed_{world.simulation} {}

Agent::~Agent() = default;

void Agent::start() {
  if (running_) return;
  running_ = true;
  life_began_at_ = world_.now();
  held_.reset();
  server_ = ServerId::none;
  world_.record(history::ObserverStarted{observer_});
  life_ = std::make_unique<kernel::Scope>(world_.simulation.root());
  const kernel::Order order{static_cast<std::uint8_t>(Phase::observer),
                            static_cast<std::uint32_t>(observer_)};
  life_->start(order, live());
  life_->start(order, keep_own_svid());
  life_->start(order, keep_connected());
  bundle_is_news_.emplace(site_.datastore.bundle_changed, news_);
  life_->start(order, pass_on_that_servers_changed());
  changed.raise();
}

void Agent::stop(const std::string& why) {
  if (!running_) return;
  make_up_for_renewals_left_out();  // which took turns and draws
  leave_out_renewals(false);
  sync_after_renewal_.reset();
  running_ = false;
  ended_at_ = world_.now();
  world_.record(history::ObserverEnded{observer_, why});
  life_->kill();
  bundle_is_news_.reset();
  changed.raise();
}

bool Agent::is_connected() const {
  if (server_ == ServerId::none) return false;
  const ServerHost& host = world_.host(server_);
  const bool same_process = host.life_number() == server_life_ && host.is_running();
  return same_process && world_.now() < connection_closes_at_;
}

bool Agent::connect(Passage& passage) {
  if (is_connected()) return true;
  is_greeted_ = false;
  ServerHost* const host = site_.next_server(passage);
  if (host == nullptr) return false;
  server_ = host->id();
  server_life_ = host->life_number();
  connected_at_ = world_.now();
  connection_closes_at_ = site_.closes_connection_at(jitter_);
  return true;
}

/// The agent's channel goes round robin, which opens another connection as soon as one is lost or
/// closed for its age, without waiting for a request (R21).
Process Agent::keep_connected() {
  for (;;) {
    const bool will_close = server_ != ServerId::none && connection_closes_at_ > world_.now();
    co_await site_.servers_changed.wait_until(will_close ? connection_closes_at_ : kernel::never);
    make_up_for_renewals_left_out();
    Passage passage;
    while (server_ != ServerId::none && !connect(passage) && passage.waits) {
      co_await pass(world_.simulation, Haproxy::turn_around);
    }
  }
}

/// Whether there is a connection now, and its server is known. A channel that broke and found no
/// server fails at once and is given up; a new one is waited for until 1.11.1, with gRPC's attempts
/// (R21).
Task<bool> Agent::dial() {
  const bool had_channel = server_ != ServerId::none;
  const Duration patience = site_.options().behaviour.agent_dial_patience;
  const bool is_waited_for = !had_channel && patience > Duration{};
  const Time gives_up = later(world_.now(), is_waited_for ? patience : Duration{});
  for (std::uint32_t failures = 0;; ++failures) {
    Passage passage;
    bool is_good = connect(passage);
    while (!is_good && passage.waits) {
      co_await pass(world_.simulation, Haproxy::turn_around);
      is_good = connect(passage);
    }
    const Time latest = later(connected_at_, site_.options().network.connect_timeout);
    if (is_good) is_good = co_await greet(is_waited_for ? std::min(latest, gives_up) : latest);
    if (is_good) co_return true;
    server_ = ServerId::none;
    if (!is_waited_for) co_return false;
    const Duration wait = reconnect_wait(site_.options().network, failures, back_offs_);
    if (later(world_.now(), wait) >= gives_up) {
      co_await kernel::wait_until(world_.simulation, std::max(gives_up, world_.now()));
      co_return false;
    }
    meets_unknown_root_ = false;
    co_await pass(world_.simulation, wait);
  }
}

/// The TLS handshake of a connection, until `latest`. A frozen server answers it when it goes on.
/// Whether the server's root is unknown is remembered (R24).
Task<bool> Agent::greet(Time latest) {
  ServerHost& host = world_.host(server_);
  const bool waits = host.is_paused();
  while (host.is_paused() && world_.now() < latest) co_await host.changed.wait_until(latest);
  if (host.is_paused() || !is_connected()) co_return false;
  if (waits && host.resumes_with_expired_svid()) co_return false;
  if (host.life()->own_svid().has_expired()) co_return false;
  const bool is_known = host.life()->is_known_by(held_);
  const bool is_replayed = !world_.deployment.recorded_lives.empty();
  meets_unknown_root_ = !is_known && !is_replayed;
  // A server reads in its datastore whose certificates it takes.
  const bool is_taken = !site_.datastore.is_down();
  is_greeted_ = is_taken && (is_known || (is_replayed && !ends_as_recorded()));
  co_return is_greeted_;
}

/// Whether a server whose process is frozen goes on, and answers, in time: a call ends by its
/// deadline before that, and the connection with it.
Task<bool> Agent::goes_on(ServerHost& host) {
  co_await host.changed.wait_until(later(world_.now(), site_.options().agent.rpc_deadline));
  if (!host.is_paused() && host.life_number() == server_life_ && host.is_running()) co_return true;
  server_ = ServerId::none;
  co_return false;
}

void Agent::take(const BundleVersion& bundle) {
  if (held_ == bundle) return;
  auto [added, removed] = changed_jwt_keys(held_, bundle);
  const bool is_first = !held_;
  held_ = bundle;
  if (is_first) changed.raise();
  if (added.empty() && removed.empty()) return;
  world_.simulation.set_cause(bundle->event);
  world_.record(history::KeySetChanged{observer_, server_, std::move(added), std::move(removed)});
}

Task<bool> Agent::sync() {
  const kernel::MutexHold turn = co_await turn_.lock();
  meets_unknown_root_ = false;
  const bool is_connected = is_greeted() || co_await dial();
  if (is_connected) co_return co_await sync_over_connection();
  if (meets_unknown_root_) end_on_unknown_root();
  co_return meets_unknown_root_;
}

Task<bool> Agent::sync_over_connection() {
  ServerHost& host = world_.host(server_);
  if (host.is_paused() && !co_await goes_on(host)) co_return false;
  if (site_.datastore.is_down()) co_return false;  // the server looks the agent up there (R19)
  ServerLife* const life = host.life();
  if (has_nothing_to_ask_for()) co_return true;
  const kernel::Order order{static_cast<std::uint8_t>(Phase::observer),
                            static_cast<std::uint32_t>(observer_)};
  const Handler get_bundle = [](ServerLife& asked) { return asked.get_bundle(); };
  const auto outcome = co_await ask(*life, order, get_bundle,
                                    later(world_.now(), site_.options().agent.rpc_deadline));
  if (!outcome || outcome->error) co_return false;
  take(outcome->reply.bundle);
  if (entries_due() <= world_.now()) co_await renew_entries(host);
  co_return true;
}

/// A call that would bring what it holds is counted, not made: as those are that it would make over
/// a connection that stays.
bool Agent::has_nothing_to_ask_for() const {
  return site_.datastore.everybody_answers_with(held_) && entries_due() > world_.now();
}

/// When a recorded agent ended is an input of its replay: one that will is refused until then, and
/// one that did not end never met a root that it did not know.
bool Agent::ends_as_recorded() const {
  const auto& ends = world_.deployment.recorded_agent_ends;
  const auto end = ends.find(site_.id());
  return end != ends.end() && world_.now() < end->second;
}

/// R24. The supervisor starts it again; it then takes the roots of its bootstrap bundle.
void Agent::end_on_unknown_root() {
  const auto order = kernel::Order{static_cast<std::uint8_t>(Phase::observer),
                                   static_cast<std::uint32_t>(observer_), 1};
  if (site_.options().agent.restarts_after) world_.outlive(order, start_again());
  stop("x509svid: certificate signed by unknown authority");
}

Process Agent::start_again() {
  co_await pass(world_.simulation, *site_.options().agent.restarts_after);
  start();
}

/// A step later than the connection hears of it: that is opened again first.
Process Agent::pass_on_that_servers_changed() {
  for (;;) {
    co_await site_.servers_changed.wait();
    news_.raise();
  }
}

/// Whether a sync now could do anything but find what the last one found.
bool Agent::has_news() const {
  const Datastore& datastore = site_.datastore;
  if (held_ != datastore.committed() || datastore.is_down() || server_ == ServerId::none) {
    return true;
  }
  ServerHost& host = world_.host(server_);
  return host.life_number() != server_life_ || !host.is_running() || host.is_paused() ||
         world_.now() >= std::min(connection_closes_at_, entries_due());
}

Process Agent::live() {
  const AgentOptions& options = site_.options().agent;
  Duration back_off = options.sync_interval;
  bool attested = false;
  for (;;) {
    if (!attested) attested = co_await attest();
    const bool good = attested && co_await sync();
    if (!good) {
      leave_out_renewals(false);
      // On error × 1.5 up to the cap, each ± 10 %.
      back_off = std::min(back_off * 3 / 2, options.back_off_cap);
      co_await pass(world_.simulation, jitter_.between(back_off * 9 / 10, back_off * 11 / 10));
      continue;
    }
    back_off = options.sync_interval;
    planned_sync_ = later(world_.now(), sync_interval());
    // Syncs that find nothing new change nothing: they are counted, not run.
    while (!has_news()) {
      Time wakes = std::min(connection_closes_at_, entries_due());
      const bool stays_connected = connection_closes_at_ == kernel::never;
      const Time calm_until = stays_connected ? renewals_do_nothing_until() : Time{};
      leave_out_renewals(calm_until > world_.now());
      if (leaves_out_renewals_) wakes = std::min(wakes, calm_until);
      co_await news_.wait_until(wakes);
      make_up_for_renewals_left_out();
    }
    const Time next = sync_after_renewal_ ? *sync_after_renewal_ : next_sync(world_.now());
    sync_after_renewal_.reset();
    if (leaves_out_renewals_ && next_renewal_ <= later(next, longest_sync())) {
      leave_out_renewals(false);
    }
    co_await kernel::wait_until(world_.simulation, next);
  }
}

Duration Agent::sync_interval() {
  const Duration usual = site_.options().agent.sync_interval;
  return jitter_.between(usual * 9 / 10, usual * 11 / 10);
}

/// The first sync from then on, of those that follow each other from the planned one.
Time Agent::next_sync(Time from) {
  constexpr int counted_one_by_one = 12;
  const Duration usual = site_.options().agent.sync_interval;
  if (from - planned_sync_ < counted_one_by_one * usual) {
    Time next = planned_sync_;
    while (next < from) next = later(next, sync_interval());
    return next;
  }
  // After many the phase is as good as random: a long interval is met more often than a short one.
  Duration interval = sync_interval();
  while (jitter_.between(Duration::zero(), usual * 11 / 10) > interval) interval = sync_interval();
  return later(from, jitter_.between(Duration::zero(), interval));
}

}  // namespace spindrift::model
