#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "sim/model/key_list.hpp"
#include "sim/model/key_list_log.hpp"

/// What versions of one list share: only key_list.cpp needs to know.
namespace spindrift::model {

/// What the newest version holds, and how it came from each older one that anybody holds.
struct KeyList::Table {
  explicit Table(std::shared_ptr<KeyNumbers> numbers_) : numbers{std::move(numbers_)} {}

  std::shared_ptr<KeyNumbers> numbers;
  Number first = 0;                   ///< number that `places` begins with
  std::vector<std::uint32_t> places;  ///< by number; 0: not in the list
  std::size_t gone = 0;               ///< so many at the beginning of `places` are not in it
  Time earliest_end = kernel::never;
  const Version* newest = nullptr;  ///< null: nobody holds it any more
  KeyListLog log;
  Version* newest_held = nullptr;

  [[nodiscard]] std::uint32_t place(Number number) const {
    const std::size_t offset = number - first;  // wraps round for what came before `first`
    return offset < places.size() ? places[offset] : 0;
  }
  /// For numbers from `lowest` to `highest`.
  void make_room(Number lowest, Number highest);
  /// Where there is room for it.
  void put(Number number, std::uint32_t place);
  void take_out(Number number) { places[number - first] = 0; }
  void forget_what_is_gone();
  /// Calls `visit` with each entry of a block of numbers in which `is_wanted(earliest end)`. Asks
  /// for each block as it comes to it.
  template <class IsWanted, class Visit>
  void for_each_in_blocks(const IsWanted& is_wanted, const Visit& visit) const;
};

/// One version. Those that anybody holds stand in a row: what happened before the oldest of them
/// can be forgotten.
struct KeyList::Version {
  /// Becomes the newest of that table, with what has happened to it so far.
  explicit Version(Table& table_)
      : table{table_}, happened{table_.log.end()}, older{table_.newest_held} {
    if (older != nullptr) older->newer = this;
    table.newest_held = this;
    table.newest = this;
  }
  Version(const Version&) = delete;
  Version& operator=(const Version&) = delete;
  Version(Version&&) = delete;
  Version& operator=(Version&&) = delete;
  ~Version() {
    if (table.newest == this) table.newest = nullptr;
    (newer != nullptr ? newer->older : table.newest_held) = older;
    if (older != nullptr) {
      older->newer = newer;
    } else {
      table.log.forget_before(newer != nullptr ? newer->happened : table.log.end());
    }
  }

  /// What has happened to the list after this version.
  [[nodiscard]] std::span<const KeyListLog::Step> since() const {
    return table.log.between(happened, table.log.end());
  }

  Table& table;                   ///< whoever holds a version holds its table too
  KeyListLog::Position happened;  ///< up to this version
  std::size_t size = 0;
  std::uint32_t last_place = 0;  ///< given out so far
  Version* older;
  Version* newer = nullptr;
};

template <class IsWanted, class Visit>
void KeyList::Table::for_each_in_blocks(const IsWanted& is_wanted, const Visit& visit) const {
  for (std::size_t offset = gone; offset < places.size();) {
    const std::size_t block = (first + offset) / KeyNumbers::block_size;
    const std::size_t end = std::min((block + 1) * KeyNumbers::block_size - first, places.size());
    if (is_wanted(numbers->earliest_end_in_block(block))) {
      for (; offset < end; ++offset) {
        if (places[offset] != 0) visit(Entry{static_cast<Number>(first + offset), places[offset]});
      }
    }
    offset = end;
  }
}

}  // namespace spindrift::model
