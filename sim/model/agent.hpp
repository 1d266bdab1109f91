#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/mutex.hpp"
#include "sim/kernel/scope.hpp"
#include "sim/kernel/signal.hpp"
#include "sim/kernel/task.hpp"
#include "sim/model/bundle.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

class ClusterSite;
struct Passage;
class ServerHost;
class ServerLife;

/// The agent of a cluster: workloads verify with the bundle of its last sync (R19), and downstream
/// servers get from it the SVID with which they call this cluster (R23).
class Agent {
 public:
  Agent(World& world, ClusterId cluster, ObserverId observer);
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;
  Agent(Agent&&) = delete;
  Agent& operator=(Agent&&) = delete;
  ~Agent();

  void start();
  void stop(const std::string& why);
  [[nodiscard]] bool is_running() const { return running_; }
  /// The bundle of its last sync; none before the first.
  [[nodiscard]] const BundleVersion& held() const { return held_; }
  /// When it ended last.
  [[nodiscard]] Time ended_at() const { return ended_at_; }

  /// Raised when it starts and when it ends.
  kernel::Signal changed;

 private:
  /// An X.509-SVID that the agent had signed.
  struct Svid {
    Duration lifetime{};
    Time issued_at{};
    Time not_after{};  ///< 0: none was signed yet
    Time renewed_from{};
  };

  kernel::Process live();
  kernel::Process pass_on_that_servers_changed();
  [[nodiscard]] bool has_news() const;
  [[nodiscard]] bool has_nothing_to_ask_for() const;
  [[nodiscard]] Duration sync_interval();
  [[nodiscard]] Time next_sync(Time from);
  kernel::Task<bool> attest();
  kernel::Task<bool> sync();
  kernel::Task<bool> renew(Svid& svid, ServerHost& host);
  kernel::Task<Time> signed_by(ServerLife& server, Duration lifetime);
  void note_signature(Svid& svid, Time asked_at, Time not_after);
  /// SPIRE renews when less than half of an SVID's life is left, give or take 10 %.
  struct HalfLife {
    explicit HalfLife(const Svid& svid)
        : least{(svid.not_after - svid.issued_at) / 2 * 9 / 10},
          most{(svid.not_after - svid.issued_at) / 2 * 11 / 10} {}
    Duration least;
    Duration most;
  };
  [[nodiscard]] Duration draw(const HalfLife& half) {
    return renewals_.between(half.least, half.most);
  }
  [[nodiscard]] bool signatures_are_seen() const;
  kernel::Process keep_own_svid();
  [[nodiscard]] Time next_look_at_own_svid(Time from);
  kernel::Task<bool> renew_own_svid();
  [[nodiscard]] Time renewals_do_nothing_until() const;
  [[nodiscard]] Duration longest_sync() const;
  void leave_out_renewals(bool wanted);
  void make_up_for_renewals_left_out();
  kernel::Process keep_connected();
  kernel::Task<bool> dial();
  kernel::Task<bool> greet(Time latest);
  kernel::Task<bool> goes_on(ServerHost& host);
  [[nodiscard]] bool is_connected() const;
  /// Connected, and the handshake is done.
  [[nodiscard]] bool is_greeted() const { return is_greeted_ && is_connected(); }
  kernel::Task<> renew_entries(ServerHost& host);
  [[nodiscard]] Time entries_due() const;
  void end_on_unknown_root();
  [[nodiscard]] bool ends_as_recorded() const;
  kernel::Process start_again();
  [[nodiscard]] bool connect(Passage& passage);
  kernel::Task<bool> sync_over_connection();
  void take(const BundleVersion& bundle);

  World& world_;
  ClusterSite& site_;
  ObserverId observer_;
  kernel::RandomStream jitter_;
  kernel::RandomStream renewals_;
  kernel::RandomStream back_offs_;
  kernel::Mutex turn_;  ///< a sync and a renewal of the own SVID keep each other waiting
  std::unique_ptr<kernel::Scope> life_;
  bool running_ = false;
  Time ended_at_{};
  BundleVersion held_;
  kernel::Signal news_;  ///< the bundle has changed, or a server came or went
  std::optional<kernel::PassOn> bundle_is_news_;
  ServerId server_ = ServerId::none;
  std::uint32_t server_life_ = 0;
  Time connected_at_{};
  Time connection_closes_at_{};
  bool is_greeted_ = false;  ///< the handshake is done
  bool meets_unknown_root_ = false;
  Time planned_sync_{};  ///< the first of those that follow the last one
  Svid own_svid_;
  Time life_began_at_{};
  Time next_renewal_{};  ///< of its own SVID
  bool leaves_out_renewals_ = false;
  kernel::Signal leaves_out_changed_;
  std::optional<kernel::PassOn> end_of_calm_is_news_;
  std::optional<Time> sync_after_renewal_;  ///< the one that follows a renewal that was left out
  std::vector<Svid> entries_;  ///< of downstream servers and workloads, which it keeps fresh
};

}  // namespace spindrift::model
