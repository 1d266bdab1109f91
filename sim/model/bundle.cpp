#include "sim/model/bundle.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

namespace spindrift::model {
namespace {

bool lists(std::span<const BundleRecord> records, const BundleRecord& record) {
  return std::ranges::find(records, record) != records.end();
}

bool lists(const RecordList& records, const Key& key) {
  return std::ranges::find(records, key, &BundleRecord::key) != records.end();
}

bool lists(const Bundle& bundle, const BundleRecord& record) {
  switch (record.key.type) {
    case KeyType::x509:
      return lists(bundle.roots, record);
    case KeyType::jwt:
      return bundle.jwt_keys.has(record);
    case KeyType::wit:
      break;
  }
  return lists(bundle.wit_keys, record);
}

}  // namespace

bool Bundle::has(const Key& key) const {
  switch (key.type) {
    case KeyType::x509:
      return lists(roots, key);
    case KeyType::jwt:
      return jwt_keys.has(key);
    case KeyType::wit:
      break;
  }
  return lists(wit_keys, key);
}

namespace {

using Numbers = std::span<const KeyList::Number>;

/// Keys stand in an edit as records and by number.
void put_down(Numbers numbers, const Bundle& bundle, std::vector<BundleRecord>& records,
              std::vector<KeyList::Number>& keys) {
  const KeyNumbers& all = bundle.jwt_keys.numbers();
  const auto found = numbers | std::views::transform([&all](KeyList::Number number) -> auto& {
                       return all.record(number);
                     });
  records.insert(records.end(), found.begin(), found.end());
  keys.insert(keys.end(), numbers.begin(), numbers.end());
}

}  // namespace

void BundleEdit::add(const Bundle& bundle, const BundleRecord& record) {
  if (record.key.type == KeyType::jwt) {
    add_keys(bundle, std::array{bundle.jwt_keys.numbers().number_of(record)});
  } else {
    added.push_back(record);
  }
}

void BundleEdit::add_keys(const Bundle& bundle, Numbers numbers) {
  put_down(numbers, bundle, added, keys_added);
}

void BundleEdit::remove(const Bundle& bundle, const BundleRecord& record) {
  if (record.key.type == KeyType::jwt) {
    remove_keys(bundle, std::array{bundle.jwt_keys.numbers().number_of(record)});
  } else {
    removed.push_back(record);
  }
}

void BundleEdit::remove_keys(const Bundle& bundle, Numbers numbers) {
  put_down(numbers, bundle, removed, keys_removed);
}

BundleEdit what_is_missing(const Bundle& bundle, std::span<const BundleRecord> records) {
  BundleEdit edit;
  for (const BundleRecord& record : records) {
    if (!lists(bundle, record) && !lists(edit.added, record)) edit.add(bundle, record);
  }
  return edit;
}

PruneOutcome what_expired(const Bundle& bundle, Time limit, bool empty_jwt_allowed) {
  const auto expired = [&](const BundleRecord& record) { return record.not_after <= limit; };
  PruneOutcome outcome;
  outcome.x509_refused = std::ranges::all_of(bundle.roots, expired);
  const std::vector<KeyList::Number> keys = bundle.jwt_keys.ended_by(limit);
  const bool all_keys_expired = keys.size() == bundle.jwt_keys.size();
  outcome.jwt_refused = all_keys_expired && !(empty_jwt_allowed && bundle.jwt_keys.empty());
  if (outcome.x509_refused || outcome.jwt_refused) return outcome;
  const auto remove_expired = [&](const RecordList& records) {
    for (const BundleRecord& record : records) {
      if (expired(record)) outcome.edit.remove(bundle, record);
    }
  };
  remove_expired(bundle.roots);
  outcome.edit.remove_keys(bundle, keys);
  remove_expired(bundle.wit_keys);
  return outcome;
}

void apply(Bundle& bundle, const BundleEdit& edit) {
  if (edit.removed.size() > edit.keys_removed.size()) {  // not only JWT keys
    for (auto* records : {&bundle.roots, &bundle.wit_keys}) {
      records->erase_if([&](const BundleRecord& record) { return lists(edit.removed, record); });
    }
  }
  if (!edit.keys_removed.empty()) bundle.jwt_keys.remove(edit.keys_removed);
  if (!edit.keys_added.empty()) bundle.jwt_keys.append(edit.keys_added);
  if (edit.added.size() == edit.keys_added.size()) return;
  for (const BundleRecord& record : edit.added) {
    if (record.key.type == KeyType::x509) bundle.roots.push_back(record);
    if (record.key.type == KeyType::wit) bundle.wit_keys.push_back(record);
  }
}

kernel::Shared<Bundle> next_version(const Bundle& bundle, const BundleEdit& edit) {
  auto next = kernel::Shared<Bundle>::make(bundle);
  apply(*next, edit);
  ++next->sequence;
  return next;
}

void append(BundleEdit& edit, const BundleEdit& next) {
  const auto join = [](auto& list, const auto& more) {
    list.insert(list.end(), more.begin(), more.end());
  };
  join(edit.added, next.added);
  join(edit.removed, next.removed);
  join(edit.keys_added, next.keys_added);
  join(edit.keys_removed, next.keys_removed);
}

}  // namespace spindrift::model
