#include "sim/scenario/duration_text.hpp"

#include <array>
#include <cstdint>

namespace spindrift::scenario {

namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

constexpr std::array units{Unit{"d", 86'400'000'000'000},
                           Unit{"h", 3'600'000'000'000},
                           Unit{"min", 60'000'000'000},
                           Unit{"m", 60'000'000'000},
                           Unit{"s", 1'000'000'000},
                           Unit{"ms", 1'000'000},
                           Unit{"us", 1'000},
                           Unit{"ns", 1}};

__extension__ using Wide = __int128;

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : units) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

}  // namespace

std::optional<kernel::Duration> parse_duration(std::string_view text) {
  constexpr Wide longest = 9'000'000'000'000'000'000;
  Wide total = 0;
  std::int64_t unit_before = units.front().nanoseconds + 1;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::size_t at = 0;
    Wide value = 0;
    std::int64_t scale = 1;
    bool fraction = false;
    bool digits = false;
    for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !fraction)); ++at) {
      if (text[at] == '.') {
        fraction = true;
        continue;
      }
      digits = true;
      if (value > longest || scale >= 1'000'000'000) return std::nullopt;
      value = value * 10 + (text[at] - '0');
      if (fraction) scale *= 10;
    }
    std::size_t end = at;
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
    const Unit* const unit = find_unit(text.substr(at, end - at));
    if (!digits || unit == nullptr || unit->nanoseconds >= unit_before) return std::nullopt;
    const Wide product = value * unit->nanoseconds;
    if (product % scale != 0) return std::nullopt;
    total += product / scale;
    if (total > longest) return std::nullopt;
    unit_before = unit->nanoseconds;
    text.remove_prefix(end);
  }
  return kernel::Duration{static_cast<std::int64_t>(total)};
}

std::string to_text(kernel::Duration duration) {
  if (duration == kernel::Duration{}) return "0s";
  std::string text = duration < kernel::Duration{} ? "-" : "";
  std::int64_t rest = duration.count() < 0 ? -duration.count() : duration.count();
  for (const Unit& unit : units) {
    if (unit.name == "min" || rest < unit.nanoseconds) continue;
    text += std::to_string(rest / unit.nanoseconds) + std::string{unit.name};
    rest %= unit.nanoseconds;
  }
  return text;
}

}  // namespace spindrift::scenario
