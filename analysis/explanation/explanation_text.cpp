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
    return fmt::format("{} misses {} since {}", cluster, listed(names), time_text(earliest->since));
  }
  return fmt::format("{} missed {} from {} until {}, for {}", cluster, listed(names),
                     time_text(earliest->since), time_text(*until),
                     span_text(*until - earliest->since));
}

}  // namespace

std::string to_text(const history::Topology& topology, const Explanation& explanation) {
  std::string text;
  if (explanation.clusters.empty()) {
    text += "No cluster missed any key for a minute or longer.\n";
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
  text +=
      explanation.keys.size() == 1 ? "Where the key comes from\n" : "Where the keys come from\n";
  for (const KeyStory& story : explanation.keys) {
    text += fmt::format("\n{}\n", to_string(topology, story.key));
    append(text, story.steps);
  }
  return text;
}

}  // namespace spindrift::analysis
