#include "analysis/healing.hpp"

namespace spindrift::analysis {
namespace {

using history::ClusterId;

/// The earliest preparation in the cluster or, as far as servers hear what happens above them, in
/// a cluster above it.
std::optional<NextPreparation> first_preparation(const Observation& observed, ClusterId cluster) {
  std::optional<NextPreparation> first = observed.preparations.in(cluster);
  while (!observed.deafness.is_deaf(cluster)) {
    cluster = observed.topology.at(cluster).upstream;
    if (cluster == ClusterId::none) break;
    const auto above = observed.preparations.in(cluster);
    if (above && (!first || above->at < first->at)) first = above;
  }
  return first;
}

}  // namespace

std::optional<Healing> healing_of(const Observation& observed, ClusterId cluster) {
  const auto episode = observed.divergence.episode(cluster);
  if (!episode) return {};
  if (episode->until) {
    if (episode->ended_by == history::EventId::none) return {};
    return Healing{*episode->until, false, episode->ended_by, std::nullopt};
  }
  const auto next = first_preparation(observed, cluster);
  if (!next) return {};
  return Healing{next->at, true, history::EventId::none, next};
}

}  // namespace spindrift::analysis
