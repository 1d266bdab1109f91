#pragma once

#include <string>
#include <vector>

namespace spindrift::analysis {

/// `a`, `a and b`, `a, b and c`; of many only the first and the last: `25 keys, a … z`.
[[nodiscard]] inline std::string listed(const std::vector<std::string>& names,
                                        const std::string& what = "names") {
  constexpr std::size_t listed_max = 8;
  if (names.size() > listed_max) {
    return std::to_string(names.size()) + ' ' + what + ", " + names.front() + " … " + names.back();
  }
  std::string text;
  for (std::size_t place = 0; place < names.size(); ++place) {
    if (place > 0) text += place + 1 == names.size() ? " and " : ", ";
    text += names[place];
  }
  return text;
}

}  // namespace spindrift::analysis
