#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/history/digest.hpp"
#include "sim/history/history.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::model {

/// One event of a known type, and when it happened.
template <class What>
struct Happened {
  kernel::Time at;
  What what;
};

/// Keeps a history and answers questions about it.
class Recorder final : public history::EventSink {
 public:
  void begin(const history::Topology& topology) override { topology_ = topology; }
  void on_event(const history::Event& event) override { events_.push_back(event); }

  [[nodiscard]] const std::vector<history::Event>& events() const { return events_; }
  [[nodiscard]] const history::Topology& topology() const { return topology_; }
  [[nodiscard]] std::string digest() const {
    history::Digest digest;
    digest.begin(topology_);
    for (const history::Event& event : events_) digest.on_event(event);
    return digest.hex();
  }
  [[nodiscard]] history::Key key(std::string_view text) const {
    return history::parse_key(topology_, text);
  }

  /// The events of a type for which `wanted` holds, in order.
  template <class What, class Wanted>
  [[nodiscard]] std::vector<Happened<What>> where(const Wanted& wanted) const {
    std::vector<Happened<What>> found;
    for (const history::Event& event : events_) {
      const What* const what = std::get_if<What>(&event.what);
      if (what != nullptr && wanted(*what)) found.push_back({event.at, *what});
    }
    return found;
  }
  template <class What>
  [[nodiscard]] std::vector<Happened<What>> all() const {
    return where<What>([](const What&) { return true; });
  }
  /// The events of a type of one server.
  template <class What>
  [[nodiscard]] std::vector<Happened<What>> of(std::string_view server) const {
    const history::ServerId id = topology_.find_server(server);
    return where<What>([id](const What& what) { return what.server == id; });
  }
  /// The events of a type about keys of one type of one server.
  template <class What>
  [[nodiscard]] std::vector<Happened<What>> of(std::string_view server,
                                               history::KeyType type) const {
    const history::ServerId id = topology_.find_server(server);
    return where<What>(
        [&](const What& what) { return what.server == id && what.key.type == type; });
  }
  template <class What>
  [[nodiscard]] std::vector<Happened<What>> of_cluster(std::string_view cluster) const {
    const history::ClusterId id = topology_.find_cluster(cluster);
    return where<What>([id](const What& what) { return what.cluster == id; });
  }

  /// When the `life`-th process of a server began to listen, counted from 1 among those that did.
  [[nodiscard]] kernel::Time listening(std::string_view server, std::size_t life = 1) const {
    return of<history::ServerListening>(server).at(life - 1).at;
  }

  /// What a cluster's bundle lists of a type at a moment, in the order of its list.
  [[nodiscard]] std::vector<history::BundleRecord> bundle(
      std::string_view cluster, kernel::Time at,
      history::KeyType type = history::KeyType::jwt) const {
    std::vector<history::BundleRecord> list;
    for (const auto& change : of_cluster<history::BundleChanged>(cluster)) {
      if (change.at > at) break;
      for (const auto& gone : change.what.removed) std::erase(list, gone);
      for (const auto& added : change.what.added) {
        if (added.key.type == type) list.push_back(added);
      }
    }
    return list;
  }
  [[nodiscard]] bool lists(std::string_view cluster, std::string_view key_text,
                           kernel::Time at) const {
    const history::Key wanted = key(key_text);
    const auto list = bundle(cluster, at, wanted.type);
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& record) { return record.key == wanted; });
  }

  /// How many KMS calls of a name a server made.
  [[nodiscard]] std::size_t kms_calls(std::string_view server, std::string_view call) const {
    const history::ServerId id = topology_.find_server(server);
    return where<history::KmsCalled>([&](const history::KmsCalled& made) {
             return made.server == id && made.call == call;
           })
        .size();
  }

 private:
  history::Topology topology_;
  std::vector<history::Event> events_;
};

}  // namespace spindrift::model
