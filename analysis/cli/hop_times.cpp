#include "analysis/cli/hop_times.hpp"

namespace spindrift::cli {
namespace {

using history::ObserverKind;
using kernel::Duration;

/// What a key takes to be made: for AWS KMS three calls in a row (R14).
Duration generate_time(const model::KeyManagerOptions& keys) {
  if (keys.kind != model::KeyManagerKind::aws_kms) return keys.disk_generate.typical();
  Duration time{};
  for (const char* const call : {"CreateKey", "GetPublicKey", "CreateAlias"}) {
    const auto own = keys.kms_call_by_name.find(call);
    time += own == keys.kms_call_by_name.end() ? keys.kms_call.typical() : own->second.typical();
  }
  return time;
}

analysis::ClusterTimes times_of(const model::ClusterOptions& options,
                                const model::ClusterOptions* upstream) {
  const model::Behaviour& behaviour = options.behaviour;
  const auto varies = [](const model::Latency& latency) {
    return latency.shape() != model::Latency::Shape::constant;
  };
  analysis::ClusterTimes times;
  times.poll = behaviour.upstream_poll_interval;
  if (!behaviour.looks_when_polled) times.look = behaviour.stream_look_interval;
  times.look_follows_poll = behaviour.always_subscribed;
  times.cache = behaviour.bundle_cache_lifetime;
  if (upstream != nullptr) times.round_trip = upstream->network.round_trip.typical();
  times.generate = generate_time(options.key_manager);
  times.statement = options.datastore.statement.typical();
  times.commit = options.datastore.commit.typical();
  times.latencies_vary = varies(options.datastore.statement) || varies(options.datastore.commit);
  return times;
}

}  // namespace

analysis::HopTimes hop_times_of(const model::Deployment& deployment) {
  analysis::HopTimes times;
  const history::Topology& topology = deployment.topology;
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    const history::ClusterId upstream = topology.clusters[place].upstream;
    const bool is_root = upstream == history::ClusterId::none;
    times.clusters.push_back(
        times_of(deployment.clusters.at(place),
                 is_root ? nullptr : &deployment.clusters.at(history::index(upstream))));
  }
  std::size_t providers = 0;
  std::size_t parties = 0;
  for (const history::Observer& observer : topology.observers) {
    analysis::ObserverTimes own;
    if (observer.kind == ObserverKind::agent) {
      own.interval = deployment.clusters.at(history::index(observer.cluster)).agent.sync_interval;
    } else if (observer.kind == ObserverKind::discovery_provider) {
      own.interval = deployment.providers.at(providers++).poll_interval;
    } else {
      const model::RelyingParty& party = deployment.relying_parties.at(parties++);
      own.fetches_when_needed = party.refetches_on_miss;
      own.interval = party.refetches_on_miss ? party.refetch_cooldown : party.cache_lifetime;
    }
    times.observers.push_back(own);
  }
  return times;
}

}  // namespace spindrift::cli
