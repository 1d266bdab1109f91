#include "analysis/cli/cluster_names.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace spindrift::cli {
namespace {

/// `region-7` as `region-` and 7.
struct Numbered {
  std::string_view stem;
  std::uint64_t number = 0;
};

std::optional<Numbered> numbered(std::string_view name) {
  constexpr std::size_t digits_max = 9;
  const std::size_t letters = name.find_last_not_of("0123456789") + 1;
  const std::string_view digits = name.substr(letters);
  if (digits.empty() || digits.size() > digits_max) return {};
  if (digits.size() > 1 && digits.front() == '0') return {};
  Numbered found{name.substr(0, letters), 0};
  for (const char digit : digits) {
    found.number = found.number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return found;
}

/// How many names from `first` on are numbered in a row.
std::size_t run_length(const std::vector<std::string>& names, std::size_t first) {
  const auto begin = numbered(names[first]);
  if (!begin) return 1;
  std::size_t length = 1;
  for (; first + length < names.size(); ++length) {
    const auto next = numbered(names[first + length]);
    if (!next || next->stem != begin->stem || next->number != begin->number + length) break;
  }
  return length;
}

}  // namespace

std::string in_few_words(const std::vector<std::string>& names) {
  constexpr std::size_t short_enough_to_list = 3;
  std::string text;
  for (std::size_t place = 0; place < names.size();) {
    const std::size_t length = run_length(names, place);
    const std::string separator = text.empty() ? "" : ", ";
    if (length > short_enough_to_list) {
      const Numbered begin = *numbered(names[place]);
      text += fmt::format("{}{}{{{}..{}}}", separator, begin.stem, begin.number,
                          begin.number + length - 1);
      place += length;
    } else {
      text += separator + names[place];
      ++place;
    }
  }
  return text;
}

std::string names_of(const std::vector<history::ClusterId>& clusters,
                     const history::Topology& topology) {
  if (clusters.size() > 1 && clusters.size() == topology.clusters.size()) return "every cluster";
  std::vector<std::string> names;
  for (const history::ClusterId cluster : clusters) names.push_back(topology.at(cluster).name);
  return in_few_words(names);
}

}  // namespace spindrift::cli
