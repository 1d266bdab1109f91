#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analysis/cli/cluster_names.hpp"
#include "analysis/cli/clusters_table.hpp"
#include "analysis/cli/run_report.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::cli {
namespace {

using analysis::Observation;
using analysis::span_text;
using analysis::time_text;
using history::ClusterId;

/// Of many keys only the first and the last.
std::string keys_text(const std::vector<std::string>& keys) {
  constexpr std::size_t listed_max = 12;
  if (keys.size() <= listed_max) return fmt::format("{}", fmt::join(keys, " "));
  return fmt::format("{} keys, {} to {}", keys.size(), keys.front(), keys.back());
}

/// Which clusters miss which keys: those that miss the same in one line.
std::string missing_text(const RunResult& result) {
  const history::Topology& topology = result.observed->topology;
  std::map<ClusterId, std::vector<std::string>> keys_by_cluster;
  for (const ClusterReading& reading : result.reading) {
    for (const auto& each : reading.missing) {
      keys_by_cluster[each.cluster].push_back(to_string(topology, each.key));
    }
  }
  std::map<std::vector<std::string>, std::vector<std::string>> clusters_by_keys;
  for (const auto& [cluster, keys] : keys_by_cluster) {
    clusters_by_keys[keys].push_back(topology.at(cluster).name);
  }
  std::string text;
  for (const auto& [keys, clusters] : clusters_by_keys) {
    text += fmt::format("{} {} {}\n", in_few_words(clusters),
                        clusters.size() == 1 ? "misses" : "miss", keys_text(keys));
  }
  return text;
}

std::string divergence_text(const RunResult& result, const std::string& as_typed) {
  const Observation& observed = *result.observed;
  std::string text = missing_text(result);
  bool diverged = !text.empty();
  history::Duration longest{};
  for (std::size_t place = 0; place < observed.topology.clusters.size(); ++place) {
    const ClusterId cluster{static_cast<std::uint32_t>(place)};
    longest = std::max(longest, observed.divergence.longest(cluster));
    diverged = diverged || observed.divergence.episode(cluster).has_value();
  }
  if (diverged) {
    text += fmt::format("Why: spindrift explain {}\n", as_typed);
  } else {
    text +=
        fmt::format("No divergence: every key was listed everywhere {} after its publication.\n",
                    longest == history::Duration{} ? "at once" : "within " + span_text(longest));
  }
  return text;
}

/// How many bundles were too large for relying parties (R20), if any was.
std::string limit_text(const Observation& observed) {
  std::size_t above = 0;
  std::size_t peak = 0;
  history::Time first = history::Time::max();
  for (std::size_t place = 0; place < observed.topology.clusters.size(); ++place) {
    const auto& keys = observed.counts.in(ClusterId{static_cast<std::uint32_t>(place)});
    if (!keys.first_above()) continue;
    ++above;
    peak = std::max(peak, keys.peak());
    first = std::min(first, *keys.first_above());
  }
  if (above == 0) return "";
  return fmt::format("Above {} JWT keys: {} of {} bundles, first at {}, with {} at most (R20)\n",
                     observed.counts.limit(), above, observed.topology.clusters.size(),
                     time_text(first), peak);
}

std::string kms_text(const Observation& observed) {
  const analysis::KmsUsage& kms = observed.kms;
  if (!kms.is_used()) return "";
  std::size_t calls = 0;
  std::size_t refused = 0;
  for (const auto& [name, count] : kms.calls()) {
    calls += count.answered + count.refused;
    refused += count.refused;
  }
  return fmt::format(
      "KMS: {} keys created, {} of them paid for now ({} that nobody will find again), {} pending "
      "deletion; {} calls, {} refused; ${:.2f} so far\n",
      kms.keys_created(), kms.keys_alive(), kms.keys_orphaned(), kms.keys_pending_deletion(), calls,
      refused, kms.dollars());
}

std::string operations_text(const Observation& observed) {
  std::string text;
  for (const analysis::Roll& roll : observed.operations.rolls()) {
    text += roll.ended ? fmt::format("Roll: {} to {}, {}\n", time_text(roll.began),
                                     time_text(*roll.ended), span_text(*roll.ended - roll.began))
                       : fmt::format("Roll: began {}, not complete\n", time_text(roll.began));
  }
  for (const analysis::Alarm& alarm : observed.operations.alarms()) {
    text += fmt::format("Alarm: {} listed {} keys at {} (threshold {})\n",
                        observed.topology.at(alarm.cluster).name, alarm.keys,
                        time_text(alarm.raised), alarm.threshold);
  }
  for (const analysis::RefusedAction& each : observed.operations.refused()) {
    text += fmt::format("Refused: {} {} at {}: {}\n", each.action,
                        observed.topology.at(each.server).name, time_text(each.at), each.why);
  }
  return text;
}

/// Failures with the same reason in one line.
std::string failures_text(const std::string& what,
                          const std::vector<analysis::ServerFailure>& failures,
                          const history::Topology& topology) {
  std::vector<std::pair<const analysis::ServerFailure*, std::size_t>> kinds;
  for (const analysis::ServerFailure& each : failures) {
    const auto same = std::ranges::find_if(kinds, [&](const auto& kind) {
      return kind.first->why == each.why && kind.first->before_listening == each.before_listening;
    });
    if (same == kinds.end()) {
      kinds.emplace_back(&each, 1);
    } else {
      ++same->second;
    }
  }
  std::string text;
  for (const auto& [first, count] : kinds) {
    text += fmt::format("{}: {} at {}{}{}: {}\n", what, topology.at(first->server).name,
                        time_text(first->at), first->before_listening ? " in its start" : "",
                        count == 1 ? "" : fmt::format(", {} times in all", count), first->why);
  }
  return text;
}

std::string ends_text(const Observation& observed) {
  return failures_text("Ended by itself", observed.ends.ended_by_themselves(), observed.topology) +
         failures_text("Not live", observed.ends.unhealthy(), observed.topology);
}

std::string expectations_text(const scenario::Scenario& scenario, const RunResult& result,
                              const Console& console) {
  std::string text;
  for (std::size_t place = 0; place < result.verdicts.size(); ++place) {
    const Verdict& verdict = result.verdicts[place];
    text +=
        fmt::format("{} {}\n", verdict.holds ? console.good("holds") : console.alarming("FAILS"),
                    verdict.claim);
    text += found_text(verdict, "      ");
    if (!verdict.holds && !scenario.expectations[place].why.empty()) {
      text += "      " + console.faint(scenario.expectations[place].why) + '\n';
    }
  }
  return text;
}

}  // namespace

std::string run_as_text(const scenario::Scenario& scenario, const RunResult& result,
                        const std::string& as_typed, const Console& console) {
  const Observation& observed = *result.observed;
  std::string text = console.bold(scenario.name);
  for (const std::string& strategy : scenario.strategies) text += " + " + strategy;
  text += fmt::format(", seed {}, {} simulated\n", scenario.seed, time_text(observed.now));
  if (!scenario.description.empty()) text += console.faint(scenario.description) + '\n';
  text += fmt::format("\nRead at {}:\n\n", time_text(result.read_at));
  text += clusters_table(result, console) + '\n' + divergence_text(result, as_typed);
  const double failed = observed.exposure.failed();
  if (failed >= 0.5) text += fmt::format("Tokens expected to fail: {:.0f}\n", failed);
  text +=
      limit_text(observed) + operations_text(observed) + kms_text(observed) + ends_text(observed);
  if (!result.verdicts.empty()) text += '\n' + expectations_text(scenario, result, console);
  text += '\n' +
          console.faint(
              fmt::format("digest {}, {} events", result.digest, result.summary.history_events)) +
          '\n';
  return text;
}

}  // namespace spindrift::cli
