#pragma once

#include <array>
#include <memory>
#include <optional>

#include "sim/kernel/mutex.hpp"
#include "sim/kernel/ticker.hpp"
#include "sim/model/connection.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

class ServerLife;

/// How a nested server talks to its upstream cluster and hears of other clusters' keys: SPIRE's
/// upstream client together with the `spire` plugin (R9b–R12, R21, R22).
class UpstreamClient {
 public:
  UpstreamClient(World& world, ServerLife& server, ClusterSite& upstream);
  ~UpstreamClient();
  UpstreamClient(const UpstreamClient&) = delete;
  UpstreamClient& operator=(const UpstreamClient&) = delete;
  UpstreamClient(UpstreamClient&&) = delete;
  UpstreamClient& operator=(UpstreamClient&&) = delete;

  /// Has the upstream sign an X.509 CA, tries the signed one with a signature of `authority`, and
  /// appends the upstream's roots to the own bundle (R9b). No deadline. Until 1.12.3 the stream
  /// stays open and carries changes of the roots (R11).
  kernel::Task<Reply> mint(Duration ca_ttl, Key authority);

  /// Publishes a JWT key to the top and appends the upstream's list to the own bundle (R10).
  /// Returns the own bundle. Until 1.12.3 the stream stays open and carries changes of the JWT
  /// keys.
  kernel::Task<BundleVersion> publish(history::BundleRecord key);

  /// Opens the subscription of 1.12.4 (R12). Throws on an error before the first answer; waits
  /// when there is no answer.
  kernel::Task<> subscribe();

  [[nodiscard]] bool is_open(history::Channel channel) const;

  /// Whether it is connected to that process of that server.
  [[nodiscard]] bool is_connected_to(ServerId id, std::uint32_t life_number) const {
    return connection_ && connection_->leads_to(id, life_number);
  }
  /// The last poll that was left out, because it would have brought `held` as the one before did
  /// (R22). Nothing when that is not what it holds. REQUIRES: connected to a server that runs.
  [[nodiscard]] std::optional<Time> last_poll_left_out(const BundleVersion& held) const;

 private:
  struct Stream;

  kernel::Task<BundleVersion> append_until(Time deadline, BundleVersion keys_of);
  void open(history::Channel channel, const BundleVersion& sent, Time since);
  void close(history::Channel channel, const std::string& why);
  void begin_polling();
  void end_polling();
  Connection& connection();

  kernel::Process poll_until_closed();
  /// A poll that began at that moment.
  struct Poll {
    Time begun{};
    std::uint32_t answers_before = 0;
    bool only_reconnects = false;
    bool is_sent = false;  ///< it comes to the server now
  };
  kernel::Task<> poll_once(Poll poll);
  [[nodiscard]] Time poll_due() const;
  [[nodiscard]] bool only_reconnects() const;
  [[nodiscard]] bool can_replace_connection() const;
  [[nodiscard]] bool may_be_answered_at_once() const;
  [[nodiscard]] Time latest_answer(const Poll& poll) const;
  void no_answer_came();
  void answered(const Poll& poll, const BundleVersion& bundle);
  void polled(const Poll& poll, const BundleVersion& bundle);
  kernel::Process fetch(Poll poll, kernel::Completion<Outcome> done);

  kernel::Process forward(Stream& stream);
  kernel::Task<BundleVersion> store(history::Channel channel, BundleVersion roots_from,
                                    BundleVersion keys_from);
  [[nodiscard]] bool differs(const Stream& stream) const;
  void take_answer(BundleVersion& part, const BundleVersion& answered);
  void look_again();

  World& world_;
  ServerLife& server_;
  ClusterSite& upstream_;

  // The plugin: polls while anything is subscribed. First what each change upstream and each poll
  // needs: in a fleet it is seldom in the cache.
  std::optional<kernel::Ticker> poll_ticks_;
  std::optional<kernel::ReconsiderAtOnce> when_bundle_changes_;
  BundleVersion last_polled_;  ///< the version that the last good poll brought
  std::optional<bool> polls_well_;
  std::uint32_t subscribed_ = 0;
  std::uint32_t answers_ = 0;  ///< to publications and mints: a poll that meets one is discarded
  std::optional<Connection> connection_;
  BundleVersion roots_;     ///< the version that the plugin has its roots from
  BundleVersion jwt_keys_;  ///< the version that the plugin has its JWT keys from
  std::array<std::unique_ptr<Stream>, 3> streams_;
  kernel::Signal polled_changed_;
  kernel::Signal polled_once_;
  std::optional<kernel::ReconsiderAtOnce> when_servers_change_;
  std::unique_ptr<kernel::Scope> polling_;
  std::string poll_error_;

  kernel::Mutex publish_one_at_a_time_;
  WorkloadIdentity identity_;
  std::uint32_t connections_made_ = 0;
};

}  // namespace spindrift::model
