#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "sim/kernel/completion.hpp"
#include "sim/kernel/scope.hpp"
#include "sim/kernel/signal.hpp"
#include "sim/kernel/task.hpp"
#include "sim/model/bundle.hpp"
#include "sim/model/failure.hpp"
#include "sim/model/haproxy.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

class Agent;
class ClusterSite;
class ServerHost;
class ServerLife;

/// What an upstream server answers: a bundle, or a signed X.509 CA (R9b, R10).
struct Reply {
  BundleVersion bundle;
  Key signed_by;     ///< mint: the upstream authority
  Key root;          ///< mint: the root at the top of its chain
  Time not_after{};  ///< mint
};

/// How a call ends.
struct Outcome {
  Reply reply;
  std::optional<std::string> error;  ///< instead of a reply
};

/// What a server does to answer a request.
using Handler = std::function<kernel::Task<Reply>(ServerLife&)>;

/// A request that an upstream server works on. It lives in the caller; the server cuts it when it
/// ends.
class CallInFlight {
 public:
  CallInFlight(ServerLife& server, kernel::Completion<Outcome> outcome);
  ~CallInFlight();
  CallInFlight(const CallInFlight&) = delete;
  CallInFlight& operator=(const CallInFlight&) = delete;
  CallInFlight(CallInFlight&&) = delete;
  CallInFlight& operator=(CallInFlight&&) = delete;

  /// The connection broke: the caller gets an error, if it still waits.
  void cut(const std::string& why);
  /// The host is gone without a word: the caller waits on.
  void forget() { server_ = nullptr; }

 private:
  ServerLife* server_;
  kernel::Completion<Outcome> outcome_;
};

/// Awaited: has a server work on a request and waits for the outcome; nothing when `deadline`
/// passes first. The work belongs to both: it ends when the server ends (the asker then gets an
/// error, or waits on when the server's host is gone without a word), and when the asker does.
/// No task: a frame for each request would cost more than all that is done here.
class Ask {
 public:
  Ask(ServerLife& server, kernel::Order order, Handler handler, Time deadline);
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    wait_.await_suspend(frame);
  }
  std::optional<Outcome> await_resume() { return wait_.await_resume(); }

 private:
  kernel::Completion<Outcome> outcome_;
  CallInFlight in_flight_;
  kernel::Scope handling_;
  kernel::Completion<Outcome>::Wait wait_;
};

[[nodiscard]] inline Ask ask(ServerLife& server, kernel::Order order, Handler handler,
                             Time deadline) {
  return {server, order, std::move(handler), deadline};
}

/// What a nested server has from the agent beside it: an SVID to call its upstream with, and the
/// roots that it knows its upstream by. The last ones stay when the agent ends (R23, R24).
class WorkloadIdentity {
 public:
  WorkloadIdentity(World& world, ClusterSite& upstream) : world_{world}, upstream_{upstream} {}

  /// Waits for the first SVID. Throws when there is none at `deadline`, or when the last one has
  /// expired and the agent is away.
  kernel::Task<> need(Time deadline);

  /// Gives up what it has from the agent: a polling period ends, and the next one asks anew (R23).
  void release();

  /// Whether it has one that needs no waiting for and cannot have expired.
  [[nodiscard]] bool is_at_hand();

  /// Whether it can tell that this server belongs to its upstream.
  [[nodiscard]] bool knows(const ServerLife& server);

 private:
  /// The agent beside it; null where none is modelled.
  [[nodiscard]] const Agent* agent() const;
  void refresh();

  World& world_;
  ClusterSite& upstream_;
  std::optional<Time> svid_since_;
  BundleVersion roots_;
};

/// How long gRPC waits after that many failed attempts and one more: 1 s, then 1.6 times as long
/// each time, at most 120 s, each after the first ± 20 %.
[[nodiscard]] Duration reconnect_wait(const NetworkOptions& network, std::uint32_t failures,
                                      kernel::RandomStream& draws);

/// The gRPC connection of a downstream server's plugin to its upstream cluster (R21): opened
/// through the load balancer, kept for a polling period, shared by polls, publish, mint and
/// subscription.
class Connection {
 public:
  Connection(World& world, ServerLife& client, ClusterSite& upstream, WorkloadIdentity& identity,
             std::uint32_t number);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;
  ~Connection() = default;

