#include "analysis/report/lives.hpp"

namespace spindrift::report {

void Lives::begin(const history::Topology& topology) { lives_.assign(topology.servers.size(), {}); }

void Lives::see(const history::ServerSpawned& what, const history::Event& event) {
  Life life;
  life.server = what.server;
  life.spawned = event.at;
  life.version = what.version;
  life.spawned_by = event.id;
  lives_[index(what.server)].push_back(std::move(life));
}

void Lives::see(const history::ServerListening& what, const history::Event& event) {
  auto& lives = lives_[index(what.server)];
  if (!lives.empty()) lives.back().listening = event.at;
}

void Lives::see(const history::ServerEnded& what, const history::Event& event) {
  auto& lives = lives_[index(what.server)];
  if (lives.empty()) return;
  lives.back().ended = event.at;
  lives.back().ended_by_itself = what.by_itself;
  lives.back().why = what.why;
  lives.back().ended_by = event.id;
}

}  // namespace spindrift::report
