#include "sim/history/decimal_seconds.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace spindrift::history {
namespace {

constexpr std::uint64_t nanoseconds_per_second = 1'000'000'000;
constexpr std::size_t decimals_max = 9;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char each) { return each >= '0' && each <= '9'; });
}

}  // namespace

void append_seconds(std::string& text, kernel::Duration span) {
  // The magnitude as unsigned: the smallest count has no positive counterpart.
  const std::int64_t count = span.count();
  const std::uint64_t magnitude =
      count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  if (count < 0) text += '-';
  text += std::to_string(magnitude / nanoseconds_per_second);
  const std::uint64_t fraction = magnitude % nanoseconds_per_second;
  if (fraction == 0) return;
  const std::string digits = std::to_string(fraction);
  text += '.';
  text.append(decimals_max - digits.size(), '0');
  text += digits;
  text.erase(text.find_last_not_of('0') + 1);
}

std::optional<kernel::Duration> parse_seconds(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view decimals = point < text.size() ? text.substr(point + 1) : "";
  if (whole.empty() || text.ends_with('.') || decimals.size() > decimals_max) return {};
  if (!all_digits(whole) || !all_digits(decimals)) return {};

  std::string digits{whole};
  digits += decimals;
  digits.append(decimals_max - decimals.size(), '0');
  if (negative) digits.insert(digits.begin(), '-');
  std::int64_t count = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, count);
  if (error != std::errc{} || stopped != end) return {};
  return kernel::Duration{count};
}

}  // namespace spindrift::history
