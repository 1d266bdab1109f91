#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>

#include "analysis/propagation/delay_distribution.hpp"
#include "analysis/propagation/hop_law.hpp"
#include "analysis/propagation/parts.hpp"
#include "analysis/propagation/row_lock.hpp"

namespace spindrift::analysis {

/// Places of one kind, with the same number of hops by polls between them and the root.
struct PlaceGroup {
  PlaceKind kind = PlaceKind::root;
  std::uint32_t hops = 0;
  friend auto operator<=>(const PlaceGroup&, const PlaceGroup&) = default;
};

/// How keys reached one group of places.
struct PlaceDelays {
  DelayDistribution hop;                         ///< from the place before
  DelayDistribution whole;                       ///< from the moment when making the key began
  std::array<double, part_count> hop_parts{};    ///< sums in seconds
  std::array<double, part_count> whole_parts{};  ///< likewise
  std::map<HopLaw, std::uint64_t> hop_laws;      ///< how many took a hop of that law
  std::map<Way, std::uint64_t> ways;
  std::uint64_t beyond_bound = 0;  ///< later than the analytic bound
};

/// Deliveries to places of one kind that did not happen as they should.
struct Undelivered {
  std::uint64_t deaf = 0;       ///< the cluster did not listen when the root took the key
  std::uint64_t missing = 0;    ///< not there after `PropagationOptions::patience`
  std::uint64_t under_way = 0;  ///< the history ended before
};

/// What was seen, in one run or in several together.
struct PropagationResult {
  std::map<PlaceGroup, PlaceDelays> places;
  std::array<Undelivered, place_kinds> undelivered{};
  std::uint64_t keys = 0;       ///< JWT keys that a root took
  std::uint64_t failed = 0;     ///< preparations of JWT keys that failed
  RowLockUse row_lock;          ///< of the busiest root, from its first write to its last
  RowLockUse busiest_minute;    ///< likewise, in its busiest minute
  kernel::Duration row_held{};  ///< by one write of that root

  void merge(const PropagationResult& other);
};

}  // namespace spindrift::analysis
