#include "sim/model/key_list.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace spindrift::model {

/// What the newest version holds.
struct KeyList::Table {
  explicit Table(std::shared_ptr<KeyNumbers> numbers_) : numbers{std::move(numbers_)} {}

  std::shared_ptr<KeyNumbers> numbers;
  Number first = 0;                   ///< number that `places` begins with
  std::vector<std::uint32_t> places;  ///< by number; 0: not in the list
  std::size_t gone = 0;               ///< so many at the beginning of `places` are not in it
  Time earliest_end = kernel::never;
  const Version* newest = nullptr;

  [[nodiscard]] std::uint32_t place(Number number) const {
    const std::size_t offset = number - first;  // wraps round for what came before `first`
    return offset < places.size() ? places[offset] : 0;
  }
  void set(Number number, std::uint32_t place);
  void forget_what_is_gone();
  template <class Wanted>
  [[nodiscard]] std::vector<Entry> entries_in_any_order(const Wanted& wanted) const;
};

/// One version, and what the next one changed. Old versions lead to newer ones and not the other
/// way, so that changes are kept as long as anybody holds a version from before them.
struct KeyList::Version {
  Version() = default;
  Version(const Version&) = delete;
  Version& operator=(const Version&) = delete;
  Version(Version&&) = delete;
  Version& operator=(Version&&) = delete;
  ~Version() {
    // Not by recursion: the chain may be long.
    while (next && next.use_count() == 1) next = std::exchange(next->next, nullptr);
  }

  std::uint64_t number = 0;
  std::size_t size = 0;
  std::uint32_t last_place = 0;  ///< given out so far
  Change to_next;
  std::shared_ptr<Version> next;
};

void KeyList::Table::set(Number number, std::uint32_t place) {
  if (places.empty()) first = number;
  if (number < first) {
    places.insert(places.begin(), first - number, 0);
    first = number;
    gone = 0;
  }
  const std::size_t offset = number - first;
  if (offset >= places.size()) places.resize(offset + 1, 0);
  places[offset] = place;
  if (place != 0) {
    gone = std::min(gone, offset);
    earliest_end = std::min(earliest_end, numbers->record(number).not_after);
  }
}

void KeyList::Table::forget_what_is_gone() {
  while (gone < places.size() && places[gone] == 0) ++gone;
  if (gone == places.size()) {
    places.clear();
    gone = 0;
  } else if (gone > places.size() / 2) {
    places.erase(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(gone));
    first += static_cast<Number>(gone);
    gone = 0;
  }
  earliest_end = kernel::never;
  for (std::size_t offset = gone; offset < places.size(); ++offset) {
    if (places[offset] == 0) continue;
    const auto number = static_cast<Number>(first + offset);
    earliest_end = std::min(earliest_end, numbers->record(number).not_after);
  }
}

template <class Wanted>
std::vector<KeyList::Entry> KeyList::Table::entries_in_any_order(const Wanted& wanted) const {
  std::vector<Entry> all;
  for (std::size_t offset = gone; offset < places.size(); ++offset) {
    if (places[offset] == 0) continue;
    const auto number = static_cast<Number>(first + offset);
    if (wanted(number)) all.push_back({number, places[offset]});
  }
  return all;
}

KeyList::KeyList(std::shared_ptr<KeyNumbers> numbers)
    : table_{std::make_shared<Table>(std::move(numbers))}, version_{std::make_shared<Version>()} {
  table_->newest = version_.get();
}

KeyNumbers& KeyList::numbers() const { return *table_->numbers; }
bool KeyList::is_newest() const { return table_->newest == version_.get(); }
std::size_t KeyList::size() const { return version_->size; }

