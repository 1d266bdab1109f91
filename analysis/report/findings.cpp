#include "analysis/report/findings.hpp"

#include <algorithm>

#include "analysis/report/verdict.hpp"

namespace spindrift::report {
namespace {

using analysis::Observation;
using history::ClusterId;

std::size_t missed_keys(ClusterId cluster, const Observation& observed) {
  std::vector<history::Key> keys;
  const auto present = observed.divergence.present(cluster);
  for (const auto* const all : {&observed.divergence.past(), &present}) {
    for (const analysis::MissingKey& each : *all) {
      // What is missing for the last seconds of a history may be on its way.
      const bool is_noticeable = each.until || observed.now - each.since >= std::chrono::minutes{1};
      if (each.cluster == cluster && is_noticeable) keys.push_back(each.key);
    }
  }
  std::ranges::sort(keys);
  return static_cast<std::size_t>(std::ranges::unique(keys).begin() - keys.begin());
}

ClusterFinding find_in(ClusterId cluster, history::Time read_at, const Observation& observed,
                       const analysis::Membership& membership) {
  const analysis::KeyCount& keys = observed.counts.in(cluster);
  ClusterFinding found;
  found.cluster = cluster;
  found.servers = observed.topology.at(cluster).servers.size();
  found.keys_read = keys_at(membership, cluster, read_at);
  found.keys_at_most = keys.peak();
  found.at_most_since = keys.peak_at();
  found.missed = missed_keys(cluster, observed);
  found.longest_missing = observed.divergence.longest(cluster);
  found.deaf = observed.deafness.total(cluster);
  found.episode = observed.divergence.episode(cluster);
  found.healing = analysis::healing_of(observed, cluster);
  found.failed = observed.exposure.failed_in(cluster);
  return found;
}

void count_limit(Findings& findings, const Observation& observed) {
  findings.key_limit = observed.counts.limit();
  for (const ClusterFinding& each : findings.clusters) {
    findings.keys_at_most = std::max(findings.keys_at_most, each.keys_at_most);
    const auto first = observed.counts.in(each.cluster).first_above();
    if (!first) continue;
    ++findings.above_limit;
    findings.first_above = std::min(findings.first_above.value_or(*first), *first);
  }
}

}  // namespace

std::size_t keys_at(const analysis::Membership& membership, ClusterId cluster,
                    history::Time moment) {
  std::size_t count = 0;
  for (const analysis::CountStep& step : membership.steps()) {
    if (step.from > moment) break;
    if (step.cluster == cluster) count = step.count;
  }
  return count;
}

Findings find(const Subject& subject, const history::History& history, const Observation& observed,
              const analysis::Membership& membership) {
  Findings findings;
  findings.read_at =
      subject.read_at ? std::min(history::Time{*subject.read_at}, observed.now) : observed.now;
  for (std::size_t place = 0; place < observed.topology.clusters.size(); ++place) {
    findings.clusters.push_back(find_in(ClusterId{static_cast<std::uint32_t>(place)},
                                        findings.read_at, observed, membership));
  }
  findings.failed = observed.exposure.failed();
  findings.starts = observed.ends.starts();
  findings.ended_by_themselves = observed.ends.ended_by_themselves().size();
  count_limit(findings, observed);
  for (const history::Event& event : history.events) {
    const auto* const tried = std::get_if<history::TokenTried>(&event.what);
    if (tried == nullptr) continue;
    ++findings.tokens_tried;
    if (!tried->accepted) ++findings.tokens_refused;
  }
  findings.verdict = verdict_text(findings, observed);
  return findings;
}

}  // namespace spindrift::report
