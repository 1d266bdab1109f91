#include "sim/model/followed_keys.hpp"

#include <algorithm>

namespace spindrift::model {

std::vector<KeyList::Number> FollowedKeys::missing(const KeyList& own,
                                                   const KeyList& theirs) const {
  std::vector<KeyList::Entry> candidates;
  bool all_of_it = false;
  if (!taken_) {
    all_of_it = true;
  } else if (auto since = taken_->added_until(theirs)) {
    candidates = std::move(*since);
  } else if (auto older = theirs.change_to(*taken_)) {
    candidates = std::move(older->removed);
  } else {
    all_of_it = true;
  }
  if (all_of_it) {
    candidates = theirs.entries();
  } else {
    const auto still_there = theirs.entries_of(lost_since_);
    candidates.insert(candidates.end(), still_there.begin(), still_there.end());
    KeyList::sort(candidates);
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  }
  return own.lacking(candidates);
}

void FollowedKeys::took_over(const KeyList& theirs) {
  if (taken_ && theirs.comes_before(*taken_)) return;
  taken_ = theirs;
  lost_since_.clear();
}

void FollowedKeys::lost(const std::vector<KeyList::Number>& numbers) {
  if (taken_) lost_since_.insert(lost_since_.end(), numbers.begin(), numbers.end());
}

}  // namespace spindrift::model
