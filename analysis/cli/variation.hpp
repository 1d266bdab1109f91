#pragma once

#include <string>
#include <vector>

namespace spindrift::cli {

/// One value of a scenario at several settings.
struct Variation {
  std::string path;                 ///< "datastore.commit"; empty: nothing varies
  std::vector<std::string> values;  ///< as one would write them after `--set path=`
  std::vector<double> numbers;      ///< the same, for an axis; empty when they are no numbers
  bool are_durations = false;       ///< `numbers` are seconds
};

/// Reads "path=a,b,c" or "path=lo..hi/n": n values from lo to hi, evenly spaced; durations or
/// numbers, whole ones where both ends are. Throws `UsageError`.
[[nodiscard]] Variation parse_variation(const std::string& text);

}  // namespace spindrift::cli