Time KeyList::earliest_end() const {
  Time earliest = table_->earliest_end;
  for (const Version* each = version_.get(); each->next; each = each->next.get()) {
    for (const Entry& entry : each->to_next.removed) {
      earliest = std::min(earliest, numbers().record(entry.number).not_after);
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

bool KeyList::has(const BundleRecord& record) const {
  const auto number = numbers().find(record);
  return number && place_of(*number);
}

bool KeyList::has(const Key& key) const {
  const auto all = numbers().of(key);
  return std::ranges::any_of(all, [&](Number number) { return place_of(number).has_value(); });
}

std::vector<KeyList::Entry> KeyList::entries() const {
  std::vector<Entry> all = table_->entries_in_any_order([](Number) { return true; });
  if (is_newest()) {
    std::ranges::sort(all, {}, &Entry::place);
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
  std::ranges::sort(all, {}, &Entry::place);
  return all;
}

namespace {

std::vector<BundleRecord> records_of(const std::vector<KeyList::Entry>& entries,
                                     const KeyNumbers& numbers) {
  std::vector<BundleRecord> records;
  for (const KeyList::Entry& entry : entries) records.push_back(numbers.record(entry.number));
  return records;
}

}  // namespace

std::vector<BundleRecord> KeyList::ended_by(Time limit) const {
  if (earliest_end() > limit) return {};
  const auto has_ended = [&](Number number) { return numbers().record(number).not_after <= limit; };
  std::vector<Entry> ended;
  if (is_newest()) {
    ended = table_->entries_in_any_order(has_ended);
  } else {
    ended = entries();
    std::erase_if(ended, [&](const Entry& entry) { return !has_ended(entry.number); });
  }
  std::ranges::sort(ended, {}, &Entry::place);
  return records_of(ended, numbers());
}

std::vector<BundleRecord> KeyList::records() const { return records_of(entries(), numbers()); }

// ---------------------------------------------------------------- changes

/// The table to be changed: a copy when others hold newer versions of this list.
KeyList::Table& KeyList::own_table() {
  if (is_newest()) return *table_;
  const std::vector<Entry> all = entries();
  auto table = std::make_shared<Table>(table_->numbers);
  for (const Entry& entry : all) table->set(entry.number, entry.place);
  auto version = std::make_shared<Version>();
  version->size = version_->size;
  version->last_place = version_->last_place;
  table->newest = version.get();
  table_ = std::move(table);
  version_ = std::move(version);
  return *table_;
}

void KeyList::advance(Change change) {
  auto next = std::make_shared<Version>();
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
  for (const Number number : numbers) {
    table.set(number, ++place);
    change.added.push_back({number, place});
  }
  advance(std::move(change));
}

void KeyList::remove(const std::vector<Number>& numbers) {
  Table& table = own_table();
  Change change;
  for (const Number number : numbers) {
    change.removed.push_back({number, table.place(number)});
    table.set(number, 0);
  }
  table.forget_what_is_gone();
  advance(std::move(change));
}

void KeyList::replace(Number number, Number by) {
  Table& table = own_table();
  const std::uint32_t place = table.place(number);
  table.set(number, 0);
  table.set(by, place);
  advance({{{by, place}}, {{number, place}}});
}

// ---------------------------------------------------------------- comparing versions

std::optional<KeyList::Change> KeyList::change_to(const KeyList& later) const {
  if (table_ != later.table_ || version_->number > later.version_->number) return std::nullopt;
  Change change;
  for (const Version* each = version_.get(); each != later.version_.get();
       each = each->next.get()) {
    const Change& step = each->to_next;
    for (const Entry& entry : step.removed) {
      // Only what was added since can be among it, or what took another one's place.
      const bool may_be_new = entry.place > version_->last_place || !numbers().one_record_a_key();
      const auto added = may_be_new ? std::ranges::find(change.added, entry) : change.added.end();
      if (added == change.added.end()) {
        change.removed.push_back(entry);
      } else {
        change.added.erase(added);
      }
    }
    change.added.insert(change.added.end(), step.added.begin(), step.added.end());
  }
  return change;
}

bool KeyList::comes_before(const KeyList& later) const {
  return table_ == later.table_ && version_->number < later.version_->number;
}

bool operator==(const KeyList& one, const KeyList& other) {
  if (one.version_ == other.version_) return true;
  if (one.size() != other.size()) return false;
  const bool one_is_older = one.version_->number <= other.version_->number;
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
