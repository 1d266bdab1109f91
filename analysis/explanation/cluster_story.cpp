#include "analysis/explanation/cluster_story.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "analysis/explanation/hearing_story.hpp"
#include "analysis/explanation/names_list.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::analysis {

using history::ClusterId;
using history::Event;
using history::EventId;
using history::Time;

std::vector<ClusterStory> ClusterStories::of(std::vector<MissingKey> missing) const {
  // The same reason: the same deafness, loss or upstream; the same end.
  using Reason = std::tuple<ClusterId, Time, EventId, bool, std::optional<Time>>;
  std::map<Reason, std::vector<MissingKey>> groups;
  for (const MissingKey& each : missing) {
    const DeafInterval* const deaf = deafness_at(each.cluster, each.since);
    const Time from = deaf != nullptr ? deaf->from : each.since;
    groups[{each.cluster, from, each.lost_by, missed_above(each), each.until}].push_back(each);
  }
  std::vector<ClusterStory> stories;
  for (auto& [reason, group] : groups) stories.push_back(tell(std::move(group)));
  return stories;
}

const DeafInterval* ClusterStories::deafness_at(ClusterId cluster, Time moment) const {
  const auto found = std::ranges::find_if(deaf_, [&](const DeafInterval& each) {
    return each.cluster == cluster && each.from <= moment && (!each.until || moment < *each.until);
  });
  return found == deaf_.end() ? nullptr : &*found;
}

/// Whether the cluster's upstream missed that key at the same time.
bool ClusterStories::missed_above(const MissingKey& missing) const {
  const ClusterId upstream = history_.topology.at(missing.cluster).upstream;
  const auto same = [&](const MissingKey& each) {
    return each.cluster == upstream && each.key == missing.key && each.since <= missing.since &&
           (!each.until || missing.since < *each.until);
  };
  const auto present = observed_.divergence.present();
  return std::ranges::any_of(observed_.divergence.past(), same) ||
         std::ranges::any_of(present, same);
}

ClusterStory ClusterStories::tell(std::vector<MissingKey> group) const {
  ClusterStory story;
  story.cluster = group.front().cluster;
  story.missing = std::move(group);
  tell_reasons(story);
  tell_healing(story);
  tell_price(story);
  return story;
}

void ClusterStories::tell_reasons(ClusterStory& story) const {
  const MissingKey& first = *std::ranges::min_element(story.missing, {}, &MissingKey::since);
  const std::string& cluster = history_.topology.at(story.cluster).name;
  if (first.lost_by != EventId::none) {
    std::string text = "it had listed them, and they were deleted from its bundle while valid";
    const auto action = causes_.nearest_cause(first.lost_by, [](const Event& event) {
      return std::holds_alternative<history::ActionTaken>(event.what);
    });
    if (action) {
      const auto& taken = std::get<history::ActionTaken>(causes_.event(*action).what);
      text += ": " + action_text(history_.topology, taken);
    }
    story.reasons.push_back({first.since, text, first.lost_by});
    return;
  }
  if (missed_above(first)) {
    const ClusterId upstream = history_.topology.at(story.cluster).upstream;
    story.reasons.push_back({first.since,
                             fmt::format("its upstream {} did not list them either",
                                         history_.topology.at(upstream).name),
                             EventId::none});
  }
  for (Step& step : tell_hearing(history_, story.cluster, first.since)) {
    story.reasons.push_back(std::move(step));
  }
  std::ranges::stable_sort(story.reasons, {},
                           [](const Step& step) { return step.at.value_or(Time::min()); });
  if (const DeafInterval* const deaf = deafness_at(story.cluster, first.since)) {
    story.reasons.push_back({deaf->from,
                             fmt::format("from then on {} was deaf: none of its servers heard of "
                                         "other clusters' keys",
                                         cluster),
                             deaf->began_by});
  } else if (story.reasons.empty() || !missed_above(first)) {
    story.reasons.push_back({first.since,
                             fmt::format("{} was not deaf: the list came late, or could not be "
                                         "stored when it came and was not sent again (R11)",
                                         cluster),
                             EventId::none});
  }
}

