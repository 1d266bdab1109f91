#include "sim/scenario/limits.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/deployment_reader.hpp"

namespace spindrift::scenario {

void DeploymentReader::check_sizes(const Json& json) {
  using namespace std::chrono_literals;
  if (deployment_.until > until_max || deployment_.until <= kernel::Duration{}) {
    problems_.fail(json, "/until",
                   "expected more than 0s and at most 3650d, found " + to_text(deployment_.until));
    return;
  }
  if (scenario_.read_at &&
      (*scenario_.read_at > deployment_.until || *scenario_.read_at < kernel::Duration{})) {
    const Json* const given = json.find("read_at");
    problems_.fail(given == nullptr ? json : *given, "/read_at",
                   fmt::format("expected at most until, which is {}, found {}",
                               to_text(deployment_.until), to_text(*scenario_.read_at)));
    return;
  }
  // What a run executes grows with these; a scenario that would never end is refused.
  double work = 0;
  for (std::size_t place = 0; place < deployment_.clusters.size(); ++place) {
    const model::ClusterOptions& options = deployment_.clusters[place];
    const model::Behaviour& behaviour = options.behaviour;
    const std::string pointer = "/clusters";
    for (const kernel::Duration interval :
         {behaviour.rotation_interval, behaviour.bundle_prune_interval,
          behaviour.journal_prune_interval, behaviour.upstream_poll_interval,
          behaviour.stream_look_interval, behaviour.health_check_interval,
          behaviour.svid_check_interval, options.agent.sync_interval}) {
      if (interval < 100ms) {
        problems_.fail(json, pointer,
                       "expected every interval to be at least 100ms, found " + to_text(interval));
        return;
      }
    }
    const kernel::Duration shortest =
        std::min({options.ca_ttl, options.default_x509_svid_ttl * 4,
                  options.downstream_entry_ttl.value_or(options.ca_ttl)});
    if (options.ca_ttl < 30s || options.default_x509_svid_ttl < 10s ||
        options.downstream_entry_ttl.value_or(1h) < 30s) {
      problems_.fail(json, pointer,
                     "expected ca_ttl and downstream_entry_ttl of at least 30s and "
                     "default_x509_svid_ttl of at least 10s, found " +
                         to_text(shortest));
      return;
    }
    const auto steps = [&](kernel::Duration interval) {
      return static_cast<double>(deployment_.until / interval);
    };
    const auto count = static_cast<double>(deployment_.topology.clusters[place].servers.size());
    work += count * (10 * steps(shortest / 2) + steps(behaviour.bundle_prune_interval) +
                     steps(behaviour.journal_prune_interval));
  }
  if (work > work_max) {
    problems_.fail(json, "/until",
                   fmt::format("this many servers for {} would take about {:.0e} steps, more than "
                               "the {:.0e} allowed; shorten until or lengthen ca_ttl",
                               to_text(deployment_.until), work, work_max));
  }
}

}  // namespace spindrift::scenario
