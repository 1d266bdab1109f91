#include "analysis/time_text.hpp"

#include <chrono>

#include <fmt/format.h>

namespace spindrift::analysis {
namespace {

std::string below_a_minute(std::chrono::milliseconds span) {
  const auto whole = span.count() / 1000;
  const auto rest = span.count() % 1000;
  if (rest == 0) return fmt::format("{}s", whole);
  std::string text = fmt::format("{}.{:03}", whole, rest);
  text.erase(text.find_last_not_of('0') + 1);
  return text + 's';
}

}  // namespace

std::string span_text(kernel::Duration span) {
  using std::chrono::floor;
  if (span < kernel::Duration{}) return '-' + span_text(-span);
  const auto seconds = floor<std::chrono::seconds>(span).count();
  if (seconds < 60) return below_a_minute(floor<std::chrono::milliseconds>(span));
  const auto minutes = seconds / 60;
  if (minutes < 60) return fmt::format("{}m{:02}s", minutes, seconds % 60);
  const auto hours = minutes / 60;
  if (hours < 24) return fmt::format("{}h{:02}m{:02}s", hours, minutes % 60, seconds % 60);
  return fmt::format("{}d{:02}h{:02}m{:02}s", hours / 24, hours % 24, minutes % 60, seconds % 60);
}

std::string time_text(kernel::Time moment) { return span_text(moment.time_since_epoch()); }

}  // namespace spindrift::analysis
