#pragma once

#include "sim/model/deployment.hpp"
#include "sim/scenario/about.hpp"
#include "sim/scenario/table.hpp"

namespace spindrift::scenario {

inline constexpr auto millisecond = std::chrono::milliseconds{1};
inline constexpr auto second = std::chrono::seconds{1};
inline constexpr auto minute = std::chrono::minutes{1};
inline constexpr auto hour = std::chrono::hours{1};

template <>
struct Fields<model::KmsQuota> {
  static void list(auto& field, auto& quota) {
    field("call", quota.call,
          {.meaning = "a call of AWS KMS", .text = kms_call_rule, .required = true});
    field("per_second", quota.per_second,
          {"requests a second that the account allows; 0: no limit", within(0, 1'000'000)});
  }
};

template <>
struct Fields<model::KeyManagerOptions> {
  static constexpr std::string_view name = "key_manager";

  static void list(auto& field, auto& options) {
    field("kind", options.kind, {"where a server keeps its signing keys (R14)"});
    field("identity", options.identity, {"AWS KMS: how a server finds its keys again (R14)"});
    field("key_policy_is_set", options.key_policy_is_set,
          {"AWS KMS: else the first new key of a process asks STS who it is (R14)"});
    field("disk_generate", options.disk_generate,
          {"making a key on disk or in memory", up_to(hour)});
    field("kms_call", options.kms_call,
          {"one call of AWS KMS; no vendor publishes a figure", up_to(hour)});
    field(
        "kms_call_by_name", options.kms_call_by_name,
        {.meaning = "the same for some calls alone", .range = up_to(hour), .text = kms_call_rule});
    field("quotas", options.quotas,
          {.meaning = "what the AWS account allows, for all its servers together"});
    field("account", options.account,
          {.meaning = "clusters that name the same AWS account share its keys and quotas",
           .text = word_rule});
  }
};

template <>
struct Fields<model::DatastoreOptions> {
  static constexpr std::string_view name = "datastore";

  static void list(auto& field, auto& options) {
    field("statement", options.statement, {"one statement's round trip", up_to(hour)});
    field("commit", options.commit, {"the flush of the log at a commit", up_to(hour)});
    field("create_tables", options.create_tables,
          {"making the tables of an empty database (R1)", up_to(hour)});
    field("lock_timeout", options.lock_timeout,
          {"PostgreSQL's lock_timeout; null: none, as SPIRE sets none",
           within(millisecond, 24 * hour)});
    field("statement_timeout", options.statement_timeout,
          {"PostgreSQL's statement_timeout; null: none, as SPIRE sets none",
           within(millisecond, 24 * hour)});
  }
};

template <>
struct Fields<model::NetworkOptions> {
  static constexpr std::string_view name = "network";

