#pragma once

#include "sim/scenario/behaviour_fields.hpp"
#include "sim/scenario/cluster_fields.hpp"
#include "sim/scenario/plan_fields.hpp"
#include "sim/scenario/written.hpp"

namespace spindrift::scenario {

template <>
struct Fields<GroupWritten> {
  static void list(auto& field, auto& group) {
    field("name", group.name,
          {.meaning = "of a cluster, or a pattern that names several: region-{1..8}",
           .text = cluster_name_rule,
           .required = true});
    field("upstream", group.upstream,
          {.meaning = "the cluster above; {1} is what the first brace of `name` stands for; left "
                      "out: this is a root",
           .text = cluster_name_rule});
    field("servers", group.servers,
          {"servers of each cluster, which share one datastore",
           within(1, static_cast<std::int64_t>(servers_in_a_cluster_max))});
    field.inherited(group.options);
  }
};

template <>
struct Fields<model::FirstStarts> {
  static void list(auto& field, auto& starts) {
    field("gap", starts.gap,
          {"from a server that listens to the start of the next", up_to(365 * 24 * hour)});
    field("together", starts.together,
          {"the servers of a cluster start at the same moment, without `gap`"});
    field("spread", starts.spread,
          {"each start is moved by a draw from zero to this", up_to(365 * 24 * hour)});
  }
};

template <>
struct Fields<model::Monitor> {
  static void list(auto& field, auto& monitor) {
    field("threshold", monitor.threshold,
          {"raises an alarm at this many JWT keys in a bundle", within(1, 1'000'000'000)});
    field("interval", monitor.interval, {"looks this often", within(second, 24 * hour)});
  }
};

template <>
struct Fields<ProviderWritten> {
  static void list(auto& field, auto& provider) {
    field("name", provider.name,
          {.meaning = "for reports and relying parties; left out: discovery-SERVER",
           .text = label_rule});
    field("server", provider.server,
          {.meaning = "the server that it stands beside", .text = who_rule, .required = true});
    field("poll_interval", provider.options.poll_interval,
          {"it polls the bundle this long after the poll before (R20)",
           within(second / 10, 24 * hour)});
    field("starts_at", provider.options.starts_at,
          {"when it starts, from where its polls count", up_to(year)});
  }
};

template <>
struct Fields<PartyWritten> {
  static void list(auto& field, auto& party) {
    field("name", party.name,
          {.meaning = "for reports; left out: PROVIDER-relying-party-N", .text = label_rule});
    field("provider", party.provider,
          {.meaning = "the discovery provider whose key set it reads",
           .text = label_rule,
           .required = true});
    field("refetches_on_miss", party.options.refetches_on_miss,
          {"fetches the key set again when it meets an unknown key (R20)"});
    field("refetch_cooldown", party.options.refetch_cooldown,
          {"shortest time between two such fetches", up_to(year)});
    field("cache_lifetime", party.options.cache_lifetime,
          {"fetches the key set this often; 0s: only once", zero_or(second, year)});
    field("key_limit", party.options.key_limit,
          {"refuses a key set with more keys of a type than this, AWS: 100; 0: accepts any",
           within(0, 1'000'000'000)});
  }
};

template <>
struct Fields<model::Traffic> {
  static void list(auto& field, auto& traffic) {
    field("verifications_per_second", traffic.verifications_per_second,
          {"of tokens of one signing cluster at one verifying agent", within(0, 1'000'000'000)});
    field("by_hour", traffic.by_hour,
          {"a factor for each hour of the day, from 0 h to 23 h", within(0, 1'000'000)});
  }
};

template <>
struct Fields<Variation> {
  static void list(auto& field, auto& vary) {
    field("first_starts", vary.first_starts,
          {"each first start is up to this much later, and with it the phases of its ticks",
           up_to(365 * 24 * hour)});
    field("latencies_p99", vary.latencies_p99,
          {"a latency that is constant becomes lognormal, 99 % below so many times it",
           within(1, 1'000)});
    field("cluster_order", vary.cluster_order,
          {"rolling restarts take their clusters in a random order"});
  }
};

template <>
struct Fields<ExpectationWritten> {
  static void list(auto& field, auto& claim) {
    field("clusters", claim.clusters,
          {.meaning = "every one of these; left out: every cluster", .text = who_rule});
    field.choice("metric", claim.metric, {.meaning = "what is looked at", .required = true});
    constexpr std::string_view bound = "a number, or for a metric that is a time such as \"11s\"";
    field("equals", claim.equals, {.meaning = bound});
    field("at_least", claim.at_least, {.meaning = bound});
    field("at_most", claim.at_most, {.meaning = bound});
    field("same_as", claim.same_as,
          {.meaning = "the same as in this cluster at that moment", .text = who_rule});
    field("made_by", claim.made_by,
          {.meaning = "only keys made by servers of these clusters",
           .text = who_rule,
           .belongs_to = only(Metric::missing_keys)});
    field("at", claim.at,
          {.meaning = "the moment that is looked at; left out: the end of the run",
           .range = up_to(until_max)});
    field("why", claim.why, {"why it should hold, in your words"});
  }
};

template <>
struct Fields<ScenarioWritten> {
  static void list(auto& field, auto& scenario) {
    field("$schema", scenario.schema, {"for editors; has no effect"});
    field("name", scenario.name, {.meaning = "left out: the file's name", .text = label_rule});
    field("description", scenario.description, {"what it shows, in your words"});
    field("seed", scenario.seed,
          {"of every random draw", within(0, std::numeric_limits<std::int64_t>::max())});
    field("until", scenario.until, {"the run ends here", within(second, until_max)});
    field("read_at", scenario.read_at,
          {"the moment whose key counts are reported; left out: the end", up_to(until_max)});
    field.inherited(scenario.options);
    field("clusters", scenario.clusters,
          {.meaning = "groups of clusters, in any order",
           .count_max = groups_max,
           .count_min = 1,
           .required = true});
    field("first_starts", scenario.first_starts,
          {"how the servers start at the beginning, a cluster only after its upstream"});
    field("plan", scenario.plan, {.meaning = "what happens when", .count_max = actions_max});
    field("monitors", scenario.monitors,
          {.meaning = "watch the number of JWT keys in every bundle", .count_max = monitors_max});
    field("discovery_providers", scenario.providers,
          {.meaning = "OIDC discovery providers (R20)", .count_max = observers_max});
    field("relying_parties", scenario.parties,
          {.meaning = "who verifies tokens against a provider's key set (R20)",
           .count_max = observers_max});
    field("traffic", scenario.traffic, {"how many tokens are verified"});
    field(
        "vary", scenario.vary,
        {"what is drawn anew in each replication of a comparison, as is the `late_by` of actions; "
         "a single run takes everything as it is written"});
    field("expect", scenario.expect,
          {.meaning = "what a run must uphold", .count_max = expectations_max});
  }
};

}  // namespace spindrift::scenario
