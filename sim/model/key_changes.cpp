#include "sim/model/key_changes.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace spindrift::model {
namespace {

/// The keys that `after` has and `before` lacks, each once.
std::vector<Key> new_keys(const BundleVersion& before, const BundleVersion& after) {
  std::vector<Key> added;
  if (!after) return added;
  const bool each_once = after->jwt_keys.numbers().one_record_a_key();
  std::set<Key> known;
  for (const BundleRecord& record : after->jwt_keys.records()) {
    if (before && before->jwt_keys.has(record.key)) continue;
    if (each_once || known.insert(record.key).second) added.push_back(record.key);
  }
  return added;
}

/// The keys of those of `entries` that do not stand among `others`, in the order of their places.
std::vector<Key> keys_of(std::vector<KeyList::Entry> entries,
                         const std::vector<KeyList::Entry>& others, const KeyNumbers& numbers) {
  KeyList::sort(entries);
  std::vector<KeyList::Number> elsewhere;
  elsewhere.reserve(others.size());
  for (const KeyList::Entry& other : others) elsewhere.push_back(other.number);
  if (!std::ranges::is_sorted(elsewhere)) std::ranges::sort(elsewhere);
  // What is gained is mostly younger, by number, than all that is lost.
  const auto is_elsewhere = [&](KeyList::Number number) {
    return !elsewhere.empty() && elsewhere.front() <= number && number <= elsewhere.back() &&
           std::ranges::binary_search(elsewhere, number);
  };
  std::vector<Key> keys;
  keys.reserve(entries.size());
  for (const KeyList::Entry& entry : entries) {
    if (!is_elsewhere(entry.number)) keys.push_back(numbers.record(entry.number).key);
  }
  return keys;
}

}  // namespace

KeyChanges changed_jwt_keys(const BundleVersion& before, const BundleVersion& after) {
  const bool may_compare = before && after && after->jwt_keys.numbers().one_record_a_key();
  const bool forward = may_compare && before->sequence <= after->sequence;
  std::optional<KeyList::Change> change;
  if (may_compare) {
    change = forward ? before->jwt_keys.change_to(after->jwt_keys)
                     : after->jwt_keys.change_to(before->jwt_keys);
  }
  if (!change) return {new_keys(before, after), new_keys(after, before)};
  const KeyNumbers& numbers = after->jwt_keys.numbers();
  const auto& [added, removed] = *change;
  // A key that went and came back stands in both and has changed nothing.
  KeyChanges changes{keys_of(added, removed, numbers), keys_of(removed, added, numbers)};
  if (!forward) std::swap(changes.added, changes.removed);
  return changes;
}

}  // namespace spindrift::model
