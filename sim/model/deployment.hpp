#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/history/names.hpp"
#include "sim/model/behaviour.hpp"
#include "sim/model/plan.hpp"

namespace spindrift::model {

/// Where a server keeps its signing keys (R14, R2).
enum class KeyManagerKind : std::uint8_t { memory, disk, aws_kms };

/// How a server finds its AWS KMS keys again: by a configured value, or by a file on its disk.
enum class KmsIdentity : std::uint8_t { value, file };

/// Requests a second that the AWS account allows for one kind of call; 0: no limit.
struct KmsQuota {
  std::string call;
  std::uint32_t per_second = 0;
};

struct KeyManagerOptions {
  KeyManagerKind kind = KeyManagerKind::disk;
  KmsIdentity identity = KmsIdentity::file;
  bool key_policy_is_set = false;       ///< else the first generate asks STS who it is (R14)
  Latency disk_generate = always(5ms);  ///< assumption: an EC key and a small file
  Latency kms_call = always(15ms);      ///< assumption; vendors publish no figure
  std::map<std::string, Latency> kms_call_by_name;  ///< overrides, by call
  std::vector<KmsQuota> quotas;                     ///< shared by all servers of an account
  std::string account = "default";  ///< clusters that name the same account share its quotas
};

/// PostgreSQL as the servers of a cluster see it (R15–R17).
struct DatastoreOptions {
  Latency statement = always(1ms);            ///< one statement's round trip
  Latency commit = always(2ms);               ///< the flush of the log
  Latency create_tables = always(50ms);       ///< assumption: of an empty database (R1)
  std::optional<Duration> lock_timeout;       ///< SPIRE sets none
  std::optional<Duration> statement_timeout;  ///< SPIRE sets none
};

/// Between a downstream cluster and its upstream's load balancer (R21).
struct NetworkOptions {
  Latency round_trip = always(2ms);
  Duration load_balancer_check = 1s;                 ///< each server is checked this often
  std::uint32_t load_balancer_checks_until_out = 3;  ///< HAProxy's `fall`
  Duration connect_timeout = 20s;                    ///< gRPC: one attempt
  Duration back_off_base = 1s;                       ///< gRPC: × 1.6 up to 120 s, ± 20 %
  Duration back_off_cap = 120s;
  int back_off_jitter = 20;               ///< per cent of each wait but the first, either way
  Duration connection_idle_close = 3min;  ///< ± 10 %, once idle
  Duration tcp_gives_up = 924s;           ///< about 15 min 24 s on Linux
};

/// How long this kind of machine needs for the steps of a start.
struct MachineOptions {
  Latency process_start = always(1500ms);   ///< from exec to the first look at the key manager
  Latency until_listening = always(200ms);  ///< from the first rotation's end to the listeners
  Latency clean_end = always(100ms);
  /// A tick of the rotation or of a look at the own SVID comes this long after its place on the
  /// grid (R7). It decides when a threshold lies on the grid itself (R8).
  Latency tick_lateness = always(0ms);
  Duration check_to_issue{};  ///< from a tick's look at the slots to the new key's issue instant
  Duration check_to_sign{};   ///< from a tick that renews the own SVID to asking for the signature
  Duration look_to_sign{};    ///< from a look at the health to asking for its signature (R7b)
  /// Per cent of starts whose first look at the health, or the dial before it, finds no listener
  /// yet (R7b).
  int first_look_too_early = 0;
};

/// Agents, one for each cluster; downstream servers use the one attested to their upstream.
struct AgentOptions {
  bool present = true;
  Duration sync_interval = 5s;   ///< after the previous one ended, ± 10 %
  Duration back_off_cap = 4min;  ///< on error × 1.5
  Duration rpc_deadline = 30s;
  Duration svid_lifetime = 1h;  ///< SPIRE's `agent_ttl`
  /// An agent that ended (R24) is started again by its supervisor; none: it stays away.
  std::optional<Duration> restarts_after = 10s;
  /// Workloads of the default X.509-SVID lifetime. Each makes the server sign, as does the entry of
  /// the downstream servers.
  std::uint32_t workload_entries = 0;
};

/// An OIDC discovery provider beside one server (R20).
struct DiscoveryProvider {
  std::string name;
  ServerId server = ServerId::none;
  Duration poll_interval = 10s;
  Duration starts_at{};  ///< its polls count from here
};

/// Who verifies tokens against a provider's key set (R20).
struct RelyingParty {
  std::string name;
  ObserverId provider = ObserverId::none;
  bool refetches_on_miss = false;
  Duration refetch_cooldown{};     ///< between two fetches for unknown keys
  Duration cache_lifetime = 5min;  ///< 0: for ever, until a miss
  std::uint32_t key_limit = 0;     ///< AWS: 100 of a type; 0: none
};

struct ClusterOptions {
  std::string version = "1.10.4";
  Behaviour behaviour;                        ///< preset of `version`, with overrides applied
  std::map<std::string, Behaviour> upgrades;  ///< of versions that the plan brings; else presets
  Duration ca_ttl = 24h;                      ///< X.509 CA of a root, JWT key of any server
  Duration default_x509_svid_ttl = 1h;
  Duration default_jwt_svid_ttl = 5min;
  std::optional<Duration> downstream_entry_ttl;  ///< of the entry for downstream servers (R9b)
  KeyManagerOptions key_manager;
  DatastoreOptions datastore;
  NetworkOptions network;
  MachineOptions machine;
  AgentOptions agent;
  bool supervised = false;             ///< a server that ended by itself is started again
  Duration supervisor_back_off = 10s;  ///< doubling, as Kubernetes does
  Duration supervisor_back_off_cap = 5min;
  bool liveness_probe = false;  ///< a server that is not live is killed (R7b)
};

/// The first starts: clusters in order, servers of a cluster one after the other.
struct FirstStarts {
  Duration gap = 1s;      ///< after the one before listens (or, `together`: fixed)
  bool together = false;  ///< servers of a cluster start at the same moment
  Duration spread{};      ///< each start is moved by a draw from [0, spread)
};

/// Verifications a second, everywhere: from tokens of each signer to each verifying cluster.
struct Traffic {
  double verifications_per_second = 1.0;  ///< of one signing cluster at one verifying agent
  std::array<double, 24> by_hour{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};  ///< factors, 0 h … 23 h
};

/// What a recording knows of one life of a server, instead of `MachineOptions`.
struct RecordedLife {
  Time spawned_at{};
  std::optional<Time> listening_at;  ///< none: it never answered its health check
};

/// Everything that a simulation needs: who is there, how it is set up, and what happens to it.
struct Deployment {
  history::Topology topology;
  std::vector<ClusterOptions> clusters;  ///< one for each of `topology.clusters`
  FirstStarts first_starts;
  std::vector<Action> plan;  ///< sorted by `at`; equal ones in file order
  std::vector<Monitor> monitors;
  std::vector<DiscoveryProvider> providers;   ///< in the order of their observers in `topology`
  std::vector<RelyingParty> relying_parties;  ///< likewise
  Traffic traffic;
  Duration until = 24h;       ///< the history ends here
  Duration epoch_fraction{};  ///< of a second of Unix time, at which the simulation begins
  std::map<ServerId, std::vector<RecordedLife>> recorded_lives;  ///< replays only
  bool is_balanced_by_haproxy = false;             ///< replays only: its turns and checks (R21)
  std::optional<Time> load_balancer_checks_since;  ///< replays only: HAProxy's first check of all
  std::map<ClusterId, Time> recorded_agent_ends;   ///< replays only: last one by itself (R24)
};

}  // namespace spindrift::model
