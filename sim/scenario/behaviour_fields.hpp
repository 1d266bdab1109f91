#pragma once

#include "sim/model/behaviour.hpp"
#include "sim/scenario/about.hpp"
#include "sim/scenario/table.hpp"

namespace spindrift::scenario {

/// `version` is no field here: it decides the preset that these fields override.
template <>
struct Fields<model::Behaviour> {
  static constexpr std::string_view name = "behaviour";

  using Duration = kernel::Duration;

  static void list(auto& field, auto& behaviour) {
    list_versions(field, behaviour);
    list_clocks(field, behaviour);
    list_limits(field, behaviour);
    list_proposals(field, behaviour);
  }

 private:
  static constexpr auto second = std::chrono::seconds{1};
  static constexpr auto hour = std::chrono::hours{1};

  /// What versions changed.
  static void list_versions(auto& field, auto& b) {
    field("jwt_rotates_without_x509", b.jwt_rotates_without_x509,
          {"a start goes on to its JWT keys when it got no X.509 authority (R6)"});
    field("journal_row_without_x509", b.journal_row_without_x509,
          {"a journal row is inserted before any X.509 authority was activated (R9)"});
    field("local_authority_commands", b.local_authority_commands,
          {"localauthority jwt prepare, activate, taint and revoke are there (R18)"});
    field("expired_entries_are_skipped", b.expired_entries_are_skipped,
          {"an expired journal entry fills no slot (R4)"});
    field("expired_next_is_activated", b.expired_next_is_activated,
          {"a next key is activated even when it has expired (R8)"});
    field("roots_synchronised_after_mint", b.roots_synchronised_after_mint,
          {"one GetBundle after a mint brings the own roots up to date (R9b)"});
    field("downstream_asks_ca_lifetime", b.downstream_asks_ca_lifetime,
          {"as an upstream: a nested X.509 CA gets the downstream's ca_ttl (R9b)"});
    field("always_subscribed", b.always_subscribed,
          {"one subscription from start to end, change 6090 (R12)"});
    field("shutdown_grace", b.shutdown_grace,
          {"how long a clean stop waits for calls in flight (R7c)", up_to(hour)});
    field("empty_jwt_list_may_stay_empty", b.empty_jwt_list_may_stay_empty,
          {"a JWT list that was empty before does not keep a bundle from being pruned (R13)"});
    field("wit_keys", b.wit_keys, {"there are WIT keys as well (R8)"});
    field("keys_without_alias_are_swept", b.keys_without_alias_are_swept,
          {"KMS keys that no alias points at are deleted after 48 h (R14)"});
    field("looks_when_polled", b.looks_when_polled,
          {"a stream looks at once when a poll brought a change"});
    field("alias_refresh_repoints", b.alias_refresh_repoints,
          {"the 6 h refresh points aliases at what the process remembers (R14)"});
    field("failed_save_is_repaired", b.failed_save_is_repaired,
          {"the next save of a journal also saves what one before failed to (R9)"});
    field("agent_dial_patience", b.agent_dial_patience,
          {"how long an agent goes on trying to connect before a sync fails (R21)", up_to(hour)});
    field(
        "health_dials_first", b.health_dials_first,
        {"the first look at the health waits until the server has reached its own listener (R7b)"});
    field("health_awaits_listeners", b.health_awaits_listeners,
          {"the first look at the health never comes before the listeners (R7b)"});
    field("status_matched_by_issue_time", b.status_matched_by_issue_time,
          {"journal entries are told apart by their second of issue (issue 5622)"});
  }

  /// SPIRE's own constants: when it looks.
  static void list_clocks(auto& field, auto& b) {
    field("rotation_interval", b.rotation_interval,
          {"rotation tick (R7)", within(second, 24 * hour)});
    field("bundle_prune_interval", b.bundle_prune_interval,
          {"bundle prune tick (R7)", within(second, year)});
    field("journal_prune_interval", b.journal_prune_interval,
          {"CA journal prune tick (R7)", within(second, year)});
    field("upstream_poll_interval", b.upstream_poll_interval,
          {"a nested server polls its upstream's bundle this often (R11, R22)",
           within(second / 10, 24 * hour)});
    field("stream_look_interval", b.stream_look_interval,
          {"a stream looks at the polled bundle this often (R11)", within(second / 10, hour)});
    field("subscription_delay", b.subscription_delay,
          {"from the start of the run phase to the subscription (R12)", up_to(hour)});
    field("bundle_cache_lifetime", b.bundle_cache_lifetime,
          {"GetBundle answers from a copy of at most this age (R17)", up_to(hour)});
    field("health_check_interval", b.health_check_interval,
          {"health is looked at this often (R7b)", within(second, 24 * hour)});
    field("svid_check_interval", b.svid_check_interval,
          {"a server looks at its own X.509-SVID this often", within(second, hour)});
  }

  /// SPIRE's own constants: how long and how many.
  static void list_limits(auto& field, auto& b) {
    field("bundle_safety_threshold", b.bundle_safety_threshold,
          {"a key is pruned this long after it expired (R13)", up_to(10 * year)});
    field("journal_safety_threshold", b.journal_safety_threshold,
          {"a CA journal is pruned this long after its last authority expired", up_to(10 * year)});
    field("publish_timeout", b.publish_timeout,
          {"for publishing a JWT key to the upstream (R10)", within(second / 10, hour)});
    field("failed_rotations_until_unhealthy", b.failed_rotations_until_unhealthy,
          {"more failed rotation steps than this make a server not live (R7b)",
           within(0, 1'000'000'000)});
    field("prepare_threshold_cap", b.prepare_threshold_cap,
          {"the next key is prepared half of its life before a key expires, but at most this long "
           "before (R8)",
           up_to(10 * year)});
    field("activate_threshold_cap", b.activate_threshold_cap,
          {"the next key is activated a sixth of its life before a key expires, but at most this "
           "long before (R8)",
           up_to(10 * year)});
    field("journal_capacity", b.journal_capacity,
          {"newest journal entries kept, for each key type", within(2, 1'000)});
    field("key_manager_timeout", b.key_manager_timeout,
          {"for one call of the key manager (R14)", within(second, hour)});
  }

  /// What no version does.
  static void list_proposals(auto& field, auto& b) {
    field("hold_down", b.hold_down,
          {"proposal, RFC 7583: a JWT key does not sign before it was published this long; 0s: it "
           "may at once",
           up_to(year)});
    field("acknowledgement_cap", b.acknowledgement_cap,
          {"proposal: a JWT key does not sign before every cluster lists it, or before it was "
           "published this long; 0s: it may at once",
           up_to(year)});
    field("preparation_is_idempotent", b.preparation_is_idempotent,
          {"proposal, issue 5497: a key whose preparation failed is used by the next one"});
    field("keys_shared_in_cluster", b.keys_shared_in_cluster,
          {"proposal, pull request 6537: the servers of a cluster share their JWT keys; one "
           "rotates, the others load them; needs a key manager that all of them reach"});
    field("x509_cross_signed", b.x509_cross_signed,
          {"proposal: a new X.509 authority is cross-signed by the one before"});
  }
};

}  // namespace spindrift::scenario
