#include "analysis/report/verdict.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/report/number_text.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::report {
namespace {

using analysis::span_text;
using analysis::time_text;

std::vector<std::string> names_of(const std::vector<const ClusterFinding*>& findings,
                                  const history::Topology& topology) {
  std::vector<std::string> names;
  for (const ClusterFinding* const each : findings)
    names.push_back(topology.at(each->cluster).name);
  return names;
}

/// How the divergences of these clusters ended.
std::string healing_text(const std::vector<const ClusterFinding*>& diverged) {
  bool is_over = true;
  bool is_foreseen = true;
  history::Time last{};
  for (const ClusterFinding* const each : diverged) {
    const bool ended = each->episode && each->episode->until;
    is_over = is_over && ended;
    is_foreseen = is_foreseen && (ended || each->healing);
    if (ended) last = std::max(last, *each->episode->until);
    if (each->healing) last = std::max(last, each->healing->at);
  }
  if (is_over) return "all of it over by " + time_text(last);
  if (is_foreseen) return "the last of it foreseen to heal at " + time_text(last);
  return "with no end in sight";
}

std::string divergence_text(const Findings& findings, const history::Topology& topology) {
  std::vector<const ClusterFinding*> diverged;
  std::vector<const ClusterFinding*> deaf;
  history::Duration longest{};
  std::size_t missed = 0;
  for (const ClusterFinding& each : findings.clusters) {
    longest = std::max(longest, each.longest_missing);
    missed = std::max(missed, each.missed);
    if (each.missed > 0) {
      diverged.push_back(&each);
    } else if (each.deaf >= std::chrono::minutes{1}) {
      deaf.push_back(&each);
    }
  }
  if (!diverged.empty()) {
    return fmt::format("{} missed {}{} for {}{}, {}", joined(names_of(diverged, topology)),
                       diverged.size() > 1 ? "up to " : "", counted(missed, "key"),
                       diverged.size() > 1 ? "up to " : "", span_text(longest),
                       healing_text(diverged));
  }
  std::string text = longest == history::Duration{}
                         ? "Every cluster listed every key at once"
                         : "Every cluster listed every key within " + span_text(longest);
  if (!deaf.empty()) {
    text += fmt::format(", although {} heard nothing of other clusters for {}",
                        joined(names_of(deaf, topology)), span_text(deaf.front()->deaf));
  }
  return text;
}

}  // namespace

std::string verdict_text(const Findings& findings, const analysis::Observation& observed) {
  std::vector<std::string> parts{divergence_text(findings, observed.topology)};
  if (findings.tokens_tried > 0) {
    parts.push_back(fmt::format("{} of {} tokens that were tried were refused",
                                grouped(findings.tokens_refused), grouped(findings.tokens_tried)));
  } else if (findings.failed >= 0.5) {
    parts.push_back(expected_text(findings.failed) + " verifications are expected to fail");
  } else {
    parts.emplace_back("no token is expected to fail");
  }
  if (findings.above_limit > 0) {
    const std::size_t bundles = findings.clusters.size();
    parts.push_back(fmt::format(
        "{} more than {} keys, first at {}",
        bundles == 1 ? "the bundle held"
                     : fmt::format("{} of {} bundles held", findings.above_limit, bundles),
        findings.key_limit, time_text(*findings.first_above)));
  }
  if (findings.ended_by_themselves > 0) {
    parts.push_back("servers ended by themselves " + counted(findings.ended_by_themselves, "time"));
  }
  return fmt::format("{}.", fmt::join(parts, "; "));
}

}  // namespace spindrift::report
