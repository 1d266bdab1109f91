#include <algorithm>

#include "sim/model/key_list_versions.hpp"

/// How versions of one list differ.
namespace spindrift::model {

std::optional<KeyList::Change> KeyList::change_to(const KeyList& later, bool with_removed) const {
  if (table_ != later.table_ || version_->happened > later.version_->happened) return std::nullopt;
  const auto steps = table_->log.between(version_->happened, later.version_->happened);
  const auto removals =
      static_cast<std::size_t>(std::ranges::count_if(steps, &KeyListLog::Step::is_removal));
  Change change;
  change.added.reserve(steps.size() - removals);
  if (with_removed) change.removed.reserve(removals);
  // Only what was added since can be among it, or what took another one's place.
  const std::uint32_t known_places = numbers().one_record_a_key() ? version_->last_place : 0;
  for (const auto& [entry, is_removal] : steps) {
    if (!is_removal) {
      change.added.push_back(entry);
      continue;
    }
    const bool may_be_new = entry.place > known_places;
    const auto added = may_be_new ? std::ranges::find(change.added, entry) : change.added.end();
    if (added != change.added.end()) {
      change.added.erase(added);  // what was added since and is removed again has not changed
    } else if (with_removed) {
      change.removed.push_back(entry);
    }
  }
  return change;
}

bool KeyList::comes_before(const KeyList& later) const {
  return table_ == later.table_ && version_->happened < later.version_->happened;
}

bool operator==(const KeyList& one, const KeyList& other) {
  if (one.version_ == other.version_) return true;
  if (one.size() != other.size()) return false;
  const bool one_is_older = one.version_->happened <= other.version_->happened;
  const auto change = one_is_older ? one.change_to(other) : other.change_to(one);
  if (!change) return one.records() == other.records();
  if (change->added.empty() && change->removed.empty()) return true;
  const auto number_order = [](const KeyList::Entry& a, const KeyList::Entry& b) {
    return a.number < b.number;
  };
  // With as much added as removed, the lists can still be the same: only if the very same records
  // went and came back.
  auto added = change->added;
  auto removed = change->removed;
  std::ranges::sort(added, number_order);
  std::ranges::sort(removed, number_order);
  const bool same_records = std::ranges::equal(
      added, removed, [](const auto& a, const auto& b) { return a.number == b.number; });
  return same_records && one.records() == other.records();
}

}  // namespace spindrift::model
