#pragma once

#include <cstdint>
#include <string_view>

#include "sim/kernel/time.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/text_rule.hpp"

namespace spindrift::scenario {

/// What a number or a duration may be: from `least` to `most`, in nanoseconds for a duration. With
/// `or_zero`, zero as well.
struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
  bool or_zero = false;

  [[nodiscard]] constexpr bool holds(std::int64_t value) const {
    return (value >= least && value <= most) || (or_zero && value == 0);
  }
};

constexpr Range within(std::int64_t least, std::int64_t most) { return {least, most, false}; }
constexpr Range within(kernel::Duration least, kernel::Duration most) {
  return {least.count(), most.count(), false};
}
constexpr Range zero_or(kernel::Duration least, kernel::Duration most) {
  return {least.count(), most.count(), true};
}
constexpr Range up_to(kernel::Duration most) { return within(kernel::Duration{}, most); }

/// Some choices of a record that has kinds, such as what an action does: a bit for each.
using Choices = std::uint32_t;

template <class... Enumeration>
constexpr Choices only(Enumeration... choices) {
  return ((Choices{1} << static_cast<unsigned int>(choices)) | ...);
}
inline constexpr Choices any_choice = ~Choices{0};
inline constexpr Choices no_choice = 0;

/// What is to be known of a field. Reading, the effective scenario and the JSON Schema all come
/// from the lists of these, so that they cannot disagree.
struct About {
  std::string_view meaning;          ///< for people, with the rule that it comes from
  Range range = within(0, 0);        ///< of a number, a duration or the times of a latency
  TextRule text{};                   ///< of a text, or of each text in a list
  std::size_t count_max = list_max;  ///< of a list
  std::size_t count_min = 0;
  bool required = false;            ///< it has no default
  Choices belongs_to = any_choice;  ///< the choices that know this field
  Choices needed_by = no_choice;    ///< the choices for which it is required
};

}  // namespace spindrift::scenario
