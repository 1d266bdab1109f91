#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/deployment_builder.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::scenario {

namespace {

double ratio(kernel::Duration whole, kernel::Duration part) {
  return static_cast<double>(whole.count()) /
         static_cast<double>(std::max<std::int64_t>(part.count(), 1));
}

double servers_in(const model::Deployment& deployment, std::size_t cluster) {
  return static_cast<double>(deployment.topology.clusters[cluster].servers.size());
}

/// Starts and commands of the plan: each can make a key.
double planned_keys(const model::Deployment& deployment) {
  double keys = 0;
  for (const model::Action& action : deployment.plan) {
    const double starts = static_cast<double>(std::max<std::size_t>(1, action.back_off.size()));
    keys += static_cast<double>(action.servers.size()) * starts;
    keys += 2 * static_cast<double>(action.roll.servers.size());
  }
  return keys;
}

}  // namespace

double worst_steps(const model::Deployment& deployment) {
  double steps = planned_keys(deployment);
  for (std::size_t place = 0; place < deployment.clusters.size(); ++place) {
    const model::ClusterOptions& options = deployment.clusters[place];
    const model::Behaviour& behaviour = options.behaviour;
    double a_server = 0;
    for (const kernel::Duration interval :
         {behaviour.rotation_interval, behaviour.bundle_prune_interval,
          behaviour.journal_prune_interval, behaviour.health_check_interval,
          options.default_x509_svid_ttl}) {
      a_server += ratio(deployment.until, interval);
    }
    // Ticks that find nothing to do are skipped, but an upstream that is away fails them all.
    const bool is_nested = deployment.topology.clusters[place].upstream != history::ClusterId::none;
    if (is_nested) a_server += ratio(deployment.until, behaviour.upstream_poll_interval);
    if (options.supervised) a_server += ratio(deployment.until, options.supervisor_back_off_cap);
    steps += a_server * servers_in(deployment, place);
    steps += ratio(deployment.until, options.agent.sync_interval);
  }
  for (const model::Action& action : deployment.plan) {
    if (action.every <= kernel::Duration{}) continue;
    steps +=
        ratio(deployment.until, action.every) * static_cast<double>(deployment.clusters.size());
  }
  const auto clusters = static_cast<double>(deployment.clusters.size());
  for (const model::Monitor& monitor : deployment.monitors) {
    steps += clusters * ratio(deployment.until, monitor.interval);
  }
  return steps;
}

double worst_records(const model::Deployment& deployment) {
  double keys = planned_keys(deployment);
  for (std::size_t place = 0; place < deployment.clusters.size(); ++place) {
    const model::ClusterOptions& options = deployment.clusters[place];
    const kernel::Duration kept =
        std::min(deployment.until, options.ca_ttl + options.behaviour.bundle_safety_threshold +
                                       options.behaviour.bundle_prune_interval);
    const kernel::Duration cadence =
        std::max(options.ca_ttl / 2, options.ca_ttl - options.behaviour.prepare_threshold_cap);
    const kernel::Duration step = std::max(cadence, options.behaviour.rotation_interval);
    keys += servers_in(deployment, place) * (1 + ratio(kept, step));
  }
  return keys * static_cast<double>(deployment.clusters.size());
}

void check_end(const ScenarioWritten& written, const Json& root, Reading& reading) {
  if (!written.read_at || *written.read_at <= written.until) return;
  if (reading.has_problem_in("/until") || reading.has_problem_in("/read_at")) return;
  reading.fail(nearest_at(root, "/read_at").position, "/read_at",
               fmt::format("the run ends at {}, before this moment", to_text(written.until)),
               ProblemKind::meaning);
}

void check_size(const Json& root, Reading& reading, const model::Deployment& deployment) {
  const double steps = worst_steps(deployment);
  if (steps > steps_max) {
    reading.fail(nearest_at(root, "/until").position, "/until",
                 fmt::format("{} of {} servers can take {:.1e} steps, more than the {:.0e} "
                             "allowed: shorten `until`, lengthen the intervals, or take fewer "
                             "servers",
                             to_text(deployment.until), deployment.topology.servers.size(), steps,
                             steps_max),
                 ProblemKind::meaning);
  }
  const double records = worst_records(deployment);
  if (records > records_max) {
    reading.fail(nearest_at(root, "/clusters").position, "/clusters",
                 fmt::format("the bundles of {} clusters with the keys of {} servers can have "
                             "{:.1e} entries, more than the {:.0e} allowed: lengthen `ca_ttl`, or "
                             "take fewer servers",
                             deployment.clusters.size(), deployment.topology.servers.size(),
                             records, records_max),
                 ProblemKind::meaning);
  }
}

}  // namespace spindrift::scenario
