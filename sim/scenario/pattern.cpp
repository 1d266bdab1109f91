#include "sim/scenario/pattern.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace spindrift::scenario {

namespace {

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

/// The bounds of "3..8".
std::optional<std::pair<std::uint64_t, std::uint64_t>> range_of(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto first = number_of(text.substr(0, dots));
  const auto last = number_of(text.substr(dots + 2));
  if (!first || !last || *last < *first) return std::nullopt;
  return std::pair{*first, *last};
}

}  // namespace

std::vector<Expansion> expand(std::string_view pattern, std::size_t count_max) {
  std::vector<Expansion> names{Expansion{}};
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    for (Expansion& expansion : names) expansion.name += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) return {};
    const auto range = range_of(pattern.substr(open + 1, close - open - 1));
    if (!range || range->second - range->first >= count_max) return {};
    const std::uint64_t choices = range->second - range->first + 1;
    if (names.size() * choices > count_max) return {};
    std::vector<Expansion> longer;
    for (const Expansion& expansion : names) {
      for (std::uint64_t number = range->first; number <= range->second; ++number) {
        Expansion next = expansion;
        next.numbers.push_back(std::to_string(number));
        next.name += next.numbers.back();
        longer.push_back(std::move(next));
      }
    }
    names = std::move(longer);
    pattern.remove_prefix(close + 1);
  }
  return names;
}

std::string fill_in(std::string_view text, const std::vector<std::string>& numbers) {
  std::string result{text};
  for (std::size_t place = 0; place < numbers.size(); ++place) {
    const std::string hole = "{" + std::to_string(place + 1) + "}";
    for (std::size_t at = result.find(hole); at != std::string::npos; at = result.find(hole)) {
      result.replace(at, hole.size(), numbers[place]);
    }
  }
  return result;
}

bool matches(std::string_view pattern, std::string_view name) {
  // Greedy with one point of return: enough for stars, linear in practice.
  std::size_t at = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_at = 0;
  std::size_t place = 0;
  while (at < name.size()) {
    if (place < pattern.size() && pattern[place] == '*') {
      star = place++;
      star_at = at;
    } else if (place < pattern.size() && pattern[place] == name[at]) {
      ++place;
      ++at;
    } else if (star != std::string_view::npos && name[star_at] != '/') {
      place = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  while (place < pattern.size() && pattern[place] == '*') ++place;
  return place == pattern.size();
}

}  // namespace spindrift::scenario
