#include "sim/history/recording/causes.hpp"

#include <map>

namespace spindrift::history {
namespace {

/// Walks a history and remembers what may be the cause of what comes.
class Detective {
 public:
  explicit Detective(const Topology& topology) : topology_{topology} {}

  EventId cause_of(const Event& event) {
    const EventId cause =
        std::visit([&](const auto& what) { return look(what, event.id); }, event.what);
    return cause;
  }

 private:
  [[nodiscard]] EventId last_of(ServerId server) const { return found(last_of_server_, server); }

  template <class Name>
  static EventId found(const std::map<Name, EventId>& events, const Name& name) {
    const auto event = events.find(name);
    return event == events.end() ? EventId::none : event->second;
  }

  /// What a server did last leads to what it does next, unless something better is known.
  EventId follow(ServerId server, EventId id, EventId better = EventId::none) {
    const EventId last = last_of(server);
    last_of_server_[server] = id;
    return better == EventId::none ? last : better;
  }

  EventId look(const ActionTaken& what, EventId id) {
    if (what.server != ServerId::none) last_of_server_[what.server] = id;
    if (what.cluster != ClusterId::none) last_of_cluster_[what.cluster] = id;
    return EventId::none;
  }
  EventId look(const ServerSpawned& what, EventId id) { return follow(what.server, id); }
  EventId look(const ServerListening& what, EventId id) { return follow(what.server, id); }
  EventId look(const ServerEnded& what, EventId id) { return follow(what.server, id); }
  EventId look(const JournalLoaded& what, EventId id) { return follow(what.server, id); }
  EventId look(const PrepareFailed& what, EventId id) {
    return follow(what.server, id, found(of_key_, what.key));
  }
  EventId look(const KeyGenerated& what, EventId id) {
    of_key_[what.key] = id;
    return follow(what.server, id);
  }
  EventId look(const KeyPrepared& what, EventId id) {
    const EventId cause = follow(what.server, id, found(of_key_, what.key));
    of_key_[what.key] = id;
    return cause;
  }
  EventId look(const KeyActivated& what, EventId id) {
    const EventId cause = follow(what.server, id, found(of_key_, what.key));
    of_key_[what.key] = id;
    return cause;
  }
  EventId look(const KeyRetired& what, EventId) { return last_of(what.server); }
  EventId look(const JournalSaved& what, EventId) { return last_of(what.server); }
  EventId look(const ListeningOpened& what, EventId) { return last_of(what.server); }
  EventId look(const ListeningClosed& what, EventId) { return last_of(what.server); }
  EventId look(const KmsCalled& what, EventId) {
    return what.key.exists() ? found(of_key_, what.key) : last_of(what.server);
  }

  EventId look(const BundleChanged& what, EventId id) {
    EventId cause = EventId::none;
    for (const BundleRecord& record : what.added) {
      const ClusterId home = topology_.at(record.key.maker).cluster;
      const ClusterId upstream = topology_.at(what.cluster).upstream;
      // A downstream list follows from the one above it; at the top the maker's key is the cause.
      const EventId above = upstream == ClusterId::none
                                ? EventId::none
                                : found(lists_, std::pair{upstream, record.key});
      const EventId own = found(of_key_, record.key);
      const EventId this_one = above != EventId::none || home != what.cluster ? above : own;
      const EventId best = this_one == EventId::none ? own : this_one;
      if (number(best) > number(cause)) cause = best;
      lists_[{what.cluster, record.key}] = id;
    }
    if (what.added.empty()) cause = found(last_of_cluster_, what.cluster);
    // Who waits for this append goes on from here.
    for (const BundleRecord& record : what.added) of_key_[record.key] = id;
    return cause;
  }

  EventId look(const KeySetChanged& what, EventId) {
    EventId cause = EventId::none;
    const ClusterId cluster = topology_.at(what.observer).cluster;
    for (const Key& key : what.added) {
      const EventId listed = found(lists_, std::pair{cluster, key});
      if (number(listed) > number(cause)) cause = listed;
    }
    return cause;
  }

  template <class Other>
  EventId look(const Other&, EventId) {
    return EventId::none;
  }

  const Topology& topology_;
  std::map<ServerId, EventId> last_of_server_;
  std::map<ClusterId, EventId> last_of_cluster_;
  std::map<Key, EventId> of_key_;
  std::map<std::pair<ClusterId, Key>, EventId> lists_;
};

}  // namespace

void find_causes(History& history) {
  Detective detective{history.topology};
  for (Event& event : history.events) event.cause = detective.cause_of(event);
}

}  // namespace spindrift::history
