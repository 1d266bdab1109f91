#include "analysis/explanation/key_story.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "analysis/time_text.hpp"

namespace spindrift::analysis {

using history::Event;
using history::EventId;
using history::Key;
using history::KeyActivated;
using history::KeyPrepared;
using history::PrepareReason;
using history::Time;

std::string KeyStories::name(history::ServerId server) const {
  return history_.topology.at(server).name;
}
std::string KeyStories::name(const Key& key) const { return to_string(history_.topology, key); }

const Event* KeyStories::preparation_of(const Key& key) const {
  const auto found = std::ranges::find_if(history_.events, [&](const Event& event) {
    const auto* const prepared = std::get_if<KeyPrepared>(&event.what);
    return prepared != nullptr && prepared->key == key;
  });
  return found == history_.events.end() ? nullptr : &*found;
}

KeyStory KeyStories::of(const MissingKey& missing) const {
  KeyStory story{missing.key, missing.published_at, {}};
  const Event* const prepared = preparation_of(missing.key);
  if (prepared != nullptr) {
    if (std::get<KeyPrepared>(prepared->what).reason == PrepareReason::no_current_key) {
      tell_start(*prepared, story.steps);
    }
    tell_preparation(*prepared, story.steps);
  }
  story.steps.push_back({missing.published_at,
                         fmt::format("it was published: {} was the first to list it",
                                     history_.topology.at(missing.published_in).name),
                         missing.published_by});
  if (prepared == nullptr) {
    story.steps.push_back(
        {std::nullopt,
         fmt::format("{} failed to prepare it: it will never sign (R9)", name(missing.key.maker)),
         history::EventId::none});
  }
  tell_activation(missing.key, story.steps);
  std::ranges::stable_sort(story.steps, {}, [](const Step& step) {
    return step.event == EventId::none ? EventId{~std::uint64_t{0}} : step.event;
  });
  return story;
}

/// What led to a key that a server had to make since it had none: told from the causes.
void KeyStories::tell_start(const Event& prepared, std::vector<Step>& steps) const {
  const history::ServerId server = std::get<KeyPrepared>(prepared.what).server;
  const auto loads = [server](const Event& event) {
    const auto* const loaded = std::get_if<history::JournalLoaded>(&event.what);
    return loaded != nullptr && loaded->server == server;
  };
  // Recordings do not say what led to a preparation: there it is the start before it.
  std::optional<history::EventId> load = causes_.nearest_cause(prepared.id, loads);
  for (const Event& event : history_.events) {
    if (event.id >= prepared.id) break;
    if (loads(event) && (!load || event.id > *load)) load = event.id;
  }
  if (!load) return;
  for (const history::EventId id : causes_.causes_of(*load)) {
    const Event& event = causes_.event(id);
    if (const auto* const action = std::get_if<history::ActionTaken>(&event.what)) {
      steps.push_back({event.at, action_text(history_.topology, *action), id});
    } else if (const auto* const ended = std::get_if<history::ServerEnded>(&event.what)) {
      if (!ended->by_itself || ended->server != server) continue;
      steps.push_back(
          {event.at, fmt::format("{} ended by itself: {}", name(server), ended->why), id});
    } else if (const auto* const spawned = std::get_if<history::ServerSpawned>(&event.what)) {
      if (spawned->server != server) continue;
      steps.push_back(
          {event.at, fmt::format("{} started, SPIRE {}", name(server), spawned->version), id});
    } else if (const auto* const loaded = std::get_if<history::JournalLoaded>(&event.what)) {
      if (loaded->server != server) continue;
      steps.push_back({event.at,
                       loaded->found ? "it found its journal, but no JWT key in it that it can "
                                       "still use (R3, R4)"
                                     : "it found no journal for the keys that it holds, so it "
                                       "begins without any (R2)",
                       id});
    }
  }
}

void KeyStories::tell_preparation(const Event& event, std::vector<Step>& steps) const {
  const auto& prepared = std::get<KeyPrepared>(event.what);
  switch (prepared.reason) {
    case PrepareReason::no_current_key:
      steps.push_back({event.at,
                       fmt::format("{} prepared {}, as it had no current JWT key (R8a)",
                                   name(prepared.server), name(prepared.key)),
                       event.id});
      break;
    case PrepareReason::next_due:
      steps.push_back({event.at,
                       fmt::format("{} prepared {}: {}", name(prepared.server), name(prepared.key),
                                   threshold_of(event)),
                       event.id});
      break;
    case PrepareReason::by_hand:
      steps.push_back({event.at,
                       fmt::format("an operator had {} prepare {} by hand (R18)",
                                   name(prepared.server), name(prepared.key)),
                       event.id});
      break;
  }
}

std::string KeyStories::threshold_of(const Event& event) const {
  const auto& prepared = std::get<KeyPrepared>(event.what);
  // The key that signed when this one was prepared, and when that one was issued.
  Key current;
  for (const Event& earlier : history_.events) {
    if (earlier.id >= event.id) break;
    const auto* const activated = std::get_if<KeyActivated>(&earlier.what);
    if (activated == nullptr || activated->server != prepared.server) continue;
    if (activated->key.type == prepared.key.type) current = activated->key;
  }
  const Event* const made = current.exists() ? preparation_of(current) : nullptr;
  if (made == nullptr) return "its current key was past its preparation threshold (R8b)";
  const auto& of_current = std::get<KeyPrepared>(made->what);
  constexpr history::Duration cap = std::chrono::hours{30 * 24};
  const history::Duration lead = std::min((of_current.not_after - of_current.issued_at) / 2, cap);
  return fmt::format("{} had {} left to live, and a key is prepared when less than {} are (R8b)",
                     name(current), span_text(of_current.not_after - event.at), span_text(lead));
}

void KeyStories::tell_activation(const Key& key, std::vector<Step>& steps) const {
  const auto found = std::ranges::find_if(history_.events, [&](const Event& event) {
    const auto* const activated = std::get_if<KeyActivated>(&event.what);
    return activated != nullptr && activated->key == key;
  });
  if (found == history_.events.end()) {
    steps.push_back(
        {std::nullopt, "it signed nothing while this history lasted", history::EventId::none});
    return;
  }
  const auto& activated = std::get<KeyActivated>(found->what);
  const bool at_once = activated.reason == history::ActivateReason::no_current_key;
  steps.push_back({found->at,
                   at_once ? fmt::format("{} signs with it at once, with no time for it to spread",
                                         name(activated.server))
                           : fmt::format("{} signs with it", name(activated.server)),
                   found->id});
}

std::string action_text(const history::Topology& topology, const history::ActionTaken& action) {
  std::string whom;
  if (action.server != history::ServerId::none) whom = topology.at(action.server).name;
  if (action.cluster != history::ClusterId::none) whom = topology.at(action.cluster).name;
  std::string text = fmt::format("an operator's action: {} {}", action.action, whom);
  if (action.action == "replace") text = fmt::format("{} was replaced: its disk was lost", whom);
  if (action.action == "restart") text = fmt::format("{} was restarted, its disk kept", whom);
  if (action.action == "crash_restart") text = fmt::format("{} crashed, its disk kept", whom);
  if (action.action == "lose_disk") text = fmt::format("{} lost its disk", whom);
  if (!action.detail.empty()) text += fmt::format(" ({})", action.detail);
  return text;
}

}  // namespace spindrift::analysis
