#include "analysis/propagation/propagation_result.hpp"

#include <algorithm>

namespace spindrift::analysis {

void PropagationResult::merge(const PropagationResult& other) {
  for (const auto& [group, more] : other.places) {
    PlaceDelays& delays = places[group];
    delays.hop.merge(more.hop);
    delays.whole.merge(more.whole);
    for (std::size_t part = 0; part < part_count; ++part) {
      delays.hop_parts[part] += more.hop_parts[part];
      delays.whole_parts[part] += more.whole_parts[part];
    }
    for (const auto& [law, count] : more.hop_laws) delays.hop_laws[law] += count;
    for (const auto& [way, count] : more.ways) delays.ways[way] += count;
    delays.beyond_bound += more.beyond_bound;
  }
  for (std::size_t kind = 0; kind < place_kinds; ++kind) {
    undelivered[kind].deaf += other.undelivered[kind].deaf;
    undelivered[kind].missing += other.undelivered[kind].missing;
    undelivered[kind].under_way += other.undelivered[kind].under_way;
  }
  keys += other.keys;
  failed += other.failed;
  row_lock.merge(other.row_lock);
  busiest_minute.merge(other.busiest_minute);
  row_held = std::max(row_held, other.row_held);
}

}  // namespace spindrift::analysis
