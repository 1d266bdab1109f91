#include "sim/model/upstream_client.hpp"

#include <utility>

#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using history::BundleRecord;
using history::Channel;
using kernel::Completion;
using kernel::MutexHold;
using kernel::Process;
using kernel::Task;

/// One open stream between plugin and core. It forwards a list when it differs, order included,
/// from the last one that it sent (R11).
struct UpstreamClient::Stream {
  Stream(kernel::Scope& life, World& world, Channel channel_, Time since, Duration interval)
      : scope{life}, channel{channel_}, looks{world.simulation, later(since, interval), interval} {}

  kernel::Scope scope;
  Channel channel;
  BundleVersion roots_sent;
  BundleVersion jwt_keys_sent;
  kernel::Ticker looks;
};

namespace {

std::size_t place_of(Channel channel) { return static_cast<std::size_t>(channel); }

bool carries_roots(Channel channel) { return channel != Channel::jwt_stream; }
bool carries_jwt_keys(Channel channel) { return channel != Channel::x509_stream; }

}  // namespace

UpstreamClient::UpstreamClient(World& world, ServerLife& server, ClusterSite& upstream)
    : world_{world},
      server_{server},
      upstream_{upstream},
      polled_changed_{world.simulation},
      polled_once_{world.simulation},
      publish_one_at_a_time_{world.simulation},
      identity_{world, upstream} {}

UpstreamClient::~UpstreamClient() = default;

bool UpstreamClient::is_open(Channel channel) const {
  return streams_[place_of(channel)] != nullptr;
}

// ---------------------------------------------------------------- requests

Connection& UpstreamClient::connection() {
  if (!connection_) {
    connection_.emplace(world_, server_, upstream_, identity_, ++connections_made_);
  }
  return *connection_;
}

namespace {

/// Counts as a subscriber of the polling while it lives.
class Subscribed {
 public:
  Subscribed(std::function<void()> begin, std::function<void()> end) : end_{std::move(end)} {
    begin();
  }
  Subscribed(const Subscribed&) = delete;
  Subscribed& operator=(const Subscribed&) = delete;
  Subscribed(Subscribed&&) = delete;
  Subscribed& operator=(Subscribed&&) = delete;
  ~Subscribed() { end_(); }

 private:
  std::function<void()> end_;
};

}  // namespace

Task<Reply> UpstreamClient::mint(Duration ca_ttl, Key authority) {
  close(Channel::x509_stream, "a new mint begins");
  const Subscribed subscribed{[this] { begin_polling(); }, [this] { end_polling(); }};
  const Handler sign = [ca_ttl](ServerLife& upstream) {
    return upstream.sign_downstream_ca(ca_ttl);
  };
  Reply reply = co_await connection().call(sign, kernel::never);
  if (server_.behaviour().roots_synchronised_after_mint) {
    const Handler fetch_roots = [](ServerLife& upstream) { return upstream.get_bundle(); };
    const Reply roots = co_await connection().call(fetch_roots, kernel::never);
    reply.bundle = roots.bundle;
  }
  const Time answered = world_.now();  // the plugin's stream exists, and looks, from here on
  take_answer(roots_, reply.bundle);
  co_await server_.key_manager().sign(authority);
  co_await server_.datastore().append_roots_of(server_.id(), reply.bundle);
  if (!server_.behaviour().always_subscribed) open(Channel::x509_stream, reply.bundle, answered);
  co_return reply;
}

Task<BundleVersion> UpstreamClient::publish(BundleRecord key) {
  const Time deadline = later(world_.now(), server_.behaviour().publish_timeout);
  MutexHold turn = co_await publish_one_at_a_time_.lock();
  close(Channel::jwt_stream, "a new publication begins");
  if (world_.now() > deadline) throw Failure{"publish: context deadline exceeded"};
  const Subscribed subscribed{[this] { begin_polling(); }, [this] { end_polling(); }};
  const Handler push = [key](ServerLife& upstream) { return upstream.push_jwt_key(key); };
  const Reply reply = co_await connection().call(push, deadline);
  const Time answered = world_.now();
  take_answer(jwt_keys_, reply.bundle);
  const BundleVersion own = co_await append_until(deadline, reply.bundle);
  if (!server_.behaviour().always_subscribed) open(Channel::jwt_stream, reply.bundle, answered);
  co_return own;
}

