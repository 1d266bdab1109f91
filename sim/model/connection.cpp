#include "sim/model/connection.hpp"

#include <algorithm>

#include "sim/model/agent.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Completion;
using kernel::Process;
using kernel::Task;

CallInFlight::CallInFlight(ServerLife& server, Completion<Outcome> outcome)
    : server_{&server}, outcome_{std::move(outcome)} {
  server_->calls().push_back(this);
}

CallInFlight::~CallInFlight() {
  if (server_ != nullptr) std::erase(server_->calls(), this);
}

void CallInFlight::cut(const std::string& why) {
  server_ = nullptr;
  outcome_.set(Outcome{{}, why});
}

namespace {

Process serve(ServerLife& server, Handler handler, Completion<Outcome> outcome) {
  try {
    Reply reply = co_await handler(server);
    outcome.set(Outcome{std::move(reply), {}});
  } catch (const Failure& failure) {
    outcome.set(Outcome{{}, failure.what()});
  }
}

}  // namespace

Ask::Ask(ServerLife& server, kernel::Order order, Handler handler, Time deadline)
    : outcome_{server.scope().simulation()},
      in_flight_{server, outcome_},
      handling_{server.scope()},
      wait_{outcome_.wait_until(deadline)} {
  handling_.start(order, serve(server, std::move(handler), outcome_));
}

const Agent* WorkloadIdentity::agent() const {
  return world_.agents.at(history::index(upstream_.id())).get();
}

void WorkloadIdentity::refresh() {
  const Agent* const beside = agent();
  if (beside == nullptr || !beside->is_running() || !beside->held()) return;
  if (!svid_since_) svid_since_ = world_.now();
  roots_ = beside->held();
}

Task<> WorkloadIdentity::need(Time deadline) {
  if (agent() == nullptr) co_return;
  Agent& beside = *world_.agents.at(history::index(upstream_.id()));
  for (refresh(); !svid_since_; refresh()) {
    if (world_.now() >= deadline) throw Failure{"workload API: context deadline exceeded"};
    co_await beside.changed.wait_until(deadline);
  }
  if (beside.is_running()) co_return;
  // While the agent ran, the source renewed the SVID after half of its life; it keeps the last one.
  const ClusterOptions& options = upstream_.options();
  const Duration lifetime = options.downstream_entry_ttl.value_or(options.default_x509_svid_ttl);
  const Duration half = lifetime / 2;
  const Time renewed = *svid_since_ + (beside.ended_at() - *svid_since_) / half * half;
  if (world_.now() >= later(renewed, lifetime)) {
    throw Failure{"workload API: the last SVID has expired"};
  }
}

void WorkloadIdentity::release() {
  svid_since_.reset();
  roots_.reset();
}

bool WorkloadIdentity::is_at_hand() {
  const Agent* const beside = agent();
  if (beside == nullptr) return true;
  refresh();
  return svid_since_ && beside->is_running();
}

bool WorkloadIdentity::knows(const ServerLife& server) {
  refresh();
  return server.is_known_by(roots_);
}

Connection::Connection(World& world, ServerLife& client, ClusterSite& upstream,
                       WorkloadIdentity& identity, std::uint32_t number)
    : world_{world},
      upstream_{upstream},
      client_{client.id()},
      identity_{identity},
      ages_{world.stream(world.name(client_) + "/connection-age#" + std::to_string(number))},
      back_offs_{world.stream(world.name(client_) + "/reconnect#" + std::to_string(number))},
      attempted_{world.simulation},
      attempts_{client.scope()} {}

ServerLife* Connection::server() const {
  if (!is_connected()) return nullptr;
  ServerHost& host = world_.host(server_id_);
  return host.life_number() == life_number_ ? host.life() : nullptr;
}

bool Connection::is_good() const {
  const ServerLife* const life = server();
  return life != nullptr && !world_.host(server_id_).is_paused();
}

bool Connection::is_closed_for_its_age() const {
  if (!is_connected() || world_.now() < closes_at_) return false;
  // A host that is gone and a process that is frozen close nothing (R21).
  const ServerHost& host = world_.host(server_id_);
  const auto vanished_at = host.has_vanished(life_number_);
  const bool frozen = host.life_number() == life_number_ && host.is_paused();
  return !frozen && (!vanished_at || *vanished_at >= closes_at_);
}

void Connection::lose(const std::string& why) {
  if (!is_connected()) return;
  state_ = State::idle;
  silent_since_.reset();
  world_.record(history::ConnectionLost{client_, server_id_, why});
}

Duration reconnect_wait(const NetworkOptions& network, std::uint32_t failures,
                        kernel::RandomStream& draws) {
  Duration wait = network.back_off_base;
  for (std::uint32_t step = 0; step < failures && wait < network.back_off_cap; ++step) {
    wait = wait * 8 / 5;
  }
  wait = std::min(wait, network.back_off_cap);
  const Duration jitter = wait * network.back_off_jitter / 100;
  return failures == 0 || jitter == Duration{} ? wait : draws.between(wait - jitter, wait + jitter);
}

