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
    for (const KeyList::Number number : lost_since_) {
      if (const auto place = theirs.place_of(number)) candidates.push_back({number, *place});
    }
    KeyList::sort(candidates);
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  }
  std::vector<KeyList::Number> numbers;
  numbers.reserve(candidates.size());
  for (const KeyList::Entry& candidate : candidates) {
    if (!own.place_of(candidate.number)) numbers.push_back(candidate.number);
  }
  return numbers;
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
