#include "analysis/explanation/explanation.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "analysis/explanation/cause_graph.hpp"
#include "analysis/explanation/cluster_story.hpp"
#include "analysis/explanation/key_story.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::analysis {
namespace {

using history::Event;
using history::History;

constexpr history::Duration noticeable = std::chrono::minutes{1};

std::vector<MissingKey> wanted_absences(const Observation& observed,
                                        const ExplanationFilter& filter) {
  std::vector<MissingKey> all = observed.divergence.past();
  for (const MissingKey& each : observed.divergence.present()) {
    if (observed.now - each.since >= noticeable) all.push_back(each);
  }
  std::erase_if(all, [&](const MissingKey& each) {
    return (filter.cluster && each.cluster != *filter.cluster) ||
           (filter.key && each.key != *filter.key);
  });
  std::ranges::sort(all, {}, [](const MissingKey& each) {
    return std::tuple{each.cluster, each.since, each.key};
  });
  return all;
}

/// Why that key, or a key in that cluster, was not missing.
void remark_on(const History& history, const Observation& observed, const ExplanationFilter& filter,
               std::vector<Step>& remarks) {
  if (filter.key) {
    const auto lists_it = [&](const Event& event) {
      const auto* const change = std::get_if<history::BundleChanged>(&event.what);
      return change != nullptr &&
             std::ranges::find(change->added, *filter.key, &history::BundleRecord::key) !=
                 change->added.end();
    };
    const bool was_listed = std::ranges::any_of(history.events, lists_it);
    remarks.push_back({{},
                       fmt::format("{} {}", to_string(history.topology, *filter.key),
                                   was_listed ? "was listed everywhere, or soon after"
                                              : "was never listed by any cluster"),
                       history::EventId::none});
  }
  if (filter.cluster) {
    remarks.push_back({{},
                       fmt::format("the longest that a key was on its way to {} was {}",
                                   history.topology.at(*filter.cluster).name,
                                   span_text(observed.divergence.longest(*filter.cluster))),
                       history::EventId::none});
  }
}

/// Why nothing is missing: who started how, and how long keys took to arrive at most.
void remark(const History& history, const Observation& observed, std::vector<Step>& remarks) {
  std::size_t found = 0;
  std::size_t lost = 0;
  for (const Event& event : history.events) {
    if (const auto* const loaded = std::get_if<history::JournalLoaded>(&event.what)) {
      ++(loaded->found ? found : lost);
    }
  }
  history::ClusterId slowest{};
  for (std::size_t place = 1; place < history.topology.clusters.size(); ++place) {
    const history::ClusterId cluster{static_cast<std::uint32_t>(place)};
    if (observed.divergence.longest(cluster) > observed.divergence.longest(slowest)) {
      slowest = cluster;
    }
  }
  remarks.push_back(
      {{},
       fmt::format("{} starts found no journal: such a server makes a key, publishes it, and by "
                   "that listens (R11)",
                   lost),
       history::EventId::none});
  remarks.push_back(
      {{},
       fmt::format(
           "{} starts found their keys: until 1.12.3 such a server publishes nothing and "
           "hears nothing until its next key is due, but one that listens is enough for its "
           "cluster (R11)",
           found),
       history::EventId::none});
  if (history.topology.clusters.empty()) return;
  remarks.push_back({{},
                     fmt::format("the longest that a key was on its way to a cluster was {}, to {}",
                                 span_text(observed.divergence.longest(slowest)),
                                 history.topology.at(slowest).name),
                     history::EventId::none});
}

}  // namespace

Explanation explain(const History& history, const ExplanationFilter& filter) {
  Observation observed;
  FailingTokensLog failing;
  replay(history, observed);
  replay(history, failing);
  const std::vector<MissingKey> missing = wanted_absences(observed, filter);

  Explanation explanation;
  if (missing.empty()) {
    if (filter.key || filter.cluster) {
      remark_on(history, observed, filter, explanation.remarks);
    } else {
      remark(history, observed, explanation.remarks);
    }
    return explanation;
  }
  const CauseGraph causes{history};
  const KeyStories keys{history, causes};
  std::map<history::Key, MissingKey> by_key;
  for (const MissingKey& each : missing) by_key.try_emplace(each.key, each);
  for (const auto& [key, each] : by_key) explanation.keys.push_back(keys.of(each));
  const ClusterStories clusters{history, causes, keys, observed, failing};
  explanation.clusters = clusters.of(missing);
  for (KeyStory& story : explanation.keys) {
    story.made_tokens_fail = std::ranges::any_of(explanation.clusters, [&](const auto& cluster) {
      return std::ranges::find(cluster.costly, story.key) != cluster.costly.end();
    });
  }
  return explanation;
}

}  // namespace spindrift::analysis
