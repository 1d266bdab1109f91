#include <algorithm>

#include <fmt/format.h>

#include "analysis/explanation/explanation.hpp"
#include "analysis/explanation/names_list.hpp"
#include "analysis/time_text.hpp"

namespace spindrift::analysis {
namespace {

/// Wide enough for "1d02h03m04s".
constexpr int time_width = 12;

void append(std::string& text, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    text +=
        fmt::format("  {:>{}}  {}\n", step.at ? time_text(*step.at) : "", time_width, step.text);
  }
}

std::string heading(const history::Topology& topology, const ClusterStory& story) {
  std::vector<std::string> names;
  for (const MissingKey& each : story.missing) names.push_back(to_string(topology, each.key));
  const auto earliest = std::ranges::min_element(story.missing, {}, &MissingKey::since);
  const auto& until = story.missing.front().until;
  const std::string& cluster = topology.at(story.cluster).name;
  if (!until) {
    return fmt::format("{} misses {} since {}", cluster, listed(names, "keys"),
                       time_text(earliest->since));
  }
  return fmt::format("{} missed {} from {} until {}, for {}", cluster, listed(names, "keys"),
                     time_text(earliest->since), time_text(*until),
                     span_text(*until - earliest->since));
}

/// In full those that did harm; when none did, all of them.
void append_keys(std::string& text, const history::Topology& topology,
                 const std::vector<KeyStory>& keys) {
  const bool none_did = std::ranges::none_of(keys, &KeyStory::made_tokens_fail);
  std::vector<std::string> harmless;
  text += "Where the keys come from\n";
  for (const KeyStory& story : keys) {
    if (!none_did && !story.made_tokens_fail) {
      harmless.push_back(to_string(topology, story.key));
      continue;
    }
    text += fmt::format("\n{}\n", to_string(topology, story.key));
    append(text, story.steps);
  }
  if (!harmless.empty()) {
    text += fmt::format("\nMissing as well, but no token failed for it: {}\n",
                        listed(harmless, "keys"));
  }
}

}  // namespace

std::string to_text(const history::Topology& topology, const Explanation& explanation) {
  std::string text;
  if (explanation.clusters.empty()) {
    text += "Nothing that was asked about was missing for a minute or longer.\n";
    append(text, explanation.remarks);
    return text;
  }
  for (const ClusterStory& story : explanation.clusters) {
    text += heading(topology, story) + "\n\n";
    text += "  Why it did not hear of it\n";
    append(text, story.reasons);
    text += story.missing.front().until ? "  What healed it\n" : "  What will heal it\n";
    append(text, story.healing);
    text += "  What it cost\n";
    append(text, story.price);
    text += '\n';
  }
  append_keys(text, topology, explanation.keys);
  return text;
}

}  // namespace spindrift::analysis