  /// Waits until there is a connection: at once when there is one. Throws `Failure`.
  kernel::Task<> open() { return ensure_connected(kernel::never); }

  /// Its server has closed it for its age, and for all that is known now another can be opened.
  [[nodiscard]] bool is_due_for_replacement() const;
  class Replacement;
  /// Awaited: one attempt to open another, at the same moments and with the same draws as `open`,
  /// by a single event. Whether that was all; if not, gRPC tries on by itself, and `open` waits for
  /// it. REQUIRES: is_due_for_replacement().
  [[nodiscard]] Replacement replace();

  /// Sends a request, unless it `is_sent` and comes to the server now, and waits for its answer, at
  /// most until `deadline`. Throws `Failure` on an error, a cut connection or the deadline; waits
  /// for ever on a silent one (R21).
  kernel::Task<Reply> call(Handler handler, Time deadline, bool is_sent = false);

  /// There is one that a request sent now goes over.
  [[nodiscard]] bool is_open() const;
  /// How long a request takes to the server, and an answer back.
  [[nodiscard]] Duration one_way() const;
  /// For a request for the bundle that comes to the server now: the answer, where the server has it
  /// at hand (R17), and else none.
  [[nodiscard]] BundleVersion copy_at_hand() const;

  /// The server at the other end; null when not connected, or when it is gone.
  [[nodiscard]] ServerLife* server() const;
  [[nodiscard]] ServerId server_id() const { return server_id_; }
  /// Whether that process of that server is, or was, at the other end, and it stays connected.
  [[nodiscard]] bool leads_to(ServerId id, std::uint32_t life_number) const {
    return is_connected() && server_id_ == id && life_number_ == life_number;
  }

  /// When the server will close it for its age; the next request then opens another.
  [[nodiscard]] Time closes_at() const { return closes_at_; }
  /// When it was opened last.
  [[nodiscard]] Time opened_at() const { return opened_at_; }

  /// Its server is gone without a word: nothing comes back until TCP gives up.
  [[nodiscard]] bool is_silent() const { return is_connected() && silent_since_.has_value(); }
  /// Connected to a process that runs and answers.
  [[nodiscard]] bool is_good() const;

 private:
  /// As gRPC names the states of a channel. `failing` lasts until an attempt succeeds: requests
  /// then fail at once with the last error.
  enum class State : std::uint8_t { idle, connecting, ready, failing };

  /// An attempt that began at that moment has come to the load balancer, which led it to `host`, or
  /// is still to be asked.
  struct Arrival {
    Time begun{};
    ServerHost* host = nullptr;
    Passage passage{};
  };

  kernel::Task<> ensure_connected(Time deadline);
  kernel::Process try_until_connected(std::optional<Arrival> first);
  void try_on(std::optional<Arrival> first);
  kernel::Task<ServerHost*> dial(Duration patience);
  kernel::Task<ServerHost*> shake_hands(ServerHost* host, Time latest);
  [[nodiscard]] const char* why_refused(const ServerLife& server);
  void connect_to(ServerHost& host);
  void lose(const std::string& why);
  [[nodiscard]] bool is_connected() const { return state_ == State::ready; }
  [[nodiscard]] bool is_closed_for_its_age() const;

  World& world_;
  ClusterSite& upstream_;
  ServerId client_;
  State state_ = State::idle;
  ServerId server_id_ = ServerId::none;
  std::uint32_t life_number_ = 0;
  Time opened_at_{};
  Time closes_at_ = kernel::never;
  std::optional<Time> silent_since_;
  WorkloadIdentity& identity_;
  kernel::RandomStream ages_;
  kernel::RandomStream back_offs_;
  std::string last_error_;
  kernel::Signal attempted_;  ///< an attempt has ended
  std::uint32_t failures_ = 0;
  kernel::Scope attempts_;  ///< last: what runs in it uses the rest
};

/// What `Connection::replace` waits for: TCP and the TLS handshake, as one event.
class Connection::Replacement final : public kernel::ProcessWakeup {
 public:
  explicit Replacement(Connection& connection);

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    suspend(frame);
    begin();
  }
  bool await_resume();

 private:
  void begin();
  void fire() override;

  Connection& connection_;
  Time begun_;
  bool is_handed_over_ = false;  ///< its client is frozen: an attempt of the usual kind goes on
};

inline Connection::Replacement Connection::replace() { return Replacement{*this}; }

}  // namespace spindrift::model
