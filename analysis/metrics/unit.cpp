#include "analysis/metrics/unit.hpp"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "analysis/time_text.hpp"

namespace spindrift::metrics {
namespace {

std::string span_text(double seconds) {
  constexpr double longest = 9e9;  // beyond it nanoseconds no longer fit
  if (std::abs(seconds) > longest) return fmt::format("{:.3g}s", seconds);
  const auto span = std::chrono::round<std::chrono::nanoseconds>(
      std::chrono::duration<double>{std::abs(seconds)});
  return (seconds < 0 ? "-" : "") + analysis::span_text(span);
}

}  // namespace

std::string_view symbol_of(Unit unit) {
  switch (unit) {
    case Unit::count:
      return "";
    case Unit::dollars:
      return "$";
    case Unit::seconds:
    case Unit::summed_seconds:
      return "s";
  }
  return "";
}

std::string value_text(Unit unit, double value) {
  if (std::isinf(value)) return "never";
  switch (unit) {
    case Unit::seconds:
    case Unit::summed_seconds:
      return span_text(value);
    case Unit::dollars:
      return fmt::format("{}${:.2f}", value < 0 ? "-" : "", std::abs(value));
    case Unit::count:
      break;
  }
  constexpr double parts_stop_mattering = 1'000;
  const bool is_whole = value == std::floor(value) || std::abs(value) >= parts_stop_mattering;
  return is_whole ? fmt::format("{:.0f}", value) : fmt::format("{:.2f}", value);
}

}  // namespace spindrift::metrics
