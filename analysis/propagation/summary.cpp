#include "analysis/propagation/summary.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace spindrift::analysis {
namespace {

DelayQuantiles quantiles_of(const DelayDistribution& delays) {
  return {delays.quantile(0.5), delays.quantile(0.9), delays.quantile(0.99), delays.largest()};
}

DelayQuantiles quantiles_of(const DelayLaw& law) {
  return {law.quantile(0.5), law.quantile(0.9), law.quantile(0.99), law.largest()};
}

template <class Laws>
DelayLaw mixture_of(const Laws& counts, WayLaws& laws) {
  std::vector<DelayLaw::Weighted> weighted;
  for (const auto& [what, count] : counts) {
    weighted.push_back({laws.of(what), static_cast<double>(count)});
  }
  return DelayLaw::mixture(weighted);
}

DelaySummary summary_of(const DelayDistribution& delays,
                        const std::array<double, part_count>& sums) {
  DelaySummary summary;
  summary.mean = delays.mean();
  summary.seen = quantiles_of(delays);
  double all = 0.0;
  for (const double sum : sums) all += sum;
  for (std::size_t part = 0; part < part_count && all > 0.0; ++part) {
    summary.shares[part] = sums[part] / all;
  }
  return summary;
}

}  // namespace

std::vector<PlaceSummary> summaries_of(const PropagationResult& result) {
  WayLaws laws;
  std::vector<PlaceSummary> all;
  for (const auto& [group, delays] : result.places) {
    PlaceSummary place;
    place.group = group;
    place.count = delays.hop.count();
    place.beyond_bound = delays.beyond_bound;
    place.hop = summary_of(delays.hop, delays.hop_parts);
    place.hop.expected = quantiles_of(mixture_of(delays.hop_laws, laws));
    for (const auto& [law, count] : delays.hop_laws) {
      place.hop.bound = std::max(place.hop.bound, kernel::in_seconds(law.bound()));
    }
    place.whole = summary_of(delays.whole, delays.whole_parts);
    place.whole.expected = quantiles_of(mixture_of(delays.ways, laws));
    for (const auto& [way, count] : delays.ways) {
      place.whole.bound = std::max(place.whole.bound, kernel::in_seconds(bound_of(way)));
    }
    all.push_back(place);
  }
  return all;
}

DelayLaw law_of(const PlaceDelays& delays) {
  WayLaws laws;
  return mixture_of(delays.ways, laws);
}

std::string_view word_for(PlaceKind kind) {
  constexpr std::array<std::string_view, place_kinds> words{
      "root", "publisher", "cluster", "server", "agent", "discovery_provider", "relying_party"};
  return words.at(static_cast<std::size_t>(kind));
}

std::string to_string(const PlaceGroup& group) {
  if (group.kind == PlaceKind::root) return "root";
  if (group.kind == PlaceKind::publisher) return "publisher's clusters";
  std::string word{word_for(group.kind)};
  std::ranges::replace(word, '_', ' ');
  return fmt::format("{}, {} hop{}", word, group.hops, group.hops == 1 ? "" : "s");
}

const PlaceSummary& farthest(const std::vector<PlaceSummary>& places) {
  return *std::ranges::max_element(places, {},
                                   [](const PlaceSummary& place) { return place.whole.mean; });
}

}  // namespace spindrift::analysis
