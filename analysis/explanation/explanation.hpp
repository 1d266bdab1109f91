#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/divergence.hpp"
#include "analysis/healing.hpp"
#include "sim/history/history.hpp"

/// Why clusters miss keys, in words: walks on the graph of causes, not guesses.
namespace spindrift::analysis {

/// One thing that happened, or will, and the event that says so.
struct Step {
  std::optional<history::Time> at;
  std::string text;
  history::EventId event = history::EventId::none;
};

/// Where a missing key comes from.
struct KeyStory {
  history::Key key;
  history::Time published_at{};
  std::vector<Step> steps;        ///< who made it and why, when it was published and began to sign
  bool made_tokens_fail = false;  ///< tokens signed with it failed where it was missing
};

/// Why a cluster missed keys, and what ended that. One story for all keys that the cluster missed
/// for the same reason.
struct ClusterStory {
  history::ClusterId cluster = history::ClusterId::none;
  std::vector<MissingKey> missing;
  std::vector<Step> reasons;         ///< why it did not hear of them
  std::vector<Step> healing;         ///< what healed it, or will
  std::vector<Step> price;           ///< which tokens failed in it
  std::vector<history::Key> costly;  ///< the keys that signed them
};

struct Explanation {
  std::vector<KeyStory> keys;          ///< by key
  std::vector<ClusterStory> clusters;  ///< by cluster and time
  std::vector<Step> remarks;           ///< why nothing is missing, when nothing is
};

/// What an explanation is wanted of; what is empty restricts nothing.
struct ExplanationFilter {
  std::optional<history::ClusterId> cluster;
  std::optional<history::Key> key;
};

/// Explains every noticeable absence of a JWT key in a history, past and present.
[[nodiscard]] Explanation explain(const history::History& history,
                                  const ExplanationFilter& filter = {});

/// The explanation for people, each line with its time; ends with a line end.
[[nodiscard]] std::string to_text(const history::Topology& topology,
                                  const Explanation& explanation);

}  // namespace spindrift::analysis
