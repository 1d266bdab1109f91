#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// A JWT key of a server appeared in a cluster's bundle, or disappeared from it, or a process ended
/// by itself, in one history or in both.
struct Transition {
  std::string what;                           ///< "A lists B/1#2", "A drops B/1#2", "B/1 ends"
  std::optional<history::Time> recorded_at;   ///< none: spurious, only predicted
  std::optional<history::Time> predicted_at;  ///< none: missing, not predicted
};

/// How well a prediction agrees with what was observed. All of it, nothing set apart.
struct Comparison {
  std::vector<Transition> transitions;  ///< by recorded time, spurious ones by predicted time
  std::size_t matched = 0;
  std::size_t missing = 0;
  std::size_t spurious = 0;
  /// Of one cluster's matched transitions, neighbours that happened in the other order, more than
  /// a second apart.
  std::size_t out_of_order = 0;
  history::Duration error_median{};  ///< of the times of matched ones
  history::Duration error_95{};
  history::Duration error_max{};
  std::size_t ends_recorded = 0;  ///< processes that ended by themselves
  std::size_t ends_matched = 0;
  std::size_t ends_spurious = 0;

  [[nodiscard]] bool agrees() const {
    return missing == 0 && spurious == 0 && out_of_order == 0 && ends_matched == ends_recorded &&
           ends_spurious == 0;
  }
};

/// Compares two histories of the same deployment. Keys are matched by who made them and as how
/// many-th that stood in any bundle; repeated transitions of one key in one cluster in their order.
[[nodiscard]] Comparison compare(const history::History& recorded,
                                 const history::History& predicted);

}  // namespace spindrift::analysis
