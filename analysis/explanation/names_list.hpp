#pragma once

#include <string>
#include <vector>

namespace spindrift::analysis {

/// `a`, `a and b`, `a, b and c`.
[[nodiscard]] inline std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t place = 0; place < names.size(); ++place) {
    if (place > 0) text += place + 1 == names.size() ? " and " : ", ";
    text += names[place];
  }
  return text;
}

}  // namespace spindrift::analysis
