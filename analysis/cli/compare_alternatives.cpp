#include "analysis/cli/compare_alternatives.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/cli/scenario_options.hpp"
#include "sim/history/nearest_name.hpp"

namespace spindrift::cli {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::string summary_of(const std::string& path, const ScenarioFiles& files) {
  for (const scenario::Listed& each : files.strategies()) {
    if (each.path == path) return each.description;
  }
  return "";
}

}  // namespace

review::AlternativeRequest alternative_of(const std::string& typed, const ScenarioFiles& files) {
  review::AlternativeRequest request;
  request.name = typed.empty() ? as_it_is : typed;
  if (typed.empty()) {
    request.summary = "The scenario without any strategy.";
    return request;
  }
  request.options = " --strategy " + quoted_for_shell(typed);
  for (const std::string& part : split(typed, '+')) {
    if (part.empty()) {
      throw UsageError{fmt::format("--strategy {}: a name is missing beside a +", typed)};
    }
    std::string summary;
    if (part.find('=') != std::string::npos) {
      request.sets.push_back(part);
      summary = fmt::format("With {}.", part);
    } else {
      request.strategies.push_back(files.strategy(part));
      summary = summary_of(request.strategies.back(), files);
    }
    if (!request.summary.empty() && !summary.empty()) request.summary += ' ';
    request.summary += summary;
  }
  return request;
}

bool says_until(const review::CompareRequest& request) {
  const auto is_until = [](const std::string& set) { return set.starts_with("until="); };
  return std::ranges::any_of(request.sets, is_until) ||
         std::ranges::any_of(request.alternatives, [&](const auto& each) {
           return std::ranges::any_of(each.sets, is_until);
         });
}

std::vector<metrics::FleetMetric> metrics_of(const std::string& typed) {
  std::vector<metrics::FleetMetric> list;
  if (typed.empty()) return list;
  std::vector<std::string> known;
  for (const auto& each : metrics::fleet_metrics()) known.emplace_back(each.name);
  for (const std::string& name : split(typed, ',')) {
    if (name == "all") {
      for (const auto& each : metrics::fleet_metrics()) list.push_back(each.metric);
      continue;
    }
    const auto metric = metrics::find_fleet_metric(name);
    if (!metric) {
      const std::string nearest = history::nearest_name(name, known);
      throw UsageError{
          fmt::format("no metric \"{}\"{}; --help lists them all", name,
                      nearest.empty() ? "" : fmt::format(": did you mean {}?", nearest))};
    }
    list.push_back(*metric);
  }
  return list;
}

std::string metrics_help() {
  std::string text = "Metrics; of all of them less is better:\n";
  for (const auto& each : metrics::fleet_metrics()) {
    text += fmt::format("  {}\n      {}\n", each.name, each.definition);
  }
  return text;
}

}  // namespace spindrift::cli
