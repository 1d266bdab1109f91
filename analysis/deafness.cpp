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

/// What an event says of one server's hearing.
template <class State>
struct Listener {
  std::vector<State>& servers;
  State* changed = nullptr;

  State& at(history::ServerId id) { return *(changed = &servers.at(index(id))); }

  void operator()(const history::ServerSpawned& what) { silence(at(what.server)); }
  void operator()(const history::ServerEnded& what) { silence(at(what.server)); }
  void operator()(const history::ListeningOpened& what) {
    State& server = at(what.server);
    server.channels |= bit_of(what.channel);
    server.polls_are_answered = true;  // it was opened over a connection that just answered
  }
  void operator()(const history::ListeningClosed& what) {
    at(what.server).channels &= ~bit_of(what.channel);
  }
  void operator()(const history::PollingStopped& what) {
    at(what.server).polls_are_answered = false;
  }
  void operator()(const history::PollingResumed& what) {
    at(what.server).polls_are_answered = true;
  }
  template <class Other>
  void operator()(const Other&) {}

  static void silence(State& server) {
    server.channels = 0;
    server.polls_are_answered = true;
  }
};

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

void Deafness::on_event(const history::Event& event) {
  now_ = event.at;
  Listener<ServerState> listener{servers_};
  std::visit(listener, event.what);
  if (listener.changed != nullptr) judge(*listener.changed, event);
  if (const auto* const listening = std::get_if<history::ServerListening>(&event.what)) {
    const history::ClusterId id = servers_.at(index(listening->server)).cluster;
    ClusterState& cluster = clusters_.at(index(id));
    if (!cluster.counts) {
      cluster.counts = true;
      if (cluster.hearing == 0) begin_deafness(id, event);
    }
  }
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
