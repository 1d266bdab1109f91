#include "tests/cli/regional_story.hpp"

namespace spindrift::cli {

using namespace std::chrono_literals;
using analysis::Story;
using history::ActivateReason;
using history::EventId;
using history::PrepareReason;

namespace {

/// A first start: no journal, a key that signs at once, published at the root.
EventId start_with_new_key(Story& story, history::Duration at, const std::string& server,
                           const std::string& key, EventId cause) {
  const history::Duration not_after = at + 24h;
  EventId last = story.at(at, story.spawns(server), cause);
  last = story.at(at, history::JournalLoaded{story.of(server), false, 0, 0}, last);
  const history::Key made = story.key(key);
  last = story.at(at, history::KeyGenerated{made.maker, made, history::Slot::a}, last);
  last = story.at(at, story.lists("root", key, not_after), last);
  if (!server.starts_with("root")) {
    last = story.at(at, story.lists(server.substr(0, server.find('/')), key, not_after), last);
    last = story.at(at, story.opens(server), last);
  }
  last = story.at(at, story.prepares(key, at, not_after, PrepareReason::no_current_key), last);
  last = story.at(at, story.activates(key, not_after, ActivateReason::no_current_key), last);
  return story.at(at + 1s, story.listens(server), last);
}

void restart_with_keys(Story& story, history::Duration at) {
  EventId last =
      story.at(at, history::ActionTaken{"restart", story.of("B/1"), history::ClusterId::none,
                                        history::ObserverId::none, ""});
  last = story.at(at, story.ends("B/1"), last);
  last = story.at(at, story.spawns("B/1"), last);
  last = story.at(at + 1s, history::JournalLoaded{story.of("B/1"), true, 1, 1}, last);
  last = story.at(at + 1s, story.activates("B/1#1", 24h, ActivateReason::loaded_at_start), last);
  story.at(at + 2s, story.listens("B/1"), last);
}

}  // namespace

Story regional_story(bool heals) {
  Story story;
  story.cluster("root", 1).cluster("A", 1, "root").cluster("B", 1, "root");
  history::Duration start{};
  for (const char* const server : {"root/1", "A/1", "B/1"}) {
    start_with_new_key(story, start, server, std::string{server} + "#1", EventId::none);
    start += 1s;
  }
  for (const char* const cluster : {"root", "A", "B"}) {
    for (const char* const key : {"root/1#1", "A/1#1", "B/1#1"}) {
      const bool has_own = std::string_view{key}.starts_with(cluster);
      const bool is_root = std::string_view{cluster} == "root";
      if (!has_own && !is_root) story.at(4s, story.lists(cluster, key));
    }
  }
  restart_with_keys(story, 1h);
  const EventId replaced =
      story.at(2h, history::ActionTaken{"replace", story.of("A/1"), history::ClusterId::none,
                                        history::ObserverId::none, ""});
  start_with_new_key(story, 2h, "A/1", "A/1#2", story.at(2h, story.ends("A/1"), replaced));
  if (!heals) return story;

  const history::Key made = story.key("B/1#2");
  EventId last = story.at(12h + 12s, history::KeyGenerated{made.maker, made, history::Slot::b});
  last = story.at(12h + 12s, story.lists("root", "B/1#2", 36h), last);
  history::BundleChanged whole_list = story.lists("B", "A/1#2", 26h);
  whole_list.by = made.maker;
  whole_list.added.push_back(story.lists("B", "B/1#2", 36h).added.front());
  last = story.at(12h + 12s, whole_list, last);
  last = story.at(12h + 12s, story.opens("B/1"), last);
  story.at(12h + 12s, story.prepares("B/1#2", 12h + 12s, 36h + 12s), last);
  story.at(12h + 17s, story.lists("A", "B/1#2", 36h));
  return story;
}

}  // namespace spindrift::cli
