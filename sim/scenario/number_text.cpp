#include "sim/scenario/number_text.hpp"

#include <charconv>

#include <fmt/format.h>

namespace spindrift::scenario {

namespace {

template <class Number>
std::optional<Number> parse_all(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

}  // namespace

bool is_json_number(std::string_view text) {
  std::size_t at = 0;
  const auto is_at = [&](char letter) { return at < text.size() && text[at] == letter; };
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at > begin;
  };
  if (is_at('-')) ++at;
  if (is_at('0')) {
    ++at;
  } else if (!digits()) {
    return false;
  }
  if (is_at('.')) {
    ++at;
    if (!digits()) return false;
  }
  if (is_at('e') || is_at('E')) {
    ++at;
    if (is_at('-') || is_at('+')) ++at;
    if (!digits()) return false;
  }
  return at == text.size();
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
  if (!is_json_number(text)) return std::nullopt;
  if (const auto whole = parse_all<std::int64_t>(text)) return whole;
  // Below 2^53 a double is exact, and nobody writes more digits with a point or an exponent.
  constexpr double exact_max = 9007199254740992.0;
  const auto real = parse_real(text);
  if (!real || *real > exact_max || *real < -exact_max) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(*real);
  if (static_cast<double>(whole) < *real || static_cast<double>(whole) > *real) {
    return std::nullopt;
  }
  return whole;
}

std::optional<double> parse_real(std::string_view text) {
  if (!is_json_number(text)) return std::nullopt;
  return parse_all<double>(text);
}

std::string to_text(double value) { return fmt::format("{}", value); }

}  // namespace spindrift::scenario
