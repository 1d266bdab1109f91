#include "analysis/report/lives.hpp"

namespace spindrift::report {

void Lives::begin(const history::Topology& topology) { lives_.assign(topology.servers.size(), {}); }

void Lives::on_event(const history::Event& event) {
  if (const auto* const spawned = std::get_if<history::ServerSpawned>(&event.what)) {
    Life life;
    life.server = spawned->server;
    life.spawned = event.at;
    life.version = spawned->version;
    life.spawned_by = event.id;
    lives_[index(spawned->server)].push_back(std::move(life));
  } else if (const auto* const up = std::get_if<history::ServerListening>(&event.what)) {
    auto& lives = lives_[index(up->server)];
    if (!lives.empty()) lives.back().listening = event.at;
  } else if (const auto* const ended = std::get_if<history::ServerEnded>(&event.what)) {
    auto& lives = lives_[index(ended->server)];
    if (lives.empty()) return;
    lives.back().ended = event.at;
    lives.back().ended_by_itself = ended->by_itself;
    lives.back().why = ended->why;
    lives.back().ended_by = event.id;
  }
}

}  // namespace spindrift::report
