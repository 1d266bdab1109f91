#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/model/key_list.hpp"

namespace spindrift::model {

/// What was added to a list and taken out of it, one after the other, from the oldest version on
/// that anybody may still ask about. One row of memory: who comes from an older version goes
/// through what happened since, and nothing else.
class KeyListLog {
 public:
  /// So many steps since the list began.
  using Position = std::uint64_t;

  struct Step {
    KeyList::Entry entry;
    bool is_removal;
  };

  [[nodiscard]] Position end() const { return begin_ + steps_.size(); }
  /// REQUIRES: nothing of that is forgotten.
  [[nodiscard]] std::span<const Step> between(Position from, Position to) const {
    return std::span{steps_}.subspan(from - begin_, to - from);
  }

  void added(KeyList::Entry entry) { steps_.push_back({entry, false}); }
  void removed(KeyList::Entry entry) { steps_.push_back({entry, true}); }

  /// So many steps are kept.
  [[nodiscard]] std::size_t size() const { return steps_.size(); }

  /// Nobody will ask about what came before: it is gone once it is the larger half. O(1) amortised.
  void forget_before(Position position) {
    const std::uint64_t forgotten = position - begin_;
    if (forgotten <= steps_.size() / 2) return;
    steps_.erase(steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(forgotten));
    begin_ = position;
  }

 private:
  std::vector<Step> steps_;
  Position begin_ = 0;  ///< of the first step that is kept
};

}  // namespace spindrift::model