/// One attempt: TCP through the load balancer, then the TLS handshake.
Task<ServerHost*> Connection::dial(Duration patience) {
  co_await identity_.need(world_.now());  // the source keeps its last SVID
  const NetworkOptions& network = upstream_.options().network;
  const Time latest = later(world_.now(), patience);
  co_await pass(world_.simulation, network.round_trip.typical());
  Passage passage;
  ServerHost* host = upstream_.next_server(passage);
  if (passage.waits) host = co_await upstream_.wait_for_turn(passage);
  co_return co_await shake_hands(host, latest);
}

Task<ServerHost*> Connection::shake_hands(ServerHost* host, Time latest) {
  if (host == nullptr) throw Failure{"upstream: connection refused"};
  const bool waits = host->is_paused();
  while (host->is_paused() && world_.now() < latest) co_await host->changed.wait_until(latest);
  if (host->is_paused()) throw Failure{"upstream: the handshake timed out"};
  if (waits && host->resumes_with_expired_svid()) {
    throw Failure{"upstream: certificate has expired"};
  }
  const ServerLife* const life = host->life();
  if (life == nullptr) throw Failure{"upstream: connection reset by peer"};
  if (const char* const why = why_refused(*life)) throw Failure{why};
  co_return host;
}

void Connection::connect_to(ServerHost& host) {
  state_ = State::ready;
  silent_since_.reset();
  server_id_ = host.id();
  life_number_ = host.life_number();
  opened_at_ = world_.now();
  closes_at_ = upstream_.closes_connection_at(ages_);
  world_.record(history::ConnectionOpened{client_, server_id_});
  attempted_.raise();
}

/// gRPC's own reconnecting: a first failure is followed by attempts without being asked.
Process Connection::try_until_connected(std::optional<Arrival> first) {
  const NetworkOptions& network = upstream_.options().network;
  for (failures_ = 0;; ++failures_) {
    const Duration wait = reconnect_wait(network, failures_, back_offs_);
    ServerHost* host = nullptr;
    const Duration patience = std::max(network.connect_timeout, wait);
    try {
      if (first && failures_ == 0) {
        ServerHost* led_to = first->host;
        Passage passage = first->passage;
        if (led_to == nullptr && !passage.waits) led_to = upstream_.next_server(passage);
        if (passage.waits) led_to = co_await upstream_.wait_for_turn(passage);
        host = co_await shake_hands(led_to, later(first->begun, patience));
      } else {
        host = co_await dial(patience);
      }
    } catch (const Failure& failure) {
      last_error_ = failure.what();
    }
    if (host != nullptr) {
      connect_to(*host);
      co_return;
    }
    state_ = State::failing;
    attempted_.raise();
    co_await pass(world_.simulation, wait);
  }
}

void Connection::try_on(std::optional<Arrival> first) {
  state_ = State::connecting;
  attempts_.start(order_of(Phase::call, client_, 1), try_until_connected(first));
}

Task<> Connection::ensure_connected(Time deadline) {
  if (is_closed_for_its_age()) state_ = State::idle;  // without a loss
  const bool is_gone = is_connected() && server() == nullptr;
  if (is_gone && !world_.host(server_id_).has_vanished(life_number_)) {
    lose("connection reset by peer");
  }
  if (is_connected()) co_return;
  if (state_ == State::idle) {
    co_await identity_.need(deadline);
    if (state_ == State::idle) try_on({});
  }
  while (state_ == State::connecting) {
    if (world_.now() >= deadline) throw Failure{"upstream: context deadline exceeded"};
    co_await attempted_.wait_until(deadline);
  }
  if (state_ == State::failing) {
    const std::string why = last_error_;
    throw Failure{why};
  }
}

bool Connection::is_open() const {
  return is_connected() && !is_closed_for_its_age() && server() != nullptr;
}

Duration Connection::one_way() const {
  return upstream_.options().network.round_trip.typical() / 2;
}

BundleVersion Connection::copy_at_hand() const {
  return is_good() ? server()->bundle_at_hand() : nullptr;
}

Task<Reply> Connection::call(Handler handler, Time deadline, bool is_sent) {
  if (!is_sent) {
    if (!is_open()) co_await ensure_connected(deadline);
    co_await pass(world_.simulation, one_way());
  }
  ServerLife* const life = server();
  if (life == nullptr) {
    const auto gone_at = world_.host(server_id_).has_vanished(life_number_);
    if (!gone_at) {
      lose("connection reset by peer");
      throw Failure{"upstream: connection reset by peer"};
    }
    if (!silent_since_) silent_since_ = world_.now();
    const Time tcp_ends = later(*silent_since_, upstream_.options().network.tcp_gives_up);
    co_await kernel::wait_until(world_.simulation, std::min(deadline, tcp_ends));
    if (world_.now() < tcp_ends) throw Failure{"upstream: context deadline exceeded"};
    lose("no answer for too long");
    throw Failure{"upstream: connection timed out"};
  }
  std::optional<Outcome> result =
      co_await ask(*life, order_of(Phase::call, client_), std::move(handler), deadline);
  if (!result) throw Failure{"upstream: context deadline exceeded"};
  if (result->error) {
    if (server() == nullptr) lose(*result->error);
    throw Failure{*result->error};
  }
  co_await pass(world_.simulation, one_way());
  co_return std::move(result->reply);
}

}  // namespace spindrift::model
