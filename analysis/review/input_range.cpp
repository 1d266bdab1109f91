#include "analysis/review/input_range.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/scenario/duration_text.hpp"

namespace spindrift::review {
namespace {

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

kernel::Duration span_of(double seconds) {
  return std::chrono::round<std::chrono::milliseconds>(std::chrono::duration<double>{seconds});
}

}  // namespace

std::string InputBetween::text(double value) const {
  switch (kind) {
    case Kind::time:
      return scenario::to_text(span_of(value));
    case Kind::whole_number:
      return fmt::format("{:.0f}", std::round(value));
    case Kind::number:
      break;
  }
  return fmt::format("{}", value);
}

std::string InputBetween::assignment(double value) const { return path + "=" + text(value); }

InputBetween parse_input(std::string_view text) {
  const auto refuse = [&](std::string_view why) -> InputBetween {
    throw std::invalid_argument{
        fmt::format("\"{}\": {}; expected PATH=LOWEST..HIGHEST, such as ca_ttl=12h..48h or "
                    "rolls.batch=1..5",
                    text, why)};
  };
  const auto equals = text.find('=');
  const auto dots = text.find("..", equals == std::string_view::npos ? 0 : equals);
  if (equals == std::string_view::npos || equals == 0 || dots == std::string_view::npos) {
    return refuse("this is no range of an input");
  }
  InputBetween input;
  input.path = text.substr(0, equals);
  const std::string_view lower = text.substr(equals + 1, dots - equals - 1);
  const std::string_view upper = text.substr(dots + 2);
  const auto low = number_in(lower);
  const auto high = number_in(upper);
  if (low && high) {
    const bool are_whole =
        (std::string{lower} + std::string{upper}).find_first_of(".eE") == std::string::npos;
    input.kind = are_whole ? InputBetween::Kind::whole_number : InputBetween::Kind::number;
    input.lower = *low;
    input.upper = *high;
  } else {
    const auto from = scenario::parse_duration(lower);
    const auto to = scenario::parse_duration(upper);
    if (!from || !to) return refuse("its ends are neither two numbers nor two times");
    input.kind = InputBetween::Kind::time;
    input.lower = kernel::in_seconds(*from);
    input.upper = kernel::in_seconds(*to);
  }
  if (!(input.lower < input.upper)) return refuse("the lower end is not below the upper one");
  return input;
}

}  // namespace spindrift::review
