#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/kernel/wakeup.hpp"

namespace spindrift::kernel {

/// The earliest part of an event queue, in exact order: a sorted list, and a heap for what comes
/// late and does not fit near the beginning of that list.
///
/// Invariant: everything in the heap was scheduled after everything in the list, so that at equal
/// time and order the list goes first. A wakeup that leaves the heap makes its entry's pointer
/// null; such entries are dropped when they get to the top or before the storage would grow.
/// Adding and taking cost O(log n), amortised.
class EventFront {
 public:
  /// Adds a wakeup that was scheduled after all others here.
  void add(Wakeup& wakeup);

  /// Takes a whole list over, newest first, of at least one wakeup. REQUIRES: empty.
  void take_short_list(Wakeup*& list) {
    Wakeup* newest = std::exchange(list, nullptr);
    run_ = newest;
    newest->link_ = &run_;
    heap_is_large_ = smallest_large_heap;
    if (newest->next_ == nullptr) return;
    run_ = nullptr;
    while (newest != nullptr) {
      Wakeup* const next = newest->next_;
      Wakeup** place = &run_;
      while (*place != nullptr && before(**place, *newest)) place = &(*place)->next_;
      newest->push_on(*place);
      newest = next;
    }
  }
  /// The same for lists of any length, O(n).
  void take_long_list(Wakeup*& list);

  /// The earliest wakeup; null when there is none.
  [[nodiscard]] Wakeup* earliest() {
    if (heap_.empty()) [[likely]] {
      return run_;
    }
    return earliest_of_both();
  }

  /// So much came late that lists by time would be cheaper than the heap.
  [[nodiscard]] bool is_overloaded() const { return heap_.size() > heap_is_large_; }

  /// Empties it into a list, newest first.
  void release_to(Wakeup*& list);

  /// Forgets all wakeups. They are not scheduled afterwards.
  void clear();

  /// How many wakeups are here. O(n).
  [[nodiscard]] std::size_t size() const;

  /// The bytes of its storage.
  [[nodiscard]] std::size_t bytes() const { return heap_.capacity() * sizeof(Entry); }

  /// The time of the last wakeup in the list. O(n). REQUIRES: the list is not empty.
  [[nodiscard]] Time last_of_list() const;

 private:
  struct Entry {
    Time at;
    Order order;
    std::uint64_t sequence;
    Wakeup* wakeup;
  };

  /// Strictly, without regard to the order of scheduling.
  static bool before(const Wakeup& left, const Wakeup& right) {
    return left.at_ != right.at_ ? left.at_ < right.at_ : left.order_ < right.order_;
  }
  static bool before(const Entry& left, const Entry& right) {
    if (left.at != right.at) return left.at < right.at;
    if (left.order != right.order) return left.order < right.order;
    return left.sequence < right.sequence;
  }

  static constexpr std::size_t smallest_large_heap = 64;

  Wakeup* earliest_of_both();
  template <class Digit>
  static void sort_by(Wakeup*& chain, const Digit& digit_of);
  void push_on_heap(const Entry& entry);
  void remove_heap_top();
  void sift_down(std::size_t position, const Entry& entry);
  void make_room_in_heap();
  static void set(Entry& place, const Entry& entry) {
    place = entry;
    if (entry.wakeup != nullptr) entry.wakeup->link_ = &place.wakeup;
  }

  Wakeup* run_ = nullptr;
  std::vector<Entry> heap_;
  std::size_t heap_is_large_ = smallest_large_heap;
  std::uint64_t sequence_ = 0;
};

}  // namespace spindrift::kernel
