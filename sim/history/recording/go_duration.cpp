#include "sim/history/recording/go_duration.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace spindrift::history {

std::optional<kernel::Duration> parse_go_duration(std::string_view text) {
  using namespace std::chrono_literals;
  // "ms" stands before "m", which it begins with.
  static constexpr std::array<std::pair<std::string_view, kernel::Duration>, 4> units{
      {{"ms", 1ms}, {"h", 1h}, {"m", 1min}, {"s", 1s}}};
  constexpr std::int64_t most = 1'000'000;  // of any unit; far more than a configuration holds

  if (text.empty()) return std::nullopt;
  kernel::Duration sum{};
  while (!text.empty()) {
    std::int64_t count = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || count < 0 || count > most) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    const std::pair<std::string_view, kernel::Duration>* unit = nullptr;
    for (const auto& candidate : units) {
      if (unit == nullptr && text.starts_with(candidate.first)) unit = &candidate;
    }
    if (unit == nullptr) return std::nullopt;
    sum += count * unit->second;
    text.remove_prefix(unit->first.size());
  }
  return sum;
}

}  // namespace spindrift::history
