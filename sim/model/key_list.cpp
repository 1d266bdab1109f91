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
      version_{kernel::Shared<Version>::make(*table_)} {}

KeyList::KeyList(kernel::Shared<Table> table, kernel::Shared<Version> version)
    : table_{std::move(table)}, version_{std::move(version)} {}

KeyList& KeyList::operator=(KeyList other) noexcept {
  std::swap(table_, other.table_);
  std::swap(version_, other.version_);
  return *this;
}

KeyNumbers& KeyList::numbers() const { return *table_->numbers; }
bool KeyList::is_newest() const { return table_->newest == version_.get(); }
std::size_t KeyList::size() const { return version_->size; }

Time KeyList::earliest_end() const {
  Time earliest = table_->earliest_end;
  for (const KeyListLog::Step& step : version_->since()) {
    if (step.is_removal) earliest = std::min(earliest, numbers().end(step.entry.number));
  }
  return earliest;
}

// ---------------------------------------------------------------- what it holds

std::optional<std::uint32_t> KeyList::place_of(Number number) const {
  // What happened first since then, if anything did, tells how it was before.
  if (!is_newest()) {
    for (const KeyListLog::Step& step : version_->since()) {
      if (step.entry.number != number) continue;
      return step.is_removal ? std::optional{step.entry.place} : std::nullopt;
    }
  }
  const std::uint32_t place = table_->place(number);
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
  for (const auto& [entry, is_removal] : version_->since()) {
    int& additions = undone[packed(entry)];
    additions += is_removal ? -1 : 1;
    // What was added since and is gone again is nothing to bring back.
    if (is_removal && additions < 0) removed.push_back(entry);
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
  auto version = kernel::Shared<Version>::make(*table);
  version->size = version_->size;
  version->last_place = version_->last_place;
  *this = KeyList{std::move(table), std::move(version)};
  return *table_;
}

void KeyList::advance(std::size_t size, std::uint32_t last_place) {
  auto next = kernel::Shared<Version>::make(*table_);
  next->size = size;
  next->last_place = last_place;
  version_ = std::move(next);
}

void KeyList::append(const std::vector<Number>& numbers) {
  Table& table = own_table();
  std::uint32_t place = version_->last_place;
  if (!numbers.empty()) {
    const auto [lowest, highest] = std::ranges::minmax_element(numbers);
    table.make_room(*lowest, *highest);
  }
  for (const Number number : numbers) {
    table.put(number, ++place);
    table.log.added({number, place});
  }
  advance(version_->size + numbers.size(), place);
}

void KeyList::remove(const std::vector<Number>& numbers) {
  Table& table = own_table();
  for (const Number number : numbers) {
    table.log.removed({number, table.place(number)});
    table.take_out(number);
  }
  table.forget_what_is_gone();
  advance(version_->size - numbers.size(), version_->last_place);
}

void KeyList::replace(Number number, Number by) {
  Table& table = own_table();
  const std::uint32_t place = table.place(number);
  table.log.removed({number, place});
  table.take_out(number);
  table.make_room(by, by);
  table.put(by, place);
  table.log.added({by, place});
  advance(version_->size, version_->last_place);
}

}  // namespace spindrift::model
