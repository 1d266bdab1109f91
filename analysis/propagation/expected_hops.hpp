#pragma once

#include "analysis/propagation/hop_law.hpp"
#include "analysis/propagation/hop_times.hpp"
#include "sim/history/names.hpp"

namespace spindrift::analysis {

/// What theory expects of the hops of a key, from a deployment's settings.

/// The kind of place that an observer of that kind is.
[[nodiscard]] PlaceKind place_of(history::ObserverKind kind);

/// A publication's write at `to`, which is the root or stands between it and the maker (R10).
[[nodiscard]] HopLaw publication_law(const history::Topology& topology, const HopTimes& times,
                                     history::ClusterId maker, history::ClusterId to);

/// From its upstream to a cluster of which so many servers listen, by subscription or stream
/// (R11, R12, R22).
[[nodiscard]] HopLaw following_law(const history::Topology& topology, const HopTimes& times,
                                   history::ClusterId cluster, std::uint32_t listeners,
                                   bool by_subscription);

/// From a cluster to its agent or provider, or from a provider to its relying party (R19, R20).
[[nodiscard]] HopLaw observer_law(const history::Topology& topology, const HopTimes& times,
                                  history::ObserverId observer);

}  // namespace spindrift::analysis
