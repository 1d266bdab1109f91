#include "analysis/metrics/cluster_metrics.hpp"

#include <algorithm>
#include <limits>

#include "analysis/metrics/unit.hpp"

namespace spindrift::metrics {
namespace {

using analysis::Observation;
using history::ClusterId;
using scenario::Metric;

constexpr double never = std::numeric_limits<double>::infinity();

double missing_keys(ClusterId cluster, const std::vector<ClusterId>& made_by,
                    const Observation& observed) {
  const auto present = observed.divergence.present(cluster);
  return static_cast<double>(std::ranges::count_if(present, [&](const auto& missing) {
    const ClusterId maker = observed.topology.at(missing.key.maker).cluster;
    return made_by.empty() || std::ranges::find(made_by, maker) != made_by.end();
  }));
}

double longest_deaf(ClusterId cluster, const Observation& observed) {
  history::Duration longest{};
  for (const analysis::DeafInterval& interval : observed.deafness.intervals(cluster)) {
    longest = std::max(longest, interval.until.value_or(observed.now) - interval.from);
  }
  return kernel::in_seconds(longest);
}

double kms_keys_created(ClusterId cluster, const Observation& observed) {
  std::size_t created = 0;
  for (const history::ServerId server : observed.topology.at(cluster).servers) {
    created += observed.kms.calls_of(server, "CreateKey").answered;
  }
  return static_cast<double>(created);
}

double ends_by_themselves(ClusterId cluster, const Observation& observed) {
  return static_cast<double>(std::ranges::count_if(
      observed.ends.ended_by_themselves(),
      [&](const auto& end) { return observed.topology.at(end.server).cluster == cluster; }));
}

double heals_after(ClusterId cluster, const Observation& observed) {
  const auto episode = observed.divergence.episode(cluster);
  if (!episode) return 0;
  return episode->until ? kernel::in_seconds(*episode->until - episode->since) : never;
}

bool is_a_span(Metric metric) {
  return metric == Metric::deaf || metric == Metric::longest_deaf || metric == Metric::heals_after;
}

}  // namespace

double measure(Metric metric, ClusterId cluster, const std::vector<ClusterId>& made_by,
               const Observation& observed) {
  switch (metric) {
    case Metric::jwt_keys:
      return static_cast<double>(observed.counts.in(cluster).now());
    case Metric::missing_keys:
      return missing_keys(cluster, made_by, observed);
    case Metric::deaf:
      return kernel::in_seconds(observed.deafness.total(cluster));
    case Metric::longest_deaf:
      return longest_deaf(cluster, observed);
    case Metric::failed_verifications:
      return observed.exposure.failed_in(cluster);
    case Metric::kms_keys_created:
      return kms_keys_created(cluster, observed);
    case Metric::ends_by_themselves:
      return ends_by_themselves(cluster, observed);
    case Metric::heals_after:
      return heals_after(cluster, observed);
    case Metric::keys_made:
      return static_cast<double>(observed.keys_made.in(cluster).prepared);
    case Metric::keys_at_most:
      return static_cast<double>(observed.counts.in(cluster).peak());
  }
  return never;
}

std::string value_text(Metric metric, double value) {
  return value_text(is_a_span(metric) ? Unit::seconds : Unit::count, value);
}

}  // namespace spindrift::metrics
