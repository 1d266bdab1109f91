#include "sim/history/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace spindrift::history {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same(char one, char other) { return lower(one) == lower(other); }

/// The optimal string alignment distance: Levenshtein's, with a swap of neighbours as one step.
std::size_t steps_between(std::string_view one, std::string_view other) {
  std::vector<std::size_t> before_last(other.size() + 1);
  std::vector<std::size_t> last(other.size() + 1);
  std::vector<std::size_t> now(other.size() + 1);
  for (std::size_t column = 0; column <= other.size(); ++column) last[column] = column;
  for (std::size_t row = 1; row <= one.size(); ++row) {
    now[0] = row;
    for (std::size_t column = 1; column <= other.size(); ++column) {
      const std::size_t changed = same(one[row - 1], other[column - 1]) ? 0 : 1;
      now[column] = std::min({last[column] + 1, now[column - 1] + 1, last[column - 1] + changed});
      if (row > 1 && column > 1 && same(one[row - 1], other[column - 2]) &&
          same(one[row - 2], other[column - 1])) {
        now[column] = std::min(now[column], before_last[column - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(now);
  }
  return last[other.size()];
}

}  // namespace

std::string nearest_name(std::string_view misspelt, std::span<const std::string> names) {
  constexpr std::size_t longest_compared = 200;  // the work grows with the square
  std::string nearest;
  if (misspelt.size() > longest_compared) return nearest;
  // One letter alone says nothing, but for its case.
  const std::size_t steps_max =
      misspelt.size() < 2 ? 0 : std::max<std::size_t>(1, misspelt.size() / 3);
  std::size_t fewest = steps_max + 1;
  for (const std::string& name : names) {
    if (name.size() > longest_compared) continue;
    const std::size_t steps = steps_between(misspelt, name);
    if (steps < fewest) {
      fewest = steps;
      nearest = name;
    }
  }
  return nearest;
}

}  // namespace spindrift::history
