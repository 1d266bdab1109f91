#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spindrift::scenario {

/// A name made from a pattern, and the numbers that its ranges stand for.
struct Expansion {
  std::string name;
  std::vector<std::string> numbers;
};

/// "r{1..3}" names r1, r2, r3; several ranges give every combination, the last one fastest. At most
/// `count_max` names; an empty result says that the pattern is malformed or names more.
[[nodiscard]] std::vector<Expansion> expand(std::string_view pattern, std::size_t count_max);

/// Puts number `n` in the place of `{n}`: with numbers 4 and 2, "region-{1}" becomes "region-4".
[[nodiscard]] std::string fill_in(std::string_view text, const std::vector<std::string>& numbers);

/// Whether `*` (any letters but '/') and the rest of the pattern match the name.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view name);

}  // namespace spindrift::scenario