void ClusterStories::tell_healing(ClusterStory& story) const {
  const MissingKey& first = story.missing.front();
  if (first.until) {
    if (first.ended_by == EventId::none) {
      story.healing.push_back(
          {*first.until, "they were missing until they expired", EventId::none});
    } else {
      story.healing.push_back(seen_healing(causes_.event(first.ended_by)));
    }
    return;
  }
  const auto healing = healing_of(observed_, story.cluster);
  if (healing && healing->is_predicted) {
    story.healing.push_back(expected_healing(*healing));
  } else {
    story.healing.push_back({std::nullopt,
                             "nothing that is known of its servers will heal it by itself",
                             EventId::none});
  }
}

Step ClusterStories::seen_healing(const Event& change) const {
  const auto is_telling = [&](const Event& event) {
    const auto* const generated = std::get_if<history::KeyGenerated>(&event.what);
    return std::holds_alternative<history::ListForwarded>(event.what) ||
           (generated != nullptr && generated->key.type == history::KeyType::jwt);
  };
  const auto by = std::get<history::BundleChanged>(change.what).by;
  const std::string server =
      by == history::ServerId::none ? "a server" : history_.topology.at(by).name;
  const auto cause = causes_.nearest_cause(change.id, is_telling);
  std::string text = fmt::format("{} stored the upstream's list", server);
  if (cause) {
    const Event& event = causes_.event(*cause);
    if (const auto* const generated = std::get_if<history::KeyGenerated>(&event.what)) {
      const Event* const prepared = keys_.preparation_of(generated->key);
      text = fmt::format(
          "{} published its next key, {}, and got the whole list with the answer "
          "(R10)",
          history_.topology.at(generated->server).name,
          to_string(history_.topology, generated->key));
      if (prepared != nullptr) {
        const auto reason = std::get<history::KeyPrepared>(prepared->what).reason;
        if (reason == history::PrepareReason::next_due)
          text += ": " + keys_.threshold_of(*prepared);
        if (reason == history::PrepareReason::by_hand) text += ", prepared by hand (R18)";
        if (reason == history::PrepareReason::no_current_key) text += ": it had none (R8a)";
      }
    } else {
      text = fmt::format("{}, which listened, was sent a changed list and stored it (R11)", server);
    }
  }
  return {change.at, text, change.id};
}

Step ClusterStories::expected_healing(const Healing& healing) const {
  const NextPreparation& next = *healing.by;
  const std::string server = history_.topology.at(next.server).name;
  std::string text = fmt::format(
      "{} will prepare its next key and get the whole list with the answer: the life "
      "of {} reaches its preparation threshold at {} (R8b)",
      server, to_string(history_.topology, next.judged_by), time_text(next.threshold));
  if (next.next_is_prepared) {
    text = fmt::format(
        "{} will prepare its next key and get the whole list with the answer, once "
        "{} has become its current key and is due itself, after {} (R8)",
        server, to_string(history_.topology, next.judged_by), time_text(next.threshold));
  }
  return {healing.at, text, EventId::none};
}

void ClusterStories::tell_price(ClusterStory& story) const {
  for (const FailingTokens& each : failing_.intervals()) {
    const Verifier& verifier = failing_.verifiers()[each.verifier];
    if (verifier.cluster != story.cluster) continue;
    const auto missing = std::ranges::find(story.missing, each.key, &MissingKey::key);
    if (missing == story.missing.end()) continue;
    const bool overlaps = (!each.until || missing->since <= *each.until) &&
                          (!missing->until || each.from <= *missing->until);
    if (!overlaps) continue;
    story.costly.push_back(each.key);
    story.price.push_back({each.from,
                           fmt::format("tokens signed with {} failed at {} {}",
                                       to_string(history_.topology, each.key), verifier.name,
                                       each.until ? "until " + time_text(*each.until)
                                                  : "and did so when the history ended"),
                           EventId::none});
  }
  if (story.price.empty()) {
    story.price.push_back(
        {std::nullopt, "no token failed: none of the keys signed meanwhile", EventId::none});
  }
}

}  // namespace spindrift::analysis
