#include "sim/scenario/pattern.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/number_text.hpp"

namespace spindrift::scenario {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 9 && std::all_of(text.begin(), text.end(), is_digit);
}
std::int64_t number_of(std::string_view digits) {
  std::int64_t number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

/// What "3..8" stands for.
std::optional<std::vector<std::string>> range(std::string_view first, std::string_view last,
                                              std::size_t count_max) {
  if (!is_number(first) || !is_number(last)) return std::nullopt;
  const std::int64_t begin = number_of(first);
  const std::int64_t end = number_of(last);
  const std::int64_t step = begin <= end ? 1 : -1;
  if (static_cast<std::size_t>((end - begin) * step) >= count_max) return std::nullopt;
  const bool keeps_zeros = first.starts_with('0') || last.starts_with('0');
  const std::size_t width = keeps_zeros ? std::max(first.size(), last.size()) : 1;
  std::vector<std::string> numbers;
  for (std::int64_t number = begin; number != end + step; number += step) {
    numbers.push_back(fmt::format("{:0{}}", number, width));
  }
  return numbers;
}

/// What stands between two braces.
std::optional<std::vector<std::string>> choices_of(std::string_view text, std::size_t count_max) {
  const std::size_t dots = text.find("..");
  if (dots != std::string_view::npos) {
    return range(text.substr(0, dots), text.substr(dots + 2), count_max);
  }
  std::vector<std::string> choices;
  for (;;) {
    const std::size_t comma = text.find(',');
    choices.emplace_back(text.substr(0, comma));
    if (choices.back().empty()) return std::nullopt;
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  if (choices.size() < 2 || choices.size() > count_max) return std::nullopt;
  return choices;
}

}  // namespace

std::vector<Expansion> expand(std::string_view pattern, std::size_t count_max) {
  std::vector<Expansion> names(1);
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    const std::string_view before = pattern.substr(0, open);
    if (before.find('}') != std::string_view::npos) return {};
    for (Expansion& expansion : names) expansion.name += before;
    if (open == std::string_view::npos) break;
    const std::size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) return {};
    const auto choices =
        choices_of(pattern.substr(open + 1, close - open - 1), count_max / names.size());
    if (!choices) return {};
    std::vector<Expansion> longer;
    longer.reserve(names.size() * choices->size());
    for (const Expansion& expansion : names) {
      for (const std::string& choice : *choices) {
        Expansion& next = longer.emplace_back(expansion);
        next.name += choice;
        next.choices.push_back(choice);
      }
    }
    names = std::move(longer);
    pattern.remove_prefix(close + 1);
  }
  return names;
}

std::string fill_in(std::string_view text, const std::vector<std::string>& choices) {
  std::string result;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    result += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const std::size_t close = text.find('}');
    const std::string_view inside =
        close == std::string_view::npos ? std::string_view{} : text.substr(1, close - 1);
    const std::int64_t number = is_number(inside) ? number_of(inside) : 0;
    const bool is_place = number >= 1 && static_cast<std::size_t>(number) <= choices.size();
    if (is_place) {
      result += choices[static_cast<std::size_t>(number) - 1];
      text.remove_prefix(close + 1);
    } else {
      result += '{';
      text.remove_prefix(1);
    }
  }
  return result;
}

bool matches(std::string_view pattern, std::string_view name) {
  // A star gives way letter by letter, and only the last one has to: linear in practice.
  std::size_t at = 0;
  std::size_t in_name = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_ends = 0;
  while (in_name < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      star_ends = in_name;
    } else if (at < pattern.size() && pattern[at] == name[in_name]) {
      ++at;
      ++in_name;
    } else if (star != std::string_view::npos && name[star_ends] != '/') {
      at = star + 1;
      in_name = ++star_ends;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

bool comes_before(std::string_view left, std::string_view right) {
  std::string_view one = left;
  std::string_view other = right;
  while (!one.empty() && !other.empty()) {
    if (is_digit(one.front()) && is_digit(other.front())) {
      const auto take_number = [](std::string_view& text) {
        text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
        const std::string_view digits =
            text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
        text.remove_prefix(digits.size());
        return digits;
      };
      const std::string_view number = take_number(one);
      const std::string_view other_number = take_number(other);
      if (number.size() != other_number.size()) return number.size() < other_number.size();
      if (number != other_number) return number < other_number;
    } else if (one.front() != other.front()) {
      return one.front() < other.front();
    } else {
      one.remove_prefix(1);
      other.remove_prefix(1);
    }
  }
  if (one.empty() != other.empty()) return one.empty();
  return left < right;  // the same but for zeros
}

}  // namespace spindrift::scenario
