#include "sim/scenario/duration_text.hpp"

#include <array>
#include <cstdint>

namespace spindrift::scenario {

namespace {

struct Unit {
  std::string_view name;
  std::string_view other_name;
  std::int64_t nanoseconds;
};

constexpr std::array units{Unit{"d", "", 86'400'000'000'000},
                           Unit{"h", "", 3'600'000'000'000},
                           Unit{"m", "min", 60'000'000'000},
                           Unit{"s", "", 1'000'000'000},
                           Unit{"ms", "", 1'000'000},
                           Unit{"us", "", 1'000},
                           Unit{"ns", "", 1}};

__extension__ using Wide = __int128;

constexpr std::int64_t longest = 100'000 * units.front().nanoseconds;

/// A number with a unit, before it is known whether it fits.
struct Part {
  Wide value = 0;
  std::int64_t scale = 1;  ///< what `value` is to be divided by
  bool fits = true;
  std::size_t unit = 0;
};

/// Takes digits off the front of `text`. False when there are none.
bool take_digits(std::string_view& text, Part& part, bool is_fraction) {
  constexpr std::int64_t finest = 1'000'000'000'000;
  std::size_t count = 0;
  for (; count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count) {
    if (part.value > longest || part.scale >= finest) part.fits = false;
    if (!part.fits) continue;
    part.value = part.value * 10 + (text[count] - '0');
    if (is_fraction) part.scale *= 10;
  }
  text.remove_prefix(count);
  return count > 0;
}

/// The number of the unit that `text` begins with, which it is taken off; units.size() for none.
std::size_t take_unit(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] >= 'a' && text[length] <= 'z') ++length;
  const std::string_view name = text.substr(0, length);
  std::size_t unit = 0;
  while (unit < units.size() &&
         (name.empty() || (units[unit].name != name && units[unit].other_name != name))) {
    ++unit;
  }
  text.remove_prefix(length);
  return unit;
}

/// Takes a number with its unit off the front of `text`. False when none stands there.
bool take_part(std::string_view& text, Part& part) {
  if (!take_digits(text, part, false)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_digits(text, part, true)) return false;
  }
  part.unit = take_unit(text);
  return part.unit < units.size();
}

/// Adds up the parts of a text. False when it has not the form of a duration.
bool scan(std::string_view text, Wide& total, bool& fits) {
  std::size_t units_from = 0;
  if (text.empty()) return false;
  while (!text.empty()) {
    Part part;
    if (!take_part(text, part) || part.unit < units_from) return false;
    units_from = part.unit + 1;
    const Wide product = part.value * units.at(part.unit).nanoseconds;
    fits = fits && part.fits && product % part.scale == 0;
    total += product / part.scale;
    fits = fits && total <= longest;
  }
  return true;
}

}  // namespace

std::optional<kernel::Duration> parse_duration(std::string_view text) {
  Wide total = 0;
  bool fits = true;
  if (!scan(text, total, fits) || !fits) return std::nullopt;
  return kernel::Duration{static_cast<std::int64_t>(total)};
}

bool has_duration_form(std::string_view text) {
  Wide total = 0;
  bool fits = true;
  return scan(text, total, fits);
}

std::string to_text(kernel::Duration duration) {
  if (duration == kernel::Duration{}) return "0s";
  std::string text = duration < kernel::Duration{} ? "-" : "";
  std::int64_t rest = duration.count() < 0 ? -duration.count() : duration.count();
  for (const Unit& unit : units) {
    if (rest < unit.nanoseconds) continue;
    text += std::to_string(rest / unit.nanoseconds);
    text += unit.name;
    rest %= unit.nanoseconds;
  }
  return text;
}

std::string duration_pattern() {
  std::string pattern = "^(?=.)";
  for (const Unit& unit : units) {
    const std::string names = unit.other_name.empty() ? std::string{unit.name}
                                                      : "(" + std::string{unit.other_name} + "|" +
                                                            std::string{unit.name} + ")";
    pattern += "([0-9]+(\\.[0-9]+)?" + names + ")?";
  }
  return pattern + "$";
}

}  // namespace spindrift::scenario
