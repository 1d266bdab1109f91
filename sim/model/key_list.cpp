#include "sim/model/key_list.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <unordered_map>
#include <utility>

#include "sim/model/key_list_versions.hpp"

namespace spindrift::model {

KeyList::KeyList(std::shared_ptr<KeyNumbers> numbers)
    : table_{kernel::Shared<Table>::make(std::move(numbers))},
      version_{kernel::Shared<Version>::make()} {
  table_->newest = version_.get();
}

KeyNumbers& KeyList::numbers() const { return *table_->numbers; }
bool KeyList::is_newest() const { return table_->newest == version_.get(); }
std::size_t KeyList::size() const { return version_->size; }

Time KeyList::earliest_end() const {
  Time earliest = table_->earliest_end;
  for (const Version* each = version_.get(); each->next; each = each->next.get()) {
    for (const Entry& entry : each->to_next.removed) {
      earliest = std::min(earliest, numbers().end(entry.number));
    }
  }
  return earliest;
}

// ---------------------------------------------------------------- what it holds

std::optional<std::uint32_t> KeyList::place_of(Number number) const {
  // The newest first, then back over what changed: the last change to be undone decides.
  std::uint32_t place = table_->place(number);
  if (is_newest()) return place == 0 ? std::nullopt : std::optional{place};
  for (const Version* each = version_.get(); each->next; each = each->next.get()) {
    for (const Entry& entry : each->to_next.removed) {
      if (entry.number == number) return entry.place;
    }
    for (const Entry& entry : each->to_next.added) {
      if (entry.number == number) return std::nullopt;
    }
  }
  return place == 0 ? std::nullopt : std::optional{place};
}

std::vector<KeyList::Number> KeyList::lacking(const std::vector<Entry>& entries) const {
  std::vector<Number> lacking;
  lacking.reserve(entries.size());
  for (const Entry& entry : entries) {
    if (!place_of(entry.number)) lacking.push_back(entry.number);
  }
  return lacking;
}

std::vector<KeyList::Entry> KeyList::entries_of(const std::vector<Number>& numbers) const {
  std::vector<Entry> found;
  for (const Number number : numbers) {
    if (const auto place = place_of(number)) found.push_back({number, *place});
  }
  return found;
}

bool KeyList::has(const BundleRecord& record) const {
  const auto number = numbers().find(record);
  return number && place_of(*number);
}

bool KeyList::has(const Key& key) const {
  const auto all = numbers().of(key);
  return std::ranges::any_of(all, [&](Number number) { return place_of(number).has_value(); });
}

namespace {

std::vector<KeyList::Number> numbers_of(const std::vector<KeyList::Entry>& entries) {
  std::vector<KeyList::Number> numbers;
  numbers.reserve(entries.size());
  for (const KeyList::Entry& entry : entries) numbers.push_back(entry.number);
  return numbers;
}

/// Each place once: many of them are put where they belong rather than compared.
void put_in_order(std::vector<KeyList::Entry>& entries) {
  if (std::ranges::is_sorted(entries, {}, &KeyList::Entry::place)) return;
  const auto [first, last] = std::ranges::minmax(entries, {}, &KeyList::Entry::place);
  const std::size_t places = std::size_t{last.place - first.place} + 1;
  if (places > 8 * entries.size()) {
    KeyList::sort(entries);
    return;
  }
  constexpr KeyList::Number none = std::numeric_limits<KeyList::Number>::max();
  std::vector<KeyList::Number> at(places, none);
  for (const KeyList::Entry& entry : entries) at[entry.place - first.place] = entry.number;
  auto next = entries.begin();
  for (std::uint32_t place = 0; place < places; ++place) {
    if (at[place] != none) *next++ = {at[place], first.place + place};
  }
}

}  // namespace

std::vector<KeyList::Entry> KeyList::entries() const {
  std::vector<Entry> all;
  table_->for_each_in_blocks([](Time) { return true; },
                             [&all](const Entry& entry) { all.push_back(entry); });
  if (is_newest()) {
    put_in_order(all);
    return all;
  }
  std::unordered_map<std::uint64_t, int> undone;  // looked up only
  const auto packed = [](const Entry& entry) {
    return std::uint64_t{entry.number} << 32U | entry.place;
  };
  std::vector<Entry> removed;
  for (const Version* each = version_.get(); each->next; each = each->next.get()) {
    for (const Entry& entry : each->to_next.added) ++undone[packed(entry)];
    for (const Entry& entry : each->to_next.removed) {
      // What was added since and is gone again is nothing to bring back.
      if (--undone[packed(entry)] < 0) removed.push_back(entry);
    }
  }
  std::erase_if(all, [&](const Entry& entry) { return undone.contains(packed(entry)); });
  all.insert(all.end(), removed.begin(), removed.end());
  put_in_order(all);
  return all;
}

void KeyList::sort(std::vector<Entry>& entries) {
  if (!std::ranges::is_sorted(entries, {}, &Entry::place)) {
    std::ranges::sort(entries, {}, &Entry::place);
  }
}

std::vector<KeyList::Number> KeyList::ended_by(Time limit) const {
  if (earliest_end() > limit) return {};
  const auto has_ended = [&all = numbers(), limit](const Entry& entry) {
    return all.end(entry.number) <= limit;
  };
  std::vector<Entry> ended;
  if (is_newest()) {
    table_->for_each_in_blocks([limit](Time earliest) { return earliest <= limit; },
                               [&](const Entry& entry) {
                                 if (has_ended(entry)) ended.push_back(entry);
                               });
  } else {
    ended = entries();
    std::erase_if(ended, std::not_fn(has_ended));
  }
  put_in_order(ended);
  return numbers_of(ended);
}

std::vector<BundleRecord> KeyList::records() const {
  std::vector<BundleRecord> records;
  for (const Entry& entry : entries()) records.push_back(numbers().record(entry.number));
  return records;
}

// ---------------------------------------------------------------- changes

/// The table to be changed: a copy when others hold newer versions of this list.
KeyList::Table& KeyList::own_table() {
  if (is_newest()) return *table_;
  const std::vector<Entry> all = entries();
  auto table = kernel::Shared<Table>::make(table_->numbers);
  if (!all.empty()) {
    const auto [lowest, highest] = std::ranges::minmax_element(all, {}, &Entry::number);
    table->make_room(lowest->number, highest->number);
  }
  for (const Entry& entry : all) table->put(entry.number, entry.place);
  auto version = kernel::Shared<Version>::make();
  version->size = version_->size;
  version->last_place = version_->last_place;
  table->newest = version.get();
  table_ = std::move(table);
  version_ = std::move(version);
  return *table_;
}

void KeyList::advance(Change change) {
  auto next = kernel::Shared<Version>::make();
  next->number = version_->number + 1;
  next->size = version_->size + change.added.size() - change.removed.size();
  next->last_place = version_->last_place;
  for (const Entry& entry : change.added) {
    next->last_place = std::max(next->last_place, entry.place);
  }
  version_->to_next = std::move(change);
  version_->next = next;
  version_ = std::move(next);
  table_->newest = version_.get();
}

void KeyList::append(const std::vector<Number>& numbers) {
  Table& table = own_table();
  Change change;
  std::uint32_t place = version_->last_place;
  change.added.reserve(numbers.size());
  if (!numbers.empty()) {
    const auto [lowest, highest] = std::ranges::minmax_element(numbers);
    table.make_room(*lowest, *highest);
  }
  for (const Number number : numbers) {
    table.put(number, ++place);
    change.added.push_back({number, place});
  }
  advance(std::move(change));
}

void KeyList::remove(const std::vector<Number>& numbers) {
  Table& table = own_table();
  Change change;
  change.removed.reserve(numbers.size());
  for (const Number number : numbers) {
    change.removed.push_back({number, table.place(number)});
    table.take_out(number);
  }
  table.forget_what_is_gone();
  advance(std::move(change));
}

void KeyList::replace(Number number, Number by) {
  Table& table = own_table();
  const std::uint32_t place = table.place(number);
  table.take_out(number);
  table.make_room(by, by);
  table.put(by, place);
  advance({{{by, place}}, {{number, place}}});
}

}  // namespace spindrift::model
