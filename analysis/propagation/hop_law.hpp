#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "analysis/propagation/delay_law.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::analysis {

/// A place that a key reaches.
enum class PlaceKind : std::uint8_t {
  root,       ///< the root's bundle
  publisher,  ///< the bundles between the root and the publishing server, its own included
  cluster,    ///< a cluster that follows its upstream
  server,     ///< a server that surely answers with the key (R17)
  agent,
  discovery_provider,
  relying_party
};
inline constexpr std::size_t place_kinds = 7;

/// One hop as theory sees it: a fixed time and a wait for a clock whose phase is as good as random.
struct HopLaw {
  PlaceKind to = PlaceKind::cluster;
  kernel::Duration fixed{};     ///< network, statements, a commit, a phase that is known
  kernel::Duration interval{};  ///< of the clock that is waited for; 0: none
  kernel::Duration look{};      ///< of a second clock, a stream's look
  kernel::Duration slack{};     ///< for the bound only: an old copy, connecting anew
  std::uint32_t listeners = 1;  ///< servers that poll side by side: the first one counts

  friend auto operator<=>(const HopLaw&, const HopLaw&) = default;

  [[nodiscard]] DelayLaw law() const;
  /// The longest that it takes when nothing fails and nobody waits for a lock.
  [[nodiscard]] kernel::Duration bound() const;
};

/// The hops of a way, from the publication on.
using Way = std::vector<HopLaw>;

/// Each law of a way once: ways share their beginnings.
class WayLaws {
 public:
  [[nodiscard]] const DelayLaw& of(const Way& way);
  [[nodiscard]] const DelayLaw& of(const HopLaw& hop);

 private:
  std::map<HopLaw, DelayLaw> hops_;
  std::map<Way, DelayLaw> ways_;
};

[[nodiscard]] kernel::Duration bound_of(const Way& way);

/// Numbers ways as they are met: a number is cheaper to carry and to count than a way. 0: no hops.
class WayBook {
 public:
  /// The way that goes on by that hop.
  [[nodiscard]] std::uint32_t longer(std::uint32_t way, const HopLaw& hop);

  [[nodiscard]] Way way(std::uint32_t number) const;
  [[nodiscard]] kernel::Duration bound(std::uint32_t number) const {
    return nodes_.at(number).bound;
  }

 private:
  struct Node {
    std::uint32_t before = 0;
    HopLaw hop;
    kernel::Duration bound{};
  };
  std::vector<Node> nodes_{Node{}};
  std::map<std::pair<std::uint32_t, HopLaw>, std::uint32_t> numbers_;
};

}  // namespace spindrift::analysis
