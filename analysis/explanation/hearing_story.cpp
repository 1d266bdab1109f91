#include "analysis/explanation/hearing_story.hpp"

#include <map>

#include <fmt/format.h>

#include "analysis/time_text.hpp"

namespace spindrift::analysis {
namespace {

using history::Channel;
using history::Event;
using history::EventId;
using history::ServerId;
using history::Time;

/// The life of a server's process as far as its hearing goes.
struct Life {
  const Event* spawned = nullptr;
  const Event* listening = nullptr;
  const Event* loaded = nullptr;  ///< its keys were loaded and one was activated
  const Event* opened = nullptr;  ///< the channel that carries JWT keys
  const Event* closed = nullptr;
  const Event* stopped_polling = nullptr;
  const Event* ended = nullptr;
};

class Lives {
 public:
  Lives(const history::History& history, Time moment) {
    for (const Event& event : history.events) {
      if (event.at > moment) break;
      event_ = &event;
      std::visit([this](const auto& what) { note(what); }, event.what);
    }
  }

  [[nodiscard]] Life of(ServerId server) const {
    const auto found = lives_.find(server);
    return found == lives_.end() ? Life{} : found->second;
  }

 private:
  void note(const history::ServerSpawned& what) {
    lives_[what.server] = {};
    lives_[what.server].spawned = event_;
  }
  void note(const history::ServerListening& what) { lives_[what.server].listening = event_; }
  void note(const history::ServerEnded& what) { lives_[what.server].ended = event_; }
  void note(const history::KeyActivated& what) {
    const bool is_loaded = what.reason == history::ActivateReason::loaded_at_start;
    if (is_loaded && what.key.type == history::KeyType::jwt) lives_[what.server].loaded = event_;
  }
  void note(const history::ListeningOpened& what) {
    if (what.channel == Channel::x509_stream) return;
    Life& life = lives_[what.server];
    life.opened = event_;
    life.closed = life.stopped_polling = nullptr;
  }
  void note(const history::ListeningClosed& what) {
    if (what.channel != Channel::x509_stream) lives_[what.server].closed = event_;
  }
  void note(const history::PollingStopped& what) { lives_[what.server].stopped_polling = event_; }
  void note(const history::PollingResumed& what) { lives_[what.server].stopped_polling = nullptr; }
  template <class Other>
  void note(const Other&) {}

  const Event* event_ = nullptr;
  std::map<ServerId, Life> lives_;
};

Step tell(const history::Topology& topology, ServerId id, const Life& life) {
  const std::string& server = topology.at(id).name;
  if (life.spawned == nullptr) return {{}, server + " had not been started", EventId::none};
  if (life.ended != nullptr) {
    return {life.ended->at,
            fmt::format("{} did not run: it had ended ({})", server,
                        std::get<history::ServerEnded>(life.ended->what).why),
            life.ended->id};
  }
  if (life.opened == nullptr) {
    const auto& version = std::get<history::ServerSpawned>(life.spawned->what).version;
    if (life.listening == nullptr) {
      return {life.spawned->at, fmt::format("{} was starting (SPIRE {})", server, version),
              life.spawned->id};
    }
    if (life.loaded != nullptr) {
      const auto& key = std::get<history::KeyActivated>(life.loaded->what).key;
      return {life.spawned->at,
              fmt::format("{} was last started (SPIRE {}) and found its keys: it goes on with {}, "
                          "published nothing, so no JWT stream was open (R11)",
                          server, version, to_string(topology, key)),
              life.loaded->id};
    }
    return {life.spawned->at,
            fmt::format("{} was last started (SPIRE {}) and opened no JWT stream since", server,
                        version),
            life.spawned->id};
  }
  const auto& opened = std::get<history::ListeningOpened>(life.opened->what);
  const std::string channel =
      opened.channel == Channel::subscription ? "subscription" : "JWT stream";
  if (life.closed != nullptr) {
    return {life.closed->at,
            fmt::format("{} lost its {}: {}", server, channel,
                        std::get<history::ListeningClosed>(life.closed->what).why),
            life.closed->id};
  }
  if (life.stopped_polling != nullptr) {
    return {
        life.stopped_polling->at,
        fmt::format("{} had its {} open, but its polls of the upstream failed: {} (R22)", server,
                    channel, std::get<history::PollingStopped>(life.stopped_polling->what).why),
        life.stopped_polling->id};
  }
  return {life.opened->at, fmt::format("{} listened by its {}", server, channel), life.opened->id};
}

}  // namespace

std::vector<Step> tell_hearing(const history::History& history, history::ClusterId cluster,
                               Time moment) {
  const Lives lives{history, moment};
  std::vector<Step> steps;
  for (const ServerId server : history.topology.at(cluster).servers) {
    steps.push_back(tell(history.topology, server, lives.of(server)));
  }
  return steps;
}

}  // namespace spindrift::analysis
