#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/kernel/wakeup.hpp"

namespace spindrift::kernel {

/// The earliest part of an event queue, in exact order: a sorted run that is consumed from its
/// back, and a heap for what comes late and does not fit near that back.
///
/// A wakeup that leaves makes its entry's pointer null; such entries are dropped when they are met
/// or before the storage would grow. Adding costs O(log n), taking O(log n), amortised.
class EventFront {
 public:
  struct Entry {
    Time at;
    Order order;
    std::uint64_t sequence;
    Wakeup* wakeup;
  };

  /// Adds a wakeup that was scheduled after all others here.
  void add(Wakeup& wakeup);

  /// Takes a whole list over, newest first, as the new run. REQUIRES: empty.
  void take_list(Wakeup*& list);

  /// The earliest entry that is still wanted; null when there is none.
  [[nodiscard]] const Entry* earliest() {
    for (;;) {
      while (!run_.empty() && run_.back().wakeup == nullptr) run_.pop_back();
      if (heap_.empty()) [[likely]] {
        return run_.empty() ? nullptr : &run_.back();
      }
      if (heap_.front().wakeup == nullptr) {
        remove_heap_top();
      } else {
        return run_.empty() || before(heap_.front(), run_.back()) ? &heap_.front() : &run_.back();
      }
    }
  }

  /// Takes out what `earliest` has just returned.
  Wakeup& take(const Entry* earliest) {
    Wakeup& wakeup = *earliest->wakeup;
    wakeup.link_ = nullptr;
    if (heap_.empty() || earliest != &heap_.front()) [[likely]] {
      run_.pop_back();
    } else {
      remove_heap_top();
    }
    return wakeup;
  }

  /// The time of the last entry of a run just taken over. REQUIRES: `take_list` came just before.
  [[nodiscard]] Time last_of_run() const { return run_.front().at; }

  /// So much came late that lists by time would be cheaper than the heap.
  [[nodiscard]] bool is_overloaded() const {
    return heap_.size() > heap_is_large && heap_.size() > 2 * run_.size();
  }

  /// Empties it into a list, newest first.
  void release_to(Wakeup*& list);

  /// Forgets all wakeups. They are not scheduled afterwards.
  void clear();

  /// How many wakeups are here. O(n).
  [[nodiscard]] std::size_t size() const;

  /// The bytes of its storage.
  [[nodiscard]] std::size_t bytes() const {
    return (run_.capacity() + heap_.capacity()) * sizeof(Entry);
  }

  static bool before(const Entry& left, const Entry& right) {
    if (left.at != right.at) return left.at < right.at;
    if (left.order != right.order) return left.order < right.order;
    return left.sequence < right.sequence;
  }

 private:
  static constexpr std::size_t heap_is_large = 64;

  void insert_in_run(std::size_t position, const Entry& entry);
  void push_on_heap(const Entry& entry);
  void remove_heap_top();
  void sift_down(std::size_t position, const Entry& entry);
  void make_room_in_run();
  void make_room_in_heap();
  static void set(Entry& place, const Entry& entry) {
    place = entry;
    if (entry.wakeup != nullptr) entry.wakeup->link_ = &place.wakeup;
  }

  /// Descending: the earliest is last.
  std::vector<Entry> run_;
  std::vector<Entry> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace spindrift::kernel
