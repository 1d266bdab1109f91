#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "sim/history/history.hpp"

namespace spindrift::analysis {

/// Where one transition lies over many seeds. `kernel::never` stands for "does not happen".
struct TransitionSpread {
  std::string category;
  std::string subject;
  std::string what;  ///< "+ A/1#2"; " (2)" for its second time
  history::Time recorded = kernel::never;
  history::Time low = kernel::never;   ///< 1 % of the seeds are earlier
  history::Time high = kernel::never;  ///< 1 % of the seeds are later
  std::string luck;                    ///< the random draw in its cause chain, if one is there

  /// The range that a recorded time may lie in, on either side.
  static constexpr history::Duration widened = std::chrono::seconds{1};
  /// A wider range has to name its luck.
  static constexpr history::Duration wide = std::chrono::seconds{2};

  [[nodiscard]] bool is_within() const {
    if (recorded == kernel::never) return high == kernel::never;
    if (low == kernel::never) return false;
    return low - widened <= recorded && recorded <= kernel::later(high, widened);
  }
  [[nodiscard]] bool is_wide() const {
    return low != kernel::never && (high == kernel::never || high - low > wide);
  }
};

/// Collects what many seeds predict for one recording: transitions of bundles and journals, ends of
/// processes, key sets served.
class Spread {
 public:
  explicit Spread(const history::History& recorded);

  void add(const history::History& predicted);

  /// By recorded time; those that only some seeds have stand last.
  [[nodiscard]] std::vector<TransitionSpread> transitions() const;
  [[nodiscard]] std::size_t seeds() const { return seeds_; }

 private:
  using Name = std::tuple<std::string, std::string, std::string, std::size_t>;
  struct Entry {
    history::Time recorded = kernel::never;
    std::vector<history::Time> predicted;
    std::map<std::string, std::size_t> luck;
  };

  std::map<Name, Entry> entries_;
  std::size_t seeds_ = 0;
};

/// The share of the recorded transitions that lie within their range; 1 for none.
[[nodiscard]] double share_within(const std::vector<TransitionSpread>& transitions);

/// The nearest cause of an event that a random draw decided, in words; empty when there is none.
[[nodiscard]] std::string luck_of(const history::History& history, history::EventId event);

/// The spread for people: the share, what lies outside, and wide ranges with their luck.
[[nodiscard]] std::string to_text(const std::vector<TransitionSpread>& transitions,
                                  std::size_t seeds);

}  // namespace spindrift::analysis
