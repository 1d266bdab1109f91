#include "analysis/cli/variation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "analysis/cli/scenario_files.hpp"
#include "sim/scenario/duration_text.hpp"

namespace spindrift::cli {
namespace {

constexpr std::size_t most_values = 1000;

template <class Number>
std::optional<Number> whole_number(const std::string& text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw UsageError{
      fmt::format("--vary {}: {}; wanted is PATH=A,B,C or PATH=LOW..HIGH/COUNT, such "
                  "as datastore.commit=1ms..10ms/10",
                  text, why)};
}

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// The value that many steps of `steps` from low to high, as text.
std::string between(const std::string& text, const std::string& low, const std::string& high,
                    std::size_t step, std::size_t steps) {
  const double share = steps == 0 ? 0.0 : static_cast<double>(step) / static_cast<double>(steps);
  const auto shortest = scenario::parse_duration(low);
  const auto longest = scenario::parse_duration(high);
  if (shortest && longest) {
    // To the microsecond: nobody sets more, and the text stays short.
    const double microseconds = static_cast<double>(shortest->count()) / 1e3 * (1.0 - share) +
                                static_cast<double>(longest->count()) / 1e3 * share;
    return scenario::to_text(std::chrono::microseconds{std::llround(microseconds)});
  }
  const auto least = whole_number<std::int64_t>(low);
  const auto most = whole_number<std::int64_t>(high);
  if (least && most) {
    return fmt::format("{}", std::llround(static_cast<double>(*least) * (1.0 - share) +
                                          static_cast<double>(*most) * share));
  }
  const auto from = whole_number<double>(low);
  const auto to = whole_number<double>(high);
  if (!from || !to) refuse(text, fmt::format("{}..{} are no two durations or numbers", low, high));
  return fmt::format("{}", *from * (1.0 - share) + *to * share);
}

void read_range(Variation& variation, const std::string& text, const std::string& range) {
  const std::size_t dots = range.find("..");
  const std::size_t slash = range.find('/', dots);
  if (slash == std::string::npos) refuse(text, "the number of values is missing");
  const auto count = whole_number<std::size_t>(range.substr(slash + 1));
  if (!count || *count < 2 || *count > most_values) {
    refuse(text, fmt::format("{} is no number of values from 2 to {}", range.substr(slash + 1),
                             most_values));
  }
  const std::string low = range.substr(0, dots);
  const std::string high = range.substr(dots + 2, slash - dots - 2);
  for (std::size_t step = 0; step < *count; ++step) {
    std::string value = between(text, low, high, step, *count - 1);
    if (variation.values.empty() || variation.values.back() != value) {
      variation.values.push_back(std::move(value));
    }
  }
}

/// What the values are on an axis, when they are something that has a place on one.
void read_numbers(Variation& variation) {
  std::vector<double> spans;
  std::vector<double> numbers;
  for (const std::string& value : variation.values) {
    const auto span = scenario::parse_duration(value);
    const auto number = whole_number<double>(value);
    if (span) spans.push_back(kernel::in_seconds(*span));
    if (number) numbers.push_back(*number);
  }
  variation.are_durations = spans.size() == variation.values.size();
  if (variation.are_durations) {
    variation.numbers = std::move(spans);
  } else if (numbers.size() == variation.values.size()) {
    variation.numbers = std::move(numbers);
  }
}

}  // namespace

Variation parse_variation(const std::string& text) {
  Variation variation;
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) refuse(text, "a path and = are missing");
  variation.path = text.substr(0, equals);
  const std::string values = text.substr(equals + 1);
  // Braces are a pattern of names, which has dots of its own: "region-{1..4}".
  if (values.find("..") != std::string::npos && values.find('{') == std::string::npos) {
    read_range(variation, text, values);
  } else {
    variation.values = parts_of(values);
    for (const std::string& value : variation.values) {
      if (value.empty()) refuse(text, "a value is missing");
    }
  }
  read_numbers(variation);
  return variation;
}

}  // namespace spindrift::cli
