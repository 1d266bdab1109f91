#pragma once

#include <string>
#include <utility>

#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// A history made by hand: clusters root (root/1, root/2) and A below it (A/1), agent-A, and a
/// discovery provider beside A/1. Things happen in the order in which they are told.
class Tale {
 public:
  static constexpr history::ServerId root_1{0};
  static constexpr history::ServerId root_2{1};
  static constexpr history::ServerId a_1{2};
  static constexpr history::ClusterId root{0};
  static constexpr history::ClusterId a{1};
  static constexpr history::ObserverId agent{0};
  static constexpr history::ObserverId provider{1};

  Tale() {
    using history::ObserverKind;
    history::Topology& topology = history_.topology;
    topology.clusters = {{"root", history::ClusterId::none, {root_1, root_2}}, {"A", root, {a_1}}};
    topology.servers = {{"root/1", root}, {"root/2", root}, {"A/1", a}};
    topology.observers = {{"agent-A", ObserverKind::agent, a},
                          {"oidc", ObserverKind::discovery_provider, a, a_1}};
    history_.scenario = "tale";
  }

  static history::Key jwt(history::ServerId maker, std::uint32_t number) {
    return {maker, history::KeyType::jwt, number};
  }
  static history::Key x509(history::ServerId maker, std::uint32_t number) {
    return {maker, history::KeyType::x509, number};
  }

  Tale& at(history::Duration when, history::Payload what, std::uint64_t cause = 0) {
    const history::EventId id{history_.events.size() + 1};
    history_.events.push_back({id, history::EventId{cause}, history::Time{when}, std::move(what)});
    return *this;
  }
  Tale& lists(history::Duration when, history::ClusterId cluster, std::vector<history::Key> keys) {
    history::BundleChanged change;
    change.cluster = cluster;
    for (const history::Key& key : keys) change.added.push_back({key, history::Time{}, false});
    return at(when, std::move(change));
  }
  Tale& drops(history::Duration when, history::ClusterId cluster, history::Key key) {
    history::BundleChanged change;
    change.cluster = cluster;
    change.removed.push_back({key, history::Time{}, false});
    return at(when, std::move(change));
  }
  Tale& calls(history::Duration when, history::ServerId server, std::string call,
              history::Key key = {}, std::int32_t status = 200) {
    return at(when, history::KmsCalled{server, std::move(call), key, "", status, {}});
  }

  /// The whole, ended at that moment.
  [[nodiscard]] history::History until(history::Duration end) const {
    Tale whole = *this;
    whole.at(end, history::HistoryEnded{});
    return whole.history_;
  }

 private:
  history::History history_;
};

}  // namespace spindrift::analysis
