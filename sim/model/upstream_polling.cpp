#include <algorithm>
#include <utility>

#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"
#include "sim/model/upstream_client.hpp"

namespace spindrift::model {

using kernel::Completion;
using kernel::Process;
using kernel::Task;

void UpstreamClient::begin_polling() {
  if (subscribed_++ > 0) return;
  polls_well_.reset();
  last_polled_.reset();
  polling_ = std::make_unique<kernel::Scope>(server_.scope());
  const Duration interval = server_.behaviour().upstream_poll_interval;
  poll_ticks_.emplace(world_.simulation, later(world_.now(), interval), interval);
  when_bundle_changes_.emplace(upstream_.datastore.bundle_changed, *poll_ticks_);
  when_servers_change_.emplace(upstream_.servers_changed, *poll_ticks_);
  polling_->start(order_of(Phase::poll, server_.id(), 2), poll_until_closed());
}

void UpstreamClient::end_polling() {
  if (--subscribed_ > 0) return;
  polling_->kill();
  polling_.reset();
  when_bundle_changes_.reset();
  when_servers_change_.reset();
  poll_ticks_.reset();
  connection_.reset();
  identity_.release();
}

Process UpstreamClient::poll_until_closed() {
  const auto due = [this] { return poll_due(); };
  for (;;) {
    Poll poll{world_.now(), answers_, only_reconnects()};
    if (poll.only_reconnects && can_replace_connection() && co_await connection_->replace()) {
      polled(poll, last_polled_);
    } else if (!poll.only_reconnects && may_be_answered_at_once()) {
      // Most are answered from the copy that the server keeps (R17): who polls then goes the whole
      // way alone. A process that asks and one that answers would cost more than all the rest.
      co_await pass(world_.simulation, connection_->one_way());
      poll.is_sent = true;
      if (const BundleVersion copy = connection_->copy_at_hand()) {
        co_await pass(world_.simulation, connection_->one_way());
        if (world_.now() > latest_answer(poll)) no_answer_came();  // frozen meanwhile
        world_.simulation.set_cause(copy->event);
        answered(poll, copy);
      } else {
        co_await poll_once(poll);
      }
    } else {
      co_await poll_once(poll);
    }
    co_await poll_ticks_->next(due);
  }
}

Time UpstreamClient::poll_due() const {
  const Datastore& datastore = upstream_.datastore;
  if (last_polled_ != datastore.committed() || datastore.is_down()) return world_.now();
  const bool all_is_well =
      polls_well_.value_or(false) && connection_ && connection_->is_good() && upstream_.is_calm();
  return all_is_well ? connection_->closes_at() : world_.now();
}

/// A poll that only has to open another connection: its call would bring what the last one brought,
/// and is counted, not made.
bool UpstreamClient::only_reconnects() const {
  return polls_well_.value_or(false) && upstream_.is_calm() &&
         upstream_.datastore.everybody_answers_with(last_polled_);
}

std::optional<Time> UpstreamClient::last_poll_left_out(const BundleVersion& held) const {
  if (!polls_well_.value_or(false) || last_polled_ != held) return std::nullopt;
  // A poll that opened the connection reached the server when that was done; so does a handshake.
  return std::max(poll_ticks_->last_place_before(world_.now()), connection_->opened_at());
}

/// Whether there is a connection that a poll now goes over, and its answer can be back in time.
bool UpstreamClient::may_be_answered_at_once() const {
  const Duration round_trip = upstream_.options().network.round_trip.typical();
  return connection_ && connection_->is_open() &&
         round_trip < server_.behaviour().upstream_poll_interval;
}

Time UpstreamClient::latest_answer(const Poll& poll) const {
  return later(poll.begun, server_.behaviour().upstream_poll_interval);
}

/// Whether a poll that only reconnects is one event, unless something comes in between (R21).
bool UpstreamClient::can_replace_connection() const {
  const Duration round_trip = upstream_.options().network.round_trip.typical();
  return world_.simulation.idle_ticks() == kernel::IdleTicks::skip && connection_ &&
         connection_->is_due_for_replacement() &&
         round_trip < server_.behaviour().upstream_poll_interval;
}

Process UpstreamClient::fetch(Poll poll, Completion<Outcome> done) {
  try {
    if (poll.only_reconnects) {
      co_await connection().open();
      Outcome same;
      same.reply.bundle = last_polled_;
      done.set(std::move(same));
      co_return;
    }
    const Handler handler = [](ServerLife& upstream) { return upstream.get_bundle(); };
    Reply reply = co_await connection().call(handler, kernel::never, poll.is_sent);
    done.set(Outcome{std::move(reply), {}});
  } catch (const Failure& failure) {
    done.set(Outcome{{}, failure.what()});
  }
}

void UpstreamClient::polled(const Poll& poll, const BundleVersion& bundle) {
  const bool is_overlapped = poll.answers_before != answers_;
  const bool is_known = last_polled_ == bundle && roots_ == bundle && jwt_keys_ == bundle;
  if (is_overlapped || is_known) return;
  last_polled_ = bundle;
  upstream_.pollers.note(*bundle, server_.id());
  roots_ = bundle;
  jwt_keys_ = bundle;
  look_again();
}

void UpstreamClient::no_answer_came() {
  if (polls_well_.value_or(true)) {
    world_.record(history::PollingStopped{server_.id(), "no answer"});
  }
  if (polls_well_) polls_well_ = false;
}

void UpstreamClient::answered(const Poll& poll, const BundleVersion& bundle) {
  if (polls_well_ == false) {
    world_.record(history::PollingResumed{server_.id(), connection_->server_id()});
  }
  polls_well_ = true;
  polled(poll, bundle);
  polled_once_.raise();
}

Task<> UpstreamClient::poll_once(Poll poll) {
  const Completion<Outcome> done{world_.simulation};
  polling_->start(order_of(Phase::poll, server_.id(), 3), fetch(poll, done));
  const Time latest = latest_answer(poll);
  std::optional<Outcome> outcome;
  // A frozen server may go on when that is over.
  if (world_.now() <= latest) outcome = co_await done.wait_until(latest);
  if (!outcome) {
    no_answer_came();
    outcome = co_await done.wait_until(kernel::never);
  }
  if (outcome->error) {
    poll_error_ = *outcome->error;
    if (polls_well_.value_or(true)) {
      world_.record(history::PollingStopped{server_.id(), poll_error_});
    }
    polls_well_ = false;
    polled_once_.raise();
  } else {
    answered(poll, outcome->reply.bundle);
  }
}

}  // namespace spindrift::model
