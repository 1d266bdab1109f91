#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/cli/run_report.hpp"
#include "analysis/cli/version.hpp"
#include "analysis/healing.hpp"

namespace spindrift::cli {
namespace {

using Json = nlohmann::ordered_json;
using analysis::Observation;
using history::ClusterId;
using history::Time;

using kernel::in_seconds;

Json in_seconds(std::optional<Time> moment) { return moment ? Json(in_seconds(*moment)) : Json(); }

Json missing_as_json(const analysis::MissingKey& missing, const history::Topology& topology) {
  Json json{{"key", to_string(topology, missing.key)},
            {"made_by", topology.at(missing.key.maker).name},
            {"published_in", topology.at(missing.published_in).name},
            {"published_at", in_seconds(missing.published_at)},
            {"since", in_seconds(missing.since)}};
  json["until"] = in_seconds(missing.until);
  return json;
}

/// All noticeable absences of keys in that cluster, over the whole run.
Json absences_of(ClusterId cluster, const Observation& observed) {
  Json list = Json::array();
  const auto present = observed.divergence.present(cluster);
  for (const auto* const all : {&observed.divergence.past(), &present}) {
    for (const analysis::MissingKey& each : *all) {
      if (each.cluster == cluster) list.push_back(missing_as_json(each, observed.topology));
    }
  }
  return list;
}

void add_healing(Json& json, ClusterId cluster, const Observation& observed) {
  const auto healing = analysis::healing_of(observed, cluster);
  json["heals_at"] = healing ? Json(in_seconds(healing->at)) : Json();
  json["heals_at_is_predicted"] = healing ? Json(healing->is_predicted) : Json();
  json["heals_by"] =
      healing && healing->by ? Json(observed.topology.at(healing->by->server).name) : Json();
}

Json cluster_as_json(ClusterId id, const ClusterReading& reading, const Observation& observed) {
  const history::Cluster& cluster = observed.topology.at(id);
  const analysis::KeyCount& keys = observed.counts.in(id);
  Json json{{"name", cluster.name}};
  json["upstream"] = cluster.upstream == ClusterId::none
                         ? Json()
                         : Json(observed.topology.at(cluster.upstream).name);
  json["servers"] = cluster.servers.size();
  json["jwt_keys"] = reading.jwt_keys;
  json["jwt_keys_at_most"] = keys.peak();
  json["jwt_keys_at_most_since"] = in_seconds(keys.peak_at());
  json["jwt_keys_mean"] = keys.mean(observed.now);
  json["above_limit_first"] = in_seconds(keys.first_above());
  json["above_limit_seconds"] = in_seconds(keys.time_above(observed.now));
  json["x509_roots"] = reading.x509_roots;
  json["missing"] = Json::array();
  for (const analysis::MissingKey& each : reading.missing) {
    json["missing"].push_back(missing_as_json(each, observed.topology));
  }
  json["absences"] = absences_of(id, observed);
  json["longest_missing_seconds"] = in_seconds(observed.divergence.longest(id));
  json["deaf"] = Json::array();
  for (const analysis::DeafInterval& each : observed.deafness.intervals()) {
    if (each.cluster != id) continue;
    json["deaf"].push_back({{"from", in_seconds(each.from)}, {"until", in_seconds(each.until)}});
  }
  json["deaf_seconds"] = in_seconds(observed.deafness.total(id));
  add_healing(json, id, observed);
  const auto made = observed.keys_made.in(id);
  json["keys_made"] = made.prepared;
  json["keys_abandoned"] = made.abandoned;
  json["preparations_failed"] = made.failed;
  return json;
}

Json observers_as_json(const Observation& observed) {
  Json list = Json::array();
  for (std::size_t place = 0; place < observed.topology.observers.size(); ++place) {
    const history::Observer& observer = observed.topology.observers[place];
    const analysis::KeyCount& keys =
        observed.counts.of(history::ObserverId{static_cast<std::uint32_t>(place)});
    list.push_back({{"name", observer.name},
                    {"kind", to_string(observer.kind)},
                    {"keys", keys.now()},
                    {"keys_at_most", keys.peak()},
                    {"above_limit_first", in_seconds(keys.first_above())},
                    {"above_limit_seconds", in_seconds(keys.time_above(observed.now))}});
  }
  return list;
}

Json exposure_as_json(const Observation& observed) {
  Json list = Json::array();
  for (const analysis::ExposurePair& pair : observed.exposure.pairs()) {
    const analysis::Verifier& verifier = observed.exposure.verifiers()[pair.verifier];
    list.push_back({{"signer", observed.topology.at(pair.signer).name},
                    {"verifier", verifier.name},
                    {"failed_verifications", pair.failed},
                    {"failing_seconds", in_seconds(pair.failing)},
                    {"from", in_seconds(pair.from)},
                    {"until", in_seconds(pair.until)}});
  }
  return list;
}

Json kms_as_json(const Observation& observed) {
  const analysis::KmsUsage& kms = observed.kms;
  if (!kms.is_used()) return {};
  Json calls = Json::object();
  for (const auto& [name, count] : kms.calls()) {
    calls[name] = {{"answered", count.answered}, {"refused", count.refused}};
  }
  return {{"calls", calls},
          {"keys_created", kms.keys_created()},
          {"keys_alive", kms.keys_alive()},
          {"keys_pending_deletion", kms.keys_pending_deletion()},
          {"keys_orphaned", kms.keys_orphaned()},
          {"dollars", kms.dollars()},
          {"dollars_a_month", kms.dollars_a_month()}};
}

Json failures_as_json(const std::vector<analysis::ServerFailure>& failures,
                      const history::Topology& topology) {
  Json list = Json::array();
  for (const analysis::ServerFailure& each : failures) {
    list.push_back({{"server", topology.at(each.server).name},
                    {"at", in_seconds(each.at)},
                    {"why", each.why},
                    {"before_listening", each.before_listening}});
  }
  return list;
}

void add_operations(Json& json, const Observation& observed) {
  json["rolls"] = Json::array();
  for (const analysis::Roll& roll : observed.operations.rolls()) {
    json["rolls"].push_back({{"began", in_seconds(roll.began)}, {"ended", in_seconds(roll.ended)}});
  }
  json["alarms"] = Json::array();
  for (const analysis::Alarm& alarm : observed.operations.alarms()) {
    json["alarms"].push_back({{"cluster", observed.topology.at(alarm.cluster).name},
                              {"keys", alarm.keys},
                              {"threshold", alarm.threshold},
                              {"raised", in_seconds(alarm.raised)},
                              {"cleared", in_seconds(alarm.cleared)}});
  }
  json["refused_actions"] = Json::array();
  for (const analysis::RefusedAction& each : observed.operations.refused()) {
    json["refused_actions"].push_back({{"action", each.action},
                                       {"server", observed.topology.at(each.server).name},
                                       {"at", in_seconds(each.at)},
                                       {"why", each.why}});
  }
}

Json expectations_as_json(const scenario::Scenario& scenario, const RunResult& result) {
  Json list = Json::array();
  for (std::size_t place = 0; place < result.verdicts.size(); ++place) {
    const scenario::Expectation& expectation = scenario.expectations[place];
    const Verdict& verdict = result.verdicts[place];
    list.push_back({{"pointer", expectation.pointer},
                    {"line", expectation.position.line},
                    {"claim", verdict.claim},
                    {"why", expectation.why},
                    {"holds", verdict.holds},
                    {"found", verdict.found}});
  }
  return list;
}

}  // namespace

Json run_as_json(const scenario::Scenario& scenario, const RunResult& result) {
  const Observation& observed = *result.observed;
  const Version built = version();
  Json json{{"scenario", scenario.name},
            {"seed", scenario.seed},
            {"digest", result.digest},
            {"spindrift",
             {{"version", built.number}, {"commit", built.commit}, {"compiler", built.compiler}}},
            {"path", scenario.path},
            {"strategies", scenario.strategies},
            {"read_at", in_seconds(result.read_at)},
            {"until", in_seconds(observed.now)},
            {"history_events", result.summary.history_events},
            {"kernel_events", result.summary.kernel_events}};
  json["clusters"] = Json::array();
  for (std::size_t place = 0; place < observed.topology.clusters.size(); ++place) {
    json["clusters"].push_back(cluster_as_json(ClusterId{static_cast<std::uint32_t>(place)},
                                               result.reading[place], observed));
  }
  json["key_limit"] = observed.counts.limit();
  json["observers"] = observers_as_json(observed);
  json["failed_verifications"] = observed.exposure.failed();
  json["exposure"] = exposure_as_json(observed);
  json["kms"] = kms_as_json(observed);
  json["server_starts"] = observed.ends.starts();
  json["ended_by_themselves"] =
      failures_as_json(observed.ends.ended_by_themselves(), observed.topology);
  json["unhealthy"] = failures_as_json(observed.ends.unhealthy(), observed.topology);
  add_operations(json, observed);
  json["expectations"] = expectations_as_json(scenario, result);
  return json;
}

}  // namespace spindrift::cli