/// Appends to the own bundle. At the deadline a statement that still waits is cancelled (R17).
Task<BundleVersion> UpstreamClient::append_until(Time deadline, BundleVersion keys_of) {
  struct Append {
    static Process run(ServerLife& server, BundleVersion from, Completion<Outcome> done) {
      try {
        Outcome outcome;
        outcome.reply.bundle = co_await server.datastore().append_keys_of(server.id(), from);
        done.set(std::move(outcome));
      } catch (const Failure& failure) {
        done.set(Outcome{{}, failure.what()});
      }
    }
  };
  const Completion<Outcome> done{world_.simulation};
  kernel::Scope appending{server_.scope()};
  appending.start(order_of(Phase::call, server_.id(), 2),
                  Append::run(server_, std::move(keys_of), done));
  const std::optional<Outcome> outcome = co_await done.wait_until(deadline);
  if (!outcome) throw Failure{"publish: context deadline exceeded"};
  if (outcome->error) throw Failure{*outcome->error};
  co_return outcome->reply.bundle;
}

Task<> UpstreamClient::subscribe() {
  begin_polling();
  // A good poll brings nothing when it overlapped a publication: the next one is waited for.
  while (polls_well_.value_or(true) && !last_polled_) co_await polled_once_.wait();
  if (!*polls_well_) throw Failure{"subscribe to the upstream bundle: " + poll_error_};
  const BundleVersion first = last_polled_;
  co_await store(Channel::subscription, first, first);
  open(Channel::subscription, first, world_.now());
  end_polling();  // the open stream keeps it going
}

// ---------------------------------------------------------------- streams

void UpstreamClient::open(Channel channel, const BundleVersion& sent, Time since) {
  begin_polling();
  auto& stream = streams_[place_of(channel)];
  stream = std::make_unique<Stream>(server_.scope(), world_, channel, since,
                                    server_.behaviour().stream_look_interval);
  stream->roots_sent = sent;
  stream->jwt_keys_sent = sent;
  world_.record(history::ListeningOpened{server_.id(), channel});
  stream->scope.start(order_of(Phase::look, server_.id(), static_cast<std::uint32_t>(channel)),
                      forward(*stream));
}

void UpstreamClient::close(Channel channel, const std::string& why) {
  auto& stream = streams_[place_of(channel)];
  if (!stream) return;
  world_.record(history::ListeningClosed{server_.id(), channel, why});
  stream.reset();
  end_polling();
}

bool UpstreamClient::differs(const Stream& stream) const {
  // Keys change more often than roots.
  const bool new_keys = carries_jwt_keys(stream.channel) && jwt_keys_ != stream.jwt_keys_sent &&
                        jwt_keys_->jwt_keys != stream.jwt_keys_sent->jwt_keys;
  return new_keys || (carries_roots(stream.channel) && roots_ != stream.roots_sent &&
                      roots_->roots != stream.roots_sent->roots);
}

/// The plugin has what was answered before its server has appended it (R11).
void UpstreamClient::take_answer(BundleVersion& part, const BundleVersion& answered) {
  ++answers_;
  part = answered;
  look_again();
}

void UpstreamClient::look_again() {
  for (const auto& stream : streams_) {
    if (stream) stream->looks.reconsider();
  }
  polled_changed_.raise();
}

Process UpstreamClient::forward(Stream& stream) {
  const auto due = [this, &stream] { return differs(stream) ? world_.now() : kernel::never; };
  for (;;) {
    if (server_.behaviour().looks_when_polled) {
      while (!differs(stream)) co_await polled_changed_.wait();
    } else {
      co_await stream.looks.next(due);
    }
    const BundleVersion roots = roots_;
    const BundleVersion keys = jwt_keys_;
    stream.roots_sent = roots;
    stream.jwt_keys_sent = keys;
    // What is forwarded follows from what happened upstream, not from what this stream did before.
    world_.simulation.set_cause(carries_jwt_keys(stream.channel) ? keys->event : roots->event);
    world_.record(history::ListForwarded{
        server_.id(), connection_ ? connection_->server_id() : ServerId::none, stream.channel});
    try {
      co_await store(stream.channel, roots, keys);
    } catch (const Failure&) {
      // Dropped: nothing is retried until the upstream's list changes again (R11).
    }
  }
}

Task<BundleVersion> UpstreamClient::store(Channel channel, BundleVersion roots_from,
                                          BundleVersion keys_from) {
  Datastore& datastore = server_.datastore();
  if (!carries_jwt_keys(channel)) {
    return datastore.append_roots_of(server_.id(), std::move(roots_from));
  }
  if (!carries_roots(channel)) {
    return datastore.append_keys_of(server_.id(), std::move(keys_from));
  }
  return datastore.append_all_of(server_.id(), std::move(roots_from), std::move(keys_from));
}

}  // namespace spindrift::model
