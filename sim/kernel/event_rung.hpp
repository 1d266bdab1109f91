#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/kernel/wakeup.hpp"

namespace spindrift::kernel {

/// Lists of wakeups by time: list `i` holds those of [start + i·2^shift, start + (i + 1)·2^shift),
/// newest first. Up to `last`, inclusive.
class EventRung {
 public:
  EventRung() = default;
  EventRung(Time start, Time last) { reset(start, last); }

  [[nodiscard]] Time last() const { return last_; }

  /// The list for `at`. REQUIRES: start <= at <= last.
  [[nodiscard]] Wakeup*& list_at(Time at) { return lists_[index(at)]; }

  /// The first list from here on that has a wakeup; null when there is none. Lists that it has gone
  /// past must stay empty.
  [[nodiscard]] Wakeup** first_list() {
    Wakeup** list = lists_.data() + current_;
    Wakeup** const end = lists_.data() + lists_.size();
    while (list != end && *list == nullptr) ++list;
    current_ = static_cast<std::size_t>(list - lists_.data());
    return list != end ? list : nullptr;
  }

  /// The last moment of the list that `first_list` returned.
  [[nodiscard]] Time last_of_first_list() const {
    if (current_ + 1 == lists_.size()) return last_;
    return start_ + Duration{static_cast<std::int64_t>(((current_ + 1) << shift_) - 1)};
  }

  /// Makes `first_list` look from the beginning again.
  void rewind() { current_ = 0; }

  /// Becomes one empty list for [start, last].
  void reset(Time start, Time last);

  enum class Size : std::uint8_t { fine, coarse };

  /// Moves at least a quarter of `list` here, its earliest part, into lists of about two wakeups
  /// each, or eight. What is later than `last` stays in `list`, in its order. False, and nothing
  /// moved, when all of `list` is due at one moment. O(length of the list).
  bool split(Wakeup*& list, Size size);

  /// Forgets all wakeups. They are not scheduled afterwards.
  void clear();

  [[nodiscard]] Time start() const { return start_; }
  /// How many wakeups are here. O(lists + wakeups).
  [[nodiscard]] std::size_t size() const;
  /// The bytes of its storage.
  [[nodiscard]] std::size_t bytes() const { return lists_.capacity() * sizeof(Wakeup*); }

 private:
  [[nodiscard]] std::size_t index(Time at) const {
    return static_cast<std::uint64_t>((at - start_).count()) >> shift_;
  }

  Time start_{};
  Time last_{};
  unsigned shift_ = 0;
  std::size_t current_ = 0;
  std::vector<Wakeup*> lists_;
};

}  // namespace spindrift::kernel
