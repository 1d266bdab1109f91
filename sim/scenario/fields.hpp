#pragma once

#include "sim/model/deployment.hpp"

/// Every field of a scenario that stands for a member of the model: its name, where it goes, and
/// what it means. Reading, `show` and the JSON Schema all come from these lists.
namespace spindrift::model {

template <class Visitor>
void describe(Visitor& visit, Behaviour& b) {
  visit("journal_file_on_disk", b.journal_file_on_disk,
        "1.9.x also keeps the journal in a file (R2)");
  visit("jwt_rotates_without_x509", b.jwt_rotates_without_x509,
        "JWT keys rotate although there is no X.509 authority; until 1.9.5 (R6)");
  visit("journal_row_without_x509", b.journal_row_without_x509,
        "a journal row is made before any X.509 authority; until 1.9.5 (R9)");
  visit("local_authority_commands", b.local_authority_commands,
        "localauthority jwt … can be used; from 1.11.0 (R18)");
  visit("expired_entries_are_skipped", b.expired_entries_are_skipped,
        "expired journal entries fill no slot; from 1.11.2 (R4)");
  visit("expired_next_is_activated", b.expired_next_is_activated,
        "an expired next key is activated; until 1.11.1 (R8)");
  visit("roots_synchronised_after_mint", b.roots_synchronised_after_mint,
        "one GetBundle after each mint; from 1.10.2 (R9b)");
  visit("downstream_asks_ca_lifetime", b.downstream_asks_ca_lifetime,
        "as an upstream: a nested CA lives as long as its own ca_ttl; from 1.12.0 (R9b)");
  visit("always_subscribed", b.always_subscribed,
        "one subscription for good, change 6090; from 1.12.4 (R12)");
  visit("shutdown_grace", b.shutdown_grace, "how long a clean end waits for calls (R7c)");
  visit("empty_jwt_list_may_stay_empty", b.empty_jwt_list_may_stay_empty,
        "an empty JWT list does not stop pruning; from 1.14.0 (R13)");
  visit("wit_keys", b.wit_keys, "servers also rotate WIT keys; from 1.14.1 (R8)");
  visit("keys_without_alias_are_swept", b.keys_without_alias_are_swept,
        "KMS keys without an alias are deleted; from 1.14.1 (R14)");
  visit("looks_when_polled", b.looks_when_polled,
        "streams look as soon as a poll brought news; from 1.14.4 (R11)");
  visit("alias_refresh_repoints", b.alias_refresh_repoints,
        "the alias refresh points aliases at remembered keys; until 1.14.x (R14)");
  visit("failed_save_is_repaired", b.failed_save_is_repaired,
        "the next save of a journal repairs one that failed; from 1.15.2 (R9)");
  visit("status_matched_by_issue_time", b.status_matched_by_issue_time,
        "journal entries are found by the second of their issue; until 1.11.0");
  visit("rotation_interval", b.rotation_interval, "R7");
  visit("bundle_prune_interval", b.bundle_prune_interval, "R7");
  visit("bundle_safety_threshold", b.bundle_safety_threshold, "kept so long after expiry (R13)");
  visit("journal_prune_interval", b.journal_prune_interval, "R7");
  visit("journal_safety_threshold", b.journal_safety_threshold, "journal rows kept after expiry");
  visit("publish_timeout", b.publish_timeout, "R10");
  visit("upstream_poll_interval", b.upstream_poll_interval, "R22");
  visit("stream_look_interval", b.stream_look_interval, "R11");
  visit("subscription_delay", b.subscription_delay, "R12");
  visit("bundle_cache_lifetime", b.bundle_cache_lifetime, "R17");
  visit("health_check_interval", b.health_check_interval, "R7b");
  visit("failed_rotations_until_unhealthy", b.failed_rotations_until_unhealthy, "R7b");
  visit("svid_check_interval", b.svid_check_interval, "own X.509-SVID");
  visit("prepare_threshold_cap", b.prepare_threshold_cap, "R8");
  visit("activate_threshold_cap", b.activate_threshold_cap, "R8");
  visit("journal_capacity", b.journal_capacity, "entries per key type");
  visit("key_manager_timeout", b.key_manager_timeout, "R14");
  visit("hold_down", b.hold_down,
        "proposal (RFC 7583): a JWT key signs only after it was published this long");
  visit("acknowledgement_cap", b.acknowledgement_cap,
        "proposal: a JWT key signs once every cluster lists it, or after this; 0s: off");
  visit("preparation_is_idempotent", b.preparation_is_idempotent,
        "proposal (issue 5497): a failed preparation's key is used again");
  visit("keys_shared_in_cluster", b.keys_shared_in_cluster,
        "proposal: servers of a cluster share one identity");
  visit("retire_after_last_signature", b.retire_after_last_signature,
        "proposal: a JWT key leaves the bundle this long after it stopped signing");
  visit("x509_cross_signed", b.x509_cross_signed,
        "proposal: a new X.509 authority is cross-signed by the one before");
}

template <class Visitor>
void describe(Visitor& visit, KmsQuota& quota) {
  visit("call", quota.call, "CreateKey, Sign …");
  visit("per_second", quota.per_second, "requests a second of the whole account; 0: no limit");
}

template <class Visitor>
void describe(Visitor& visit, KeyManagerOptions& options) {
  visit("kind", options.kind, "where signing keys are kept");
  visit("identity", options.identity, "AWS KMS: by configured value, or by a file on the disk");
  visit("key_policy_is_set", options.key_policy_is_set, "else the first key asks STS (R14)");
  visit("disk_generate", options.disk_generate, "time to make a key on disk or in memory");
  visit("kms_call", options.kms_call, "one KMS request");
  visit("kms_call_by_name", options.kms_call_by_name, "other times for some requests");
  visit("quotas", options.quotas, "limits of the AWS account");
  visit("account", options.account, "clusters that name the same account share its quotas");
}

template <class Visitor>
void describe(Visitor& visit, DatastoreOptions& options) {
  visit("statement", options.statement, "one statement's round trip");
  visit("commit", options.commit, "the flush of the log");
  visit("lock_timeout", options.lock_timeout, "SPIRE sets none");
  visit("statement_timeout", options.statement_timeout, "SPIRE sets none");
}

template <class Visitor>
void describe(Visitor& visit, NetworkOptions& options) {
  visit("round_trip", options.round_trip, "between a downstream server and this cluster");
  visit("load_balancer_check", options.load_balancer_check, "each server is checked this often");
  visit("load_balancer_connect_timeout", options.load_balancer_connect_timeout, "");
  visit("connect_timeout", options.connect_timeout, "gRPC, one attempt");
  visit("back_off_base", options.back_off_base, "gRPC: × 1.6 each time, ± 20 %");
  visit("back_off_cap", options.back_off_cap, "");
  visit("connection_idle_close", options.connection_idle_close,
        "the server closes a connection after this, ± 10 %; 0s: never (R21)");
  visit("tcp_gives_up", options.tcp_gives_up, "after this without an acknowledgement (R21)");
}

template <class Visitor>
void describe(Visitor& visit, MachineOptions& options) {
  visit("process_start", options.process_start, "from exec to the first look at the keys");
  visit("until_listening", options.until_listening, "from the first rotation to the listeners");
  visit("clean_end", options.clean_end, "");
}

template <class Visitor>
void describe(Visitor& visit, AgentOptions& options) {
  visit("present", options.present, "whether there is an agent");
  visit("sync_interval", options.sync_interval, "± 10 % (R19)");
  visit("back_off_cap", options.back_off_cap, "on error × 1.5, at most this");
  visit("rpc_deadline", options.rpc_deadline, "");
}

template <class Visitor>
void describe(Visitor& visit, ClusterOptions& options) {
  visit("ca_ttl", options.ca_ttl, "life of a root's X.509 CA and of every JWT key");
  visit("default_x509_svid_ttl", options.default_x509_svid_ttl, "");
  visit("default_jwt_svid_ttl", options.default_jwt_svid_ttl, "");
  visit("downstream_entry_ttl", options.downstream_entry_ttl,
        "X.509-SVID TTL of the entry for downstream servers (R9b)");
  visit("key_manager", options.key_manager, "");
  visit("datastore", options.datastore, "");
  visit("network", options.network, "");
  visit("machine", options.machine, "");
  visit("agent", options.agent, "");
  visit("supervised", options.supervised, "a server that ended by itself is started again");
  visit("supervisor_back_off", options.supervisor_back_off, "doubling each time");
  visit("supervisor_back_off_cap", options.supervisor_back_off_cap, "");
  visit("liveness_probe", options.liveness_probe, "a server that is not live is killed (R7b)");
}

template <class Visitor>
void describe(Visitor& visit, FirstStarts& starts) {
  visit("gap", starts.gap, "between a server that listens and the next start");
  visit("together", starts.together, "servers of a cluster start at the same moment");
  visit("spread", starts.spread, "each start is moved by a draw from [0, spread)");
}

template <class Visitor>
void describe(Visitor& visit, Traffic& traffic) {
  visit("verifications_per_second", traffic.verifications_per_second,
        "of tokens of one signing cluster at the verifiers of another");
  visit("by_hour", traffic.by_hour, "a factor for each hour of the day, from 0 h");
}

template <class Visitor>
void describe(Visitor& visit, Monitor& monitor) {
  visit("threshold", monitor.threshold, "alarm at this many JWT keys in a bundle");
  visit("interval", monitor.interval, "looked at this often");
}

}  // namespace spindrift::model
