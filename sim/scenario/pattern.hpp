#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spindrift::scenario {

/// A name made from a pattern, and what its braces stand for in it.
struct Expansion {
  std::string name;
  std::vector<std::string> choices;
};

/// "r{1..3}" names r1, r2, r3; "r{3..1}" the same the other way round; "r{01..12}" keeps the zeros;
/// "{eu,us}-{1..2}" names every combination, the last brace fastest. Empty when the pattern is
/// malformed or names more than `count_max`.
[[nodiscard]] std::vector<Expansion> expand(std::string_view pattern, std::size_t count_max);

/// Puts the `n`th choice in the place of `{n}`: with 4 and 2, "region-{1}" becomes "region-4".
[[nodiscard]] std::string fill_in(std::string_view text, const std::vector<std::string>& choices);

/// Whether the pattern matches the name. `*` stands for any letters but '/', none included.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view name);

/// Whether `left` comes before `right` as people sort: r2 before r10.
[[nodiscard]] bool comes_before(std::string_view left, std::string_view right);

}  // namespace spindrift::scenario
