#include "sim/kernel/event_queue.hpp"

namespace spindrift::kernel {

EventQueue::~EventQueue() {
  front_.clear();
  for (EventRung& rung : rungs_) rung.clear();
}

namespace {

constexpr int short_list = 16;

}  // namespace

/// Whether a list, which is not empty, is too long to be sorted by insertion.
bool EventQueue::is_long(const Wakeup* wakeup) {
  for (int pairs = 0; pairs < short_list / 2; ++pairs) {
    wakeup = wakeup->next_;
    if (wakeup == nullptr) return false;
    wakeup = wakeup->next_;
    if (wakeup == nullptr) return false;
  }
  return true;
}

/// Fetches the next events into the empty front. False when there are none.
bool EventQueue::refill() {
  for (;;) {
    Wakeup** const list = innermost_->first_list();
    if (list == nullptr) {
      if (is_outermost()) {
        innermost_->rewind();
        return false;
      }
      --innermost_;
      continue;
    }
    // Inner rungs come and go, and hold a part only: they save memory by longer lists.
    const auto size = is_outermost() ? EventRung::Size::fine : EventRung::Size::coarse;
    if (!is_long(*list)) {
      front_.take_short_list(*list);
    } else if (has_room_inside() && innermost_[1].split(*list, size)) {
      ++innermost_;
      front_last_ = innermost_->start() - Duration{1};
      continue;
    } else {
      front_.take_long_list(*list);
    }
    front_last_ = is_outermost() ? front_.last_of_list() : innermost_->last_of_first_list();
    return true;
  }
}

void EventQueue::add_to_front(Wakeup& wakeup) {
  front_.add(wakeup);
  if (!front_.is_overloaded() || !has_room_inside()) return;
  const Wakeup* const first = front_.earliest();
  if (first == nullptr) return;
  // Hand the front over to a rung, which will be split as soon as its first event is wanted.
  const Time earliest = first->at_;
  ++innermost_;
  innermost_->reset(earliest, front_last_);
  front_.release_to(innermost_->list_at(earliest));
  front_last_ = earliest - Duration{1};
}

std::size_t EventQueue::size() const {
  std::size_t count = front_.size();
  for (const EventRung& rung : rungs_) count += rung.size();
  return count;
}

std::size_t EventQueue::bytes() const {
  std::size_t sum = front_.bytes();
  for (const EventRung& rung : rungs_) sum += rung.bytes();
  return sum;
}

}  // namespace spindrift::kernel
