#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/kernel/event_front.hpp"
#include "sim/kernel/event_rung.hpp"
#include "sim/kernel/order.hpp"
#include "sim/kernel/time.hpp"
#include "sim/kernel/wakeup.hpp"

namespace spindrift::kernel {

/// The pending events, earliest first; at one instant by `Order`, then by order of scheduling.
///
/// A ladder queue (W. T. Tang, R. S. M. Goh, I. L. Thng, ACM TOMACS 15, 2005) with links inside the
/// wakeups. What is far away lies in one list without order. When its time comes near, a rung of
/// short lists takes its earlier part; a list that is still long gets a rung of its own; a short
/// one is sorted and becomes the front. The widths follow from what is pending, so it does not
/// matter how the times are spread. Equal times in bulk are sorted by the digits of their order.
///
/// Invariants: (1) what is due up to `front_last_` is in the front; after that up to the last
/// moment of the innermost rung in that rung; and so on outwards; the outermost reaches to `never`.
/// (2) Equal times are always in the same place, each list newest first: the order of scheduling is
/// never lost and need not be stored. (3) Which place something is in never decides when it fires.
///
/// Cancelling costs O(1); scheduling and firing O(1) amortised, and at most O(log n) amortised for
/// what is scheduled into the front, that is, for almost at once.
/// Memory: the wakeup itself (40 bytes) and less than one pointer in the lists.
class EventQueue {
 public:
  EventQueue() = default;
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;
  EventQueue(EventQueue&&) = delete;
  EventQueue& operator=(EventQueue&&) = delete;
  ~EventQueue();

  /// Adds `wakeup`, or moves it when it is scheduled already: then it counts as scheduled now.
  /// REQUIRES: `at` is not before zero.
  void schedule(Wakeup& wakeup, Time at, Order order) {
    wakeup.unlink_if_scheduled();
    wakeup.at_ = at;
    wakeup.order_ = order;
    if (at <= front_last_) {
      add_to_front(wakeup);
    } else {
      wakeup.push_on(list_for(at));
    }
  }

  /// Takes `wakeup` out of the queue it is in, if any. O(1).
  void cancel(Wakeup& wakeup) { wakeup.unlink_if_scheduled(); }

  /// The time of the earliest event; `never` when there is none.
  [[nodiscard]] Time earliest() {
    const Wakeup* const first = first_wakeup();
    return first == nullptr ? never : first->at_;
  }

  /// Takes the earliest event out, if it is due at `until` or before, sets `now` to its time and
  /// executes it. False when there is no such event.
  bool fire_next(Time until, Time& now) {
    Wakeup* const first = first_wakeup();
    if (first == nullptr || first->at_ > until) return false;
    if (first->at_ != now || latest_order_ < first->order_) latest_order_ = first->order_;
    now = first->at_;
    first->unlink();
    first->fire();
    return true;
  }

  /// Takes the earliest event out and executes it. REQUIRES: not empty.
  void fire_earliest() {
    Time now{};
    fire_next(never, now);
  }

  /// The latest in order of those executed at the instant of the last one: whatever was scheduled
  /// for that instant in time, and stands not after it, has been executed too.
  [[nodiscard]] Order latest_order() const { return latest_order_; }

  /// How many events are pending. They are counted each time: O(n).
  [[nodiscard]] std::size_t size() const;

  /// The bytes that it has allocated; wakeups are their owners'.
  [[nodiscard]] std::size_t bytes() const;

 private:
  static constexpr std::size_t deepest = 16;

  [[nodiscard]] Wakeup*& list_for(Time at) {
    EventRung* rung = innermost_;
    while (at > rung->last()) --rung;
    return rung->list_at(at);
  }

  [[nodiscard]] Wakeup* first_wakeup() {
    Wakeup* const first = front_.earliest();
    if (first != nullptr || !refill()) [[likely]] {
      return first;
    }
    return front_.earliest();
  }

  [[nodiscard]] bool is_outermost() const { return innermost_ == rungs_.data(); }
  [[nodiscard]] bool has_room_inside() const { return innermost_ != &rungs_.back(); }
  static bool is_long(const Wakeup* wakeup);
  void add_to_front(Wakeup& wakeup);
  bool refill();

  EventFront front_;
  Order latest_order_;
  Time front_last_{Duration{-1}};
  /// The first holds, in one list, what is far away; each other one a part of that before it.
  std::array<EventRung, deepest + 1> rungs_{EventRung{Time{}, never}};
  EventRung* innermost_ = rungs_.data();
};

}  // namespace spindrift::kernel
