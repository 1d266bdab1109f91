#include "analysis/propagation/hop_law.hpp"

#include <algorithm>

namespace spindrift::analysis {
namespace {

using kernel::Duration;

constexpr std::int64_t jitter_divisor = 10;  // an agent's interval varies by a tenth (R19)

}  // namespace

DelayLaw HopLaw::law() const {
  const double period = kernel::in_seconds(interval);
  if (to == PlaceKind::agent) {
    return DelayLaw::until_next(period, period / jitter_divisor).shifted(kernel::in_seconds(fixed));
  }
  const DelayLaw each =
      DelayLaw::sum(DelayLaw::uniform(period), DelayLaw::uniform(kernel::in_seconds(look)));
  return DelayLaw::first_of(each, listeners).shifted(kernel::in_seconds(fixed));
}

Duration HopLaw::bound() const {
  const Duration jitter = to == PlaceKind::agent ? interval / jitter_divisor : Duration::zero();
  return fixed + interval + jitter + look + slack;
}

const DelayLaw& WayLaws::of(const HopLaw& hop) {
  const auto known = hops_.find(hop);
  return known != hops_.end() ? known->second : hops_.emplace(hop, hop.law()).first->second;
}

const DelayLaw& WayLaws::of(const Way& way) {
  const auto known = ways_.find(way);
  if (known != ways_.end()) return known->second;
  if (way.empty()) return ways_.emplace(way, DelayLaw::constant(0.0)).first->second;
  const Way before{way.begin(), way.end() - 1};
  DelayLaw law = DelayLaw::sum(of(before), of(way.back()));
  return ways_.emplace(way, std::move(law)).first->second;
}

Duration bound_of(const Way& way) {
  Duration bound{};
  for (const HopLaw& hop : way) bound += hop.bound();
  return bound;
}

std::uint32_t WayBook::longer(std::uint32_t way, const HopLaw& hop) {
  const auto number = static_cast<std::uint32_t>(nodes_.size());
  const auto [known, is_new] = numbers_.try_emplace({way, hop}, number);
  if (is_new) nodes_.push_back({way, hop, nodes_[way].bound + hop.bound()});
  return known->second;
}

Way WayBook::way(std::uint32_t number) const {
  Way way;
  for (; number != 0; number = nodes_[number].before) way.push_back(nodes_[number].hop);
  std::ranges::reverse(way);
  return way;
}

}  // namespace spindrift::analysis
