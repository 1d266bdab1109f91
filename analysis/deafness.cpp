#include "analysis/deafness.hpp"

#include <algorithm>
#include <tuple>

namespace spindrift::analysis {
namespace {

/// The bit of a channel that carries JWT keys; 0 for one that does not.
unsigned int bit_of(history::Channel channel) {
  if (channel == history::Channel::x509_stream) return 0;
  return 1U << static_cast<unsigned int>(channel);
}

}  // namespace

Deafness::Deafness(history::Duration noticeable) : noticeable_{noticeable} {}

void Deafness::begin(const history::Topology& topology) {
  servers_.assign(topology.servers.size(), {});
  for (std::size_t place = 0; place < servers_.size(); ++place) {
    servers_[place].cluster = topology.servers[place].cluster;
  }
  clusters_.assign(topology.clusters.size(), {});
  for (std::size_t place = 0; place < clusters_.size(); ++place) {
    clusters_[place].is_nested = topology.clusters[place].upstream != history::ClusterId::none;
  }
}

// ---------------------------------------------------------------- what a server hears

void Deafness::silence(history::ServerId id, const history::Event& event) {
  ServerState& server = servers_.at(index(id));
  server.channels = 0;
  server.polls_are_answered = true;
  judge(server, event);
}

void Deafness::see(const history::ServerSpawned& what, const history::Event& event) {
  silence(what.server, event);
}

void Deafness::see(const history::ServerEnded& what, const history::Event& event) {
  silence(what.server, event);
}

void Deafness::see(const history::ListeningOpened& what, const history::Event& event) {
  ServerState& server = servers_.at(index(what.server));
  server.channels |= bit_of(what.channel);
  server.polls_are_answered = true;  // it was opened over a connection that just answered
  judge(server, event);
}

void Deafness::see(const history::ListeningClosed& what, const history::Event& event) {
  ServerState& server = servers_.at(index(what.server));
  server.channels &= ~bit_of(what.channel);
  judge(server, event);
}

void Deafness::polls_are_answered(history::ServerId id, bool answered,
                                  const history::Event& event) {
  ServerState& server = servers_.at(index(id));
  server.polls_are_answered = answered;
  judge(server, event);
}

void Deafness::see(const history::PollingStopped& what, const history::Event& event) {
  polls_are_answered(what.server, false, event);
}

void Deafness::see(const history::PollingResumed& what, const history::Event& event) {
  polls_are_answered(what.server, true, event);
}

void Deafness::see(const history::ServerListening& what, const history::Event& event) {
  const history::ClusterId id = servers_.at(index(what.server)).cluster;
  ClusterState& cluster = clusters_.at(index(id));
  if (cluster.counts) return;
  cluster.counts = true;
  if (cluster.hearing == 0) begin_deafness(id, event);
}

void Deafness::judge(ServerState& server, const history::Event& event) {
  const bool hears = server.channels != 0 && server.polls_are_answered;
  if (hears == server.hears) return;
  server.hears = hears;
  ClusterState& cluster = clusters_.at(index(server.cluster));
  if (hears) {
    if (++cluster.hearing == 1) end_deafness(server.cluster, event);
  } else {
    if (--cluster.hearing == 0) begin_deafness(server.cluster, event);
  }
}

void Deafness::begin_deafness(history::ClusterId id, const history::Event& event) {
  ClusterState& cluster = clusters_[index(id)];
  if (!cluster.is_nested || !cluster.counts) return;
  cluster.deaf = DeafInterval{id, event.at, std::nullopt, event.id, history::EventId::none};
}

void Deafness::end_deafness(history::ClusterId id, const history::Event& event) {
  ClusterState& cluster = clusters_[index(id)];
  if (!cluster.deaf) return;
  DeafInterval& interval = *cluster.deaf;
  interval.until = event.at;
  interval.ended_by = event.id;
  cluster.total += event.at - interval.from;
  if (event.at - interval.from >= noticeable_) past_.push_back(interval);
  cluster.deaf.reset();
}

/// Whether it is deaf now, for a noticeable time.
bool Deafness::lasts(const ClusterState& cluster) const {
  return cluster.deaf && now_ - cluster.deaf->from >= noticeable_;
}

std::vector<DeafInterval> Deafness::intervals() const {
  std::vector<DeafInterval> all = past_;
  for (const ClusterState& cluster : clusters_) {
    if (lasts(cluster)) all.push_back(*cluster.deaf);
  }
  std::ranges::sort(all, {}, [](const DeafInterval& each) {
    return std::tuple{each.from, each.cluster};
  });
  return all;
}

std::vector<DeafInterval> Deafness::intervals(history::ClusterId id) const {
  std::vector<DeafInterval> all;
  for (const DeafInterval& each : past_) {
    if (each.cluster == id) all.push_back(each);
  }
  const ClusterState& cluster = clusters_.at(index(id));
  if (lasts(cluster)) all.push_back(*cluster.deaf);
  return all;
}

bool Deafness::is_deaf(history::ClusterId cluster) const {
  return clusters_.at(index(cluster)).deaf.has_value();
}

history::Duration Deafness::total(history::ClusterId id) const {
  const ClusterState& cluster = clusters_.at(index(id));
  return cluster.total + (cluster.deaf ? now_ - cluster.deaf->from : history::Duration{});
}

}  // namespace spindrift::analysis
