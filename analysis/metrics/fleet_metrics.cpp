#include "analysis/metrics/fleet_metrics.hpp"

#include <algorithm>

namespace spindrift::metrics {
namespace {

using enum FleetMetric;

constexpr auto lower_is_better = statistics::Direction::minimise;

constexpr std::array<FleetMetricInfo, fleet_metric_count> table{{
    {failed_verifications, "failed_verifications", Unit::count, lower_is_better,
     "expected number of tokens refused because the verifier lacked the key, from the traffic"},
    {failed_token_seconds, "failed_token_seconds", Unit::summed_seconds, lower_is_better,
     "share of a cluster's tokens that a verifier refused, times how long, over all such pairs"},
    {longest_outage, "longest_outage", Unit::seconds, lower_is_better,
     "longest unbroken time in which some verifier refused some cluster's tokens"},
    {deaf_cluster_seconds, "deaf_cluster_seconds", Unit::summed_seconds, lower_is_better,
     "time in which a nested cluster heard of no other cluster's keys, over all clusters"},
    {signing_gap_seconds, "signing_gap_seconds", Unit::summed_seconds, lower_is_better,
     "time in which a cluster that had signed tokens had no server to sign them, over clusters"},
    {missing_key_seconds, "missing_key_seconds", Unit::summed_seconds, lower_is_better,
     "time in which a cluster lacked an unexpired key that another listed, over keys and clusters"},
    {diverged_clusters, "diverged_clusters", Unit::count, lower_is_better,
     "clusters that lacked some key for a minute or longer at some time"},
    {recovery_time, "recovery_time", Unit::seconds, lower_is_better,
     "from the first key missing for a minute until no cluster lacked any; else to the run's end"},
    {time_to_detect, "time_to_detect", Unit::seconds, lower_is_better,
     "from the first trouble (a key missing, a limit passed) to a monitor's alarm, or the run's "
     "end"},
    {keys_at_most, "keys_at_most", Unit::count, lower_is_better,
     "the most JWT keys that any bundle listed at any time"},
    {keys_mean, "keys_mean", Unit::count, lower_is_better,
     "JWT keys in a bundle, averaged over time and clusters"},
    {x509_roots_at_most, "x509_roots_at_most", Unit::count, lower_is_better,
     "the most X.509 roots that any bundle listed at any time"},
    {jwks_keys_at_most, "jwks_keys_at_most", Unit::count, lower_is_better,
     "the most keys in any key set of a discovery provider or relying party; 0 without one"},
    {time_above_limit, "time_above_limit", Unit::seconds, lower_is_better,
     "how long the worst bundle or key set was above the key limit (AWS: 100)"},
    {keys_made, "keys_made", Unit::count, lower_is_better, "JWT keys that servers prepared"},
    {keys_never_used, "keys_never_used", Unit::count, lower_is_better,
     "JWT keys that were published and left their slot without ever signing"},
    {kms_keys_created, "kms_keys_created", Unit::count, lower_is_better,
     "KMS keys that were created, of any type"},
    {kms_keys_orphaned, "kms_keys_orphaned", Unit::count, lower_is_better,
     "KMS keys at the end that no alias points at and nobody has scheduled for deletion"},
    {kms_pending_deletion_at_most, "kms_pending_deletion_at_most", Unit::count, lower_is_better,
     "the most KMS keys that waited for the end of their deletion window at the same time"},
    {kms_dollars_a_month, "kms_dollars_a_month", Unit::dollars, lower_is_better,
     "price of KMS keys and calls a month, if months went on as the run did"},
    {kms_calls, "kms_calls", Unit::count, lower_is_better, "calls of AWS KMS, refused ones too"},
    {kms_create_key_a_second_at_most, "kms_create_key_a_second_at_most", Unit::count,
     lower_is_better, "the most CreateKey calls within one second (AWS allows 5)"},
    {api_calls_throttled, "api_calls_throttled", Unit::count, lower_is_better,
     "calls of AWS KMS that were refused: by a quota, or by a fault"},
    {roll_duration, "roll_duration", Unit::seconds, lower_is_better,
     "time in which some rolling restart was under way; else to the run's end"},
    {operator_actions, "operator_actions", Unit::count, lower_is_better,
     "things that operators did by hand or by plan, each server of a roll counted"},
    {crashing_starts, "crashing_starts", Unit::count, lower_is_better,
     "starts that SPIRE itself ended before the server listened"},
    {ends_by_themselves, "ends_by_themselves", Unit::count, lower_is_better,
     "processes that SPIRE itself ended, crashing starts among them"},
    {cut_off, "cut_off", Unit::count, lower_is_better,
     "rolling restarts not complete and clusters lacking a key at the run's end: that run shows a "
     "part only"},
}};
double real(std::size_t count) { return static_cast<double>(count); }

template <class Visitor>
void for_each_cluster(const analysis::Observation& observed, const Visitor& visit) {
  for (std::size_t place = 0; place < observed.topology.clusters.size(); ++place) {
    visit(history::ClusterId{static_cast<std::uint32_t>(place)});
  }
}

/// Since when some key was missing for a noticeable time, until nobody missed any.
struct Trouble {
  std::optional<history::Time> since;
  history::Time until{};
  std::size_t clusters = 0;
  std::size_t unhealed_clusters = 0;
};

Trouble trouble_of(const analysis::Observation& observed) {
  Trouble trouble;
  for_each_cluster(observed, [&](history::ClusterId cluster) {
    const auto episode = observed.divergence.episode(cluster);
    if (!episode) return;
    ++trouble.clusters;
    if (!episode->until) ++trouble.unhealed_clusters;
    trouble.since = std::min(trouble.since.value_or(episode->since), episode->since);
    trouble.until = std::max(trouble.until, episode->until.value_or(observed.now));
  });
  return trouble;
}

void measure_harm(const analysis::Observation& observed, MetricValues& values) {
  for (const analysis::ExposurePair& pair : observed.exposure.pairs()) {
    values[failed_verifications] += pair.failed;
    values[failed_token_seconds] += pair.failed_token_seconds;
  }
  for (std::size_t place = 0; place < observed.exposure.verifiers().size(); ++place) {
    values[longest_outage] = std::max(values[longest_outage],
                                      kernel::in_seconds(observed.exposure.longest_outage(place)));
  }
  for_each_cluster(observed, [&](history::ClusterId cluster) {
    values[deaf_cluster_seconds] += kernel::in_seconds(observed.deafness.total(cluster));
    values[signing_gap_seconds] += kernel::in_seconds(observed.exposure.signing_gap(cluster));
    values[missing_key_seconds] += kernel::in_seconds(observed.divergence.total(cluster));
  });
  const Trouble trouble = trouble_of(observed);
  values[diverged_clusters] = real(trouble.clusters);
  values[cut_off] = real(trouble.unhealed_clusters);
  if (trouble.since) values[recovery_time] = kernel::in_seconds(trouble.until - *trouble.since);
}

/// Counts seen by a relying party: key sets of those who read from a discovery provider, and its.
template <class Visitor>
void for_each_key_set(const analysis::Observation& observed, const Visitor& visit) {
  for (std::size_t place = 0; place < observed.topology.observers.size(); ++place) {
    if (observed.topology.observers[place].kind == history::ObserverKind::agent) continue;
    visit(observed.counts.of(history::ObserverId{static_cast<std::uint32_t>(place)}));
  }
}

void measure_counts(const analysis::Observation& observed, MetricValues& values) {
  const auto most = [&](FleetMetric metric, double value) {
    values[metric] = std::max(values[metric], value);
  };
  for_each_cluster(observed, [&](history::ClusterId cluster) {
    const analysis::KeyCount& count = observed.counts.in(cluster);
    most(keys_at_most, real(count.peak()));
    most(time_above_limit, kernel::in_seconds(count.time_above(observed.now)));
    most(x509_roots_at_most, real(observed.counts.in(cluster, history::KeyType::x509).peak()));
    values[keys_mean] += count.mean(observed.now) / real(observed.topology.clusters.size());
    values[keys_made] += real(observed.keys_made.in(cluster).prepared);
    values[keys_never_used] += real(observed.keys_made.in(cluster).abandoned);
  });
  for_each_key_set(observed, [&](const analysis::KeyCount& count) {
    most(jwks_keys_at_most, real(count.peak()));
    most(time_above_limit, kernel::in_seconds(count.time_above(observed.now)));
  });
}

void measure_kms(const analysis::KmsUsage& kms, MetricValues& values) {
  values[kms_keys_created] = real(kms.keys_created());
  values[kms_keys_orphaned] = real(kms.keys_orphaned());
  values[kms_pending_deletion_at_most] = real(kms.keys_pending_deletion_at_most());
  values[kms_dollars_a_month] = kms.dollars_a_month();
  for (const auto& [name, count] : kms.calls()) {
    values[kms_calls] += real(count.answered + count.refused);
    values[api_calls_throttled] += real(count.refused);
    if (name == "CreateKey") {
      values[kms_create_key_a_second_at_most] = real(count.in_a_second_at_most);
    }
  }
}

/// The time covered by at least one of the rolls, which stand in the order of their beginnings.
history::Duration time_rolling(const analysis::Observation& observed) {
  history::Duration sum{};
  history::Time covered_until{};
  for (const analysis::Roll& roll : observed.operations.rolls()) {
    const history::Time from = std::max(roll.began, covered_until);
    const history::Time until = roll.ended.value_or(observed.now);
    if (until <= from) continue;
    sum += until - from;
    covered_until = until;
  }
  return sum;
}

/// When the first key went missing for a noticeable time, or the first limit was passed.
std::optional<history::Time> first_trouble(const analysis::Observation& observed) {
  std::optional<history::Time> first = trouble_of(observed).since;
  const auto consider = [&](const analysis::KeyCount& count) {
    const auto above = count.first_above();
    if (above && (!first || *above < *first)) first = above;
  };
  for_each_cluster(observed,
                   [&](history::ClusterId cluster) { consider(observed.counts.in(cluster)); });
  for_each_key_set(observed, consider);
  return first;
}

double detection(const analysis::Observation& observed) {
  const auto trouble = first_trouble(observed);
  if (!trouble) return 0;
  history::Time seen = observed.now;
  for (const analysis::Alarm& alarm : observed.operations.alarms()) {
    if (alarm.cleared && *alarm.cleared <= *trouble) continue;
    seen = std::min(seen, std::max(alarm.raised, *trouble));
  }
  return kernel::in_seconds(seen - *trouble);
}

}  // namespace

std::span<const FleetMetricInfo, fleet_metric_count> fleet_metrics() { return table; }

const FleetMetricInfo& info(FleetMetric metric) {
  return table.at(static_cast<std::size_t>(metric));
}

std::optional<FleetMetric> find_fleet_metric(std::string_view name) {
  const auto found = std::ranges::find(table, name, &FleetMetricInfo::name);
  if (found == table.end()) return {};
  return found->metric;
}

MetricValues measure(const analysis::Observation& observed) {
  MetricValues values;
  measure_harm(observed, values);
  measure_counts(observed, values);
  measure_kms(observed.kms, values);
  values[time_to_detect] = detection(observed);
  values[roll_duration] = kernel::in_seconds(time_rolling(observed));
  values[cut_off] += real(static_cast<std::size_t>(std::ranges::count_if(
      observed.operations.rolls(), [](const analysis::Roll& roll) { return !roll.ended; })));
  values[operator_actions] = real(observed.operations.actions());
  values[crashing_starts] = real(observed.ends.failed_starts());
  values[ends_by_themselves] = real(observed.ends.ended_by_themselves().size());
  return values;
}

}  // namespace spindrift::metrics
