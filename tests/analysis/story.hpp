#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "sim/history/history.hpp"

/// Histories made by hand, for analyses to look at.
namespace spindrift::analysis {

using namespace std::chrono_literals;
using history::Duration;
using history::EventId;
using history::Time;

class Story {
 public:
  /// Adds a cluster `name` with servers `name/1` … Upstreams first.
  Story& cluster(const std::string& name, std::size_t servers, std::string_view upstream = "");
  Story& observer(const std::string& name, history::ObserverKind kind, std::string_view cluster);

  /// Adds an event at that time, in the order of the calls, and returns its id.
  EventId at(Duration time, history::Payload what, EventId cause = EventId::none);

  /// Ends the story and shows it to a sink.
  void tell(Duration until, history::EventSink& sink);
  /// The same as a stored history.
  history::History history(Duration until);

  // ------------------------------------------------------------- words for payloads

  [[nodiscard]] history::ClusterId in(std::string_view name) const;
  [[nodiscard]] history::ServerId of(std::string_view name) const;
  [[nodiscard]] history::Key key(std::string_view text) const;

  /// The cluster's bundle gains that key.
  [[nodiscard]] history::BundleChanged lists(std::string_view cluster, std::string_view key,
                                             Duration not_after = 24h, bool tainted = false) const;
  /// The cluster's bundle loses that key.
  [[nodiscard]] history::BundleChanged drops(std::string_view cluster, std::string_view key,
                                             Duration not_after = 24h, bool tainted = false) const;
  [[nodiscard]] history::KeyPrepared prepares(
      std::string_view key, Duration issued_at, Duration not_after,
      history::PrepareReason reason = history::PrepareReason::next_due) const;
  [[nodiscard]] history::KeyActivated activates(
      std::string_view key, Duration not_after,
      history::ActivateReason reason = history::ActivateReason::threshold) const;
  [[nodiscard]] history::ServerSpawned spawns(std::string_view server) const;
  [[nodiscard]] history::ServerListening listens(std::string_view server) const;
  [[nodiscard]] history::ServerEnded ends(std::string_view server) const;
  [[nodiscard]] history::ListeningOpened opens(
      std::string_view server, history::Channel channel = history::Channel::jwt_stream) const;

 private:
  history::History history_;
};

}  // namespace spindrift::analysis
