#include "sim/model/key_changes.hpp"

#include <algorithm>
#include <optional>
#include <ranges>
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

using Entries = std::vector<KeyList::Entry>;

/// The numbers of what stands among both, in order. Mostly there are none, and that is seen soon:
/// what a list gains is younger than what it loses.
std::vector<KeyList::Number> in_both(const Entries& added, const Entries& removed) {
  std::vector<KeyList::Number> both;
  if (added.empty() || removed.empty()) return both;
  const auto number_of = &KeyList::Entry::number;
  const auto oldest_added = std::ranges::min_element(added, {}, number_of)->number;
  const auto youngest_removed = std::ranges::max_element(removed, {}, number_of)->number;
  if (youngest_removed < oldest_added) return both;
  std::vector<KeyList::Number> gone;
  for (const KeyList::Entry& entry : removed) gone.push_back(entry.number);
  std::ranges::sort(gone);
  for (const KeyList::Entry& entry : added) {
    if (std::ranges::binary_search(gone, entry.number)) both.push_back(entry.number);
  }
  std::ranges::sort(both);
  return both;
}

/// The keys of `entries`, in the order of their places, without those of `not_these`, which are in
/// order.
std::vector<Key> keys_of(Entries entries, const std::vector<KeyList::Number>& not_these,
                         const KeyNumbers& numbers) {
  KeyList::sort(entries);
  if (!not_these.empty()) {
    std::erase_if(entries, [&](const KeyList::Entry& entry) {
      return std::ranges::binary_search(not_these, entry.number);
    });
  }
  const auto keys = entries | std::views::transform([&](const KeyList::Entry& entry) -> auto& {
                      return numbers.record(entry.number).key;
                    });
  return {keys.begin(), keys.end()};
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
  // A key that went and came back stands in both and has changed nothing.
  const std::vector<KeyList::Number> unchanged = in_both(change->added, change->removed);
  KeyChanges changes{keys_of(std::move(change->added), unchanged, numbers),
                     keys_of(std::move(change->removed), unchanged, numbers)};
  if (!forward) std::swap(changes.added, changes.removed);
  return changes;
}

}  // namespace spindrift::model
