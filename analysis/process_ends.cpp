#include "analysis/process_ends.hpp"

#include <algorithm>

namespace spindrift::analysis {

void ProcessEnds::begin(const history::Topology& topology) {
  listening_.assign(topology.servers.size(), false);
}

void ProcessEnds::on_event(const history::Event& event) {
  if (const auto* const spawned = std::get_if<history::ServerSpawned>(&event.what)) {
    listening_.at(index(spawned->server)) = false;
    ++starts_;
  } else if (const auto* const listening = std::get_if<history::ServerListening>(&event.what)) {
    listening_.at(index(listening->server)) = true;
  } else if (const auto* const end = std::get_if<history::ServerEnded>(&event.what)) {
    const bool before_listening = !listening_.at(index(end->server));
    if (end->by_itself) {
      ended_.push_back({end->server, event.at, event.id, end->why, before_listening});
    }
    listening_.at(index(end->server)) = false;
  } else if (const auto* const ill = std::get_if<history::ServerUnhealthy>(&event.what)) {
    unhealthy_.push_back({ill->server, event.at, event.id, ill->why, false});
  }
}

std::size_t ProcessEnds::failed_starts() const {
  return static_cast<std::size_t>(
      std::ranges::count(ended_, true, &ServerFailure::before_listening));
}

}  // namespace spindrift::analysis
