#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/scope.hpp"
#include "sim/kernel/ticker.hpp"
#include "sim/model/authorities.hpp"
#include "sim/model/connection.hpp"
#include "sim/model/health_check.hpp"
#include "sim/model/key_manager.hpp"
#include "sim/model/own_svid.hpp"
#include "sim/model/upstream_client.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

class Datastore;
class ServerHost;

/// One process of a SPIRE server, from its start to its end (R1–R7c). What it holds here is its
/// memory: gone when the process is.
class ServerLife {
 public:
  ServerLife(World& world, ServerHost& host, std::uint32_t number);
  ~ServerLife();
  ServerLife(const ServerLife&) = delete;
  ServerLife& operator=(const ServerLife&) = delete;
  ServerLife(ServerLife&&) = delete;
  ServerLife& operator=(ServerLife&&) = delete;

  /// Starts it: from now on it lives in `scope` until that is killed.
  void start();

  // ------------------------------------------------------------- what it answers

  /// The bundle, at most a second old (R17).
  kernel::Task<Reply> get_bundle();
  /// What that answers without waiting; none where it has to read the row, or waits for its turn.
  [[nodiscard]] BundleVersion bundle_at_hand();
  /// Signs the X.509 CA of a downstream server (R9b).
  kernel::Task<Reply> sign_downstream_ca(Duration downstream_ca_ttl);
  /// The end of an X.509-SVID of that lifetime that is signed now. Throws when none can be.
  [[nodiscard]] Time end_of_svid(Duration lifetime) const;
  /// Signs the X.509-SVID of an agent or a workload (R19). Only a KMS notices.
  kernel::Task<Reply> sign_svid(Duration lifetime);
  /// Takes a JWT key of a downstream server up to the top and answers with the own list (R10).
  kernel::Task<Reply> push_jwt_key(history::BundleRecord key);

  /// `localauthority jwt prepare`, `activate`, `taint` or `revoke` (R18). Throws when refused.
  kernel::Task<Reply> local_authority(ActionKind command);

  // ------------------------------------------------------------- what others see

  [[nodiscard]] ServerId id() const { return id_; }
  [[nodiscard]] bool is_listening() const { return listening_; }
  [[nodiscard]] Time listening_since() const { return listening_since_; }
  [[nodiscard]] const Behaviour& behaviour() const { return behaviour_; }
  [[nodiscard]] kernel::Scope& scope() { return scope_; }
  [[nodiscard]] Datastore& datastore();
  [[nodiscard]] ServerHost& host() { return host_; }
  [[nodiscard]] KeyManager& key_manager() { return key_manager_; }
  [[nodiscard]] Authorities& authorities() { return authorities_; }
  [[nodiscard]] UpstreamClient* upstream() { return upstream_.get(); }
  /// The root that its own X.509-SVID hangs under (R24).
  [[nodiscard]] Key svid_root() const { return own_svid_.root(); }
  /// Whether who holds these roots can tell that its own X.509-SVID is genuine (R24).
  [[nodiscard]] bool is_known_by(const BundleVersion& roots) const {
    return own_svid_.is_known_by(roots);
  }
  [[nodiscard]] OwnSvid& own_svid() { return own_svid_; }
  [[nodiscard]] const OwnSvid& own_svid() const { return own_svid_; }
  /// Which of its host's processes it is, from 1.
  [[nodiscard]] std::uint32_t number() const { return number_; }
  /// None before the run phase.
  [[nodiscard]] HealthCheck* health() { return health_ ? &*health_ : nullptr; }
  /// Requests that it works on now.
  [[nodiscard]] std::vector<CallInFlight*>& calls() { return calls_; }
  /// The server itself wrote to the bundle row: the cached copy is dropped (R17).
  void drop_cached_bundle();
  /// How long after its place on the grid the tick of that number of that clock comes (R7).
  [[nodiscard]] Duration lateness_of_tick(std::string_view clock, std::int64_t number) const;

 private:
  kernel::Process live();
  kernel::Task<> boot();
  void begin_run_phase();
  kernel::Process rotate_on_ticks();
  [[nodiscard]] Duration lateness_of_rotation(std::int64_t number) const;
  [[nodiscard]] Time rotation_due() const;
  kernel::Process prune_on_ticks();
  kernel::Process prune_journals_on_ticks();
  kernel::Process subscribe_after_start();
  [[nodiscard]] const ClusterOptions& options() const;
  [[nodiscard]] bool is_bundle_cached() const;
  void catch_up_with_polls_left_out();

  // First what each request and each change of a bundle needs: in a fleet it is seldom in a cache.
  World& world_;
  ServerHost& host_;
  const Behaviour& behaviour_;
  ServerId id_;
  std::uint32_t number_;
  kernel::Scope scope_;
  std::unique_ptr<UpstreamClient> upstream_;
  BundleVersion cached_bundle_;
  Time cached_at_{};
  Time cache_dropped_at_{};
  Time caught_up_at_{};  ///< the change before which polls left out are made up for
  kernel::Mutex cache_turn_;
  std::vector<CallInFlight*> calls_;

  Time runs_since_{};
  std::unique_ptr<kernel::Ticker> rotation_ticks_;
  Key signs_with_;  ///< the X.509 authority, as others know it
  bool listening_ = false;
  Time listening_since_{};
  Time spawned_at_{};
  Authorities authorities_;
  KeyManager key_manager_;
  OwnSvid own_svid_;
  std::optional<HealthCheck> health_;
};

}  // namespace spindrift::model