  static void list(auto& field, auto& options) {
    field("round_trip", options.round_trip,
          {"from a downstream server to a server of this cluster and back", up_to(hour)});
    field("load_balancer_check", options.load_balancer_check,
          {"the load balancer checks each server this often (R21)", within(second / 10, hour)});
    field("load_balancer_checks_until_out", options.load_balancer_checks_until_out,
          {"so many checks that fail take a server out; it then comes behind all others (R21)",
           within(1, 1'000)});
    field("connect_timeout", options.connect_timeout,
          {"gRPC: one attempt to connect", within(millisecond, hour)});
    field("back_off_base", options.back_off_base,
          {"gRPC: first wait after a failed attempt, then 1.6 times as long",
           within(10 * millisecond, hour)});
    field("back_off_jitter", options.back_off_jitter,
          {"per cent that each of these waits but the first is drawn longer or shorter (R21)",
           within(0, 100)});
    field("back_off_cap", options.back_off_cap,
          {"gRPC: longest of these waits", within(10 * millisecond, 24 * hour)});
    field(
        "connection_idle_close", options.connection_idle_close,
        {"a server closes a connection of this age, give or take 10 %, once it is idle; 0s: never "
         "(R21)",
         zero_or(second, year)});
    field("tcp_gives_up", options.tcp_gives_up,
          {"TCP ends a connection to a host that is gone (R21)", within(second, 24 * hour)});
  }
};

template <>
struct Fields<model::MachineOptions> {
  static constexpr std::string_view name = "machine";

  static void list(auto& field, auto& options) {
    field("process_start", options.process_start,
          {"from the start of a process to its first look at its keys", up_to(24 * hour)});
    field("until_listening", options.until_listening,
          {"from the end of the first rotation to the listeners", up_to(24 * hour)});
    field("clean_end", options.clean_end, {"a clean end", up_to(24 * hour)});
    field("tick_lateness", options.tick_lateness,
          {"a tick of rotation or of the own SVID comes this long after its place on the grid: "
           "decides a threshold that lies on the grid (R7, R8)",
           up_to(second)});
    field("check_to_issue", options.check_to_issue,
          {"from a tick's look at the slots to the instant from which a new key's life counts (R8)",
           up_to(second)});
    field("check_to_sign", options.check_to_sign,
          {"from a tick that renews the server's own X.509-SVID to the signature: a key is made "
           "before (R6)",
           up_to(second)});
    field("look_to_sign", options.look_to_sign,
          {"from a look at the health to its signature: the bundle is read before (R7b)",
           up_to(second)});
    field(
        "first_look_too_early", options.first_look_too_early,
        {"per cent of starts whose first look at the health finds no listener yet and comes again "
         "1 s later (R7b)",
         within(0, 100)});
  }
};

template <>
struct Fields<model::AgentOptions> {
  static constexpr std::string_view name = "agent";

  static void list(auto& field, auto& options) {
    field("present", options.present, {"whether an agent is attested to this cluster (R19, R23)"});
    field("sync_interval", options.sync_interval,
          {"it syncs this long after the sync before ended, give or take 10 % (R19)",
           within(second / 10, 24 * hour)});
    field("back_off_cap", options.back_off_cap,
          {"after an error it waits 1.5 times as long as before, at most this",
           within(second / 10, 24 * hour)});
    field("rpc_deadline", options.rpc_deadline,
          {"it drops a connection that does not answer for this long",
           within(millisecond, 24 * hour)});
    field("svid_lifetime", options.svid_lifetime,
          {"lifetime of its own X.509-SVID, agent_ttl of SPIRE (R19)", within(minute, year)});
    field("restarts_after", options.restarts_after,
          {"its supervisor starts it again this long after it ended (R24)", up_to(24 * hour)});
    field("workload_entries", options.workload_entries,
          {"workloads of the default X.509-SVID lifetime, each of which makes a server sign (R19)",
           within(0, 100'000)});
  }
};

/// The options that stand in a group of clusters, or at the top for all groups that do not say
/// otherwise.
template <>
struct Fields<model::ClusterOptions> {
  static void list(auto& field, auto& options) {
    field.version("version", options,
                  {.meaning = "of SPIRE: decides the preset of `behaviour`", .text = version_rule});
    field("behaviour", options.behaviour, {"what differs from the preset of `version`"});
    field(
        "ca_ttl", options.ca_ttl,
        {"life of a root's X.509 CA and of the JWT keys of any server", within(minute, 10 * year)});
    field("default_x509_svid_ttl", options.default_x509_svid_ttl,
          {"life of X.509-SVIDs that nothing else is said about", within(10 * second, 10 * year)});
    field("default_jwt_svid_ttl", options.default_jwt_svid_ttl,
          {"life of JWT-SVIDs", within(second, 10 * year)});
    field(
        "downstream_entry_ttl", options.downstream_entry_ttl,
        {"X.509-SVID TTL of the entry for downstream servers: until 1.11.x the life of their X.509 "
         "CAs; null: default_x509_svid_ttl (R9b)",
         within(minute, 10 * year)});
    field("key_manager", options.key_manager, {"where signing keys are kept"});
    field("datastore", options.datastore, {"PostgreSQL, shared by the servers of the cluster"});
    field("network", options.network, {"on the way to this cluster from its downstream ones"});
    field("machine", options.machine, {"how long the steps of a start and an end take"});
    field("agent", options.agent, {"the agent attested to this cluster"});
    field("supervised", options.supervised,
          {"a server that ended by itself is started again, as Kubernetes does"});
    field("supervisor_back_off", options.supervisor_back_off,
          {"after this wait, which doubles each time", within(second / 10, 24 * hour)});
    field("supervisor_back_off_cap", options.supervisor_back_off_cap,
          {"up to this", within(second / 10, 24 * hour)});
    field("liveness_probe", options.liveness_probe, {"a server that is not live is killed (R7b)"});
  }
};

}  // namespace spindrift::scenario
