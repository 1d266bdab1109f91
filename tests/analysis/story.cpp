#include "tests/analysis/story.hpp"

#include <stdexcept>

namespace spindrift::analysis {

using history::ClusterId;
using history::Key;
using history::ServerId;

Story& Story::cluster(const std::string& name, std::size_t servers, std::string_view upstream) {
  history::Topology& topology = history_.topology;
  const ClusterId id{static_cast<std::uint32_t>(topology.clusters.size())};
  history::Cluster added{name, topology.find_cluster(upstream), {}};
  for (std::size_t place = 1; place <= servers; ++place) {
    added.servers.push_back(ServerId{static_cast<std::uint32_t>(topology.servers.size())});
    topology.servers.push_back({name + '/' + std::to_string(place), id});
  }
  topology.clusters.push_back(std::move(added));
  return *this;
}

Story& Story::observer(const std::string& name, history::ObserverKind kind,
                       std::string_view cluster) {
  history_.topology.observers.push_back(
      {name, kind, in(cluster), ServerId::none, history::ObserverId::none});
  return *this;
}

EventId Story::at(Duration time, history::Payload what, EventId cause) {
  if (!history_.events.empty() && Time{time} < history_.events.back().at) {
    throw std::logic_error{"a story's times never fall"};
  }
  const EventId id{history_.events.size() + 1};
  history_.events.push_back({id, cause, Time{time}, std::move(what)});
  return id;
}

void Story::tell(Duration until, history::EventSink& sink) {
  history::replay(history(until), sink);
}

history::History Story::history(Duration until) {
  history::History whole = history_;
  whole.scenario = "by hand";
  whole.events.push_back(
      {EventId{whole.events.size() + 1}, EventId::none, Time{until}, history::HistoryEnded{}});
  return whole;
}

ClusterId Story::in(std::string_view name) const { return history_.topology.find_cluster(name); }
ServerId Story::of(std::string_view name) const { return history_.topology.find_server(name); }
Key Story::key(std::string_view text) const { return parse_key(history_.topology, text); }

history::BundleChanged Story::lists(std::string_view cluster, std::string_view key_text,
                                    Duration not_after, bool tainted) const {
  history::BundleChanged change;
  change.cluster = in(cluster);
  change.added = {{key(key_text), Time{not_after}, tainted}};
  return change;
}

history::BundleChanged Story::drops(std::string_view cluster, std::string_view key_text,
                                    Duration not_after, bool tainted) const {
  history::BundleChanged change;
  change.cluster = in(cluster);
  change.removed = {{key(key_text), Time{not_after}, tainted}};
  return change;
}

history::KeyPrepared Story::prepares(std::string_view key_text, Duration issued_at,
                                     Duration not_after, history::PrepareReason reason) const {
  const Key prepared = key(key_text);
  return {prepared.maker, prepared, history::Slot::a, Time{issued_at}, Time{not_after}, reason, {}};
}

history::KeyActivated Story::activates(std::string_view key_text, Duration not_after,
                                       history::ActivateReason reason) const {
  const Key activated = key(key_text);
  return {activated.maker, activated, history::Slot::a, Time{not_after}, reason};
}

history::ServerSpawned Story::spawns(std::string_view server) const {
  return {of(server), "1.10.4"};
}
history::ServerListening Story::listens(std::string_view server) const { return {of(server)}; }
history::ServerEnded Story::ends(std::string_view server) const {
  return {of(server), false, "restart"};
}
history::ListeningOpened Story::opens(std::string_view server, history::Channel channel) const {
  return {of(server), channel};
}

}  // namespace spindrift::analysis
