#include "analysis/process_ends.hpp"

#include <algorithm>

namespace spindrift::analysis {

void ProcessEnds::begin(const history::Topology& topology) {
  listening_.assign(topology.servers.size(), false);
}

void ProcessEnds::see(const history::ServerSpawned& what, const history::Event&) {
  listening_.at(index(what.server)) = false;
  ++starts_;
}

void ProcessEnds::see(const history::ServerListening& what, const history::Event&) {
  listening_.at(index(what.server)) = true;
}

void ProcessEnds::see(const history::ServerEnded& what, const history::Event& event) {
  const bool before_listening = !listening_.at(index(what.server));
  if (what.by_itself) {
    ended_.push_back({what.server, event.at, event.id, what.why, before_listening});
  }
  listening_.at(index(what.server)) = false;
}

void ProcessEnds::see(const history::ServerUnhealthy& what, const history::Event& event) {
  unhealthy_.push_back({what.server, event.at, event.id, what.why, false});
}

std::size_t ProcessEnds::failed_starts() const {
  return static_cast<std::size_t>(
      std::ranges::count(ended_, true, &ServerFailure::before_listening));
}

}  // namespace spindrift::analysis
