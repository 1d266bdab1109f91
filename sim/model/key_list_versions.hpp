#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "sim/model/key_list.hpp"

/// What versions of one list share: only key_list.cpp needs to know.
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
    while (next && next.is_only_holder()) next = std::exchange(next->next, nullptr);
  }

  std::uint64_t number = 0;
  std::size_t size = 0;
  std::uint32_t last_place = 0;  ///< given out so far
  Change to_next;
  kernel::Shared<Version> next;
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
