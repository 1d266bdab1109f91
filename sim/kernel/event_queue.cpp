#include "sim/kernel/event_queue.hpp"

namespace spindrift::kernel {

EventQueue::~EventQueue() {
  front_.clear();
  for (EventRung& rung : rungs_) rung.clear();
  while (far_ != nullptr) cancel(*far_);
}

/// Fetches the next events into the empty front. False when there are none.
bool EventQueue::refill() {
  constexpr int short_list = 16;
  const auto is_long = [](const Wakeup* wakeup) {
    int count = 0;
    for (; wakeup != nullptr; wakeup = wakeup->next_) {
      if (++count > short_list) return true;
    }
    return false;
  };
  for (;;) {
    EventRung* const rung = depth_ == 0 ? nullptr : &rungs_[depth_ - 1];
    Wakeup** const list = rung == nullptr ? &far_ : rung->first_list();
    if (list == nullptr) {
      --depth_;
      continue;
    }
    if (*list == nullptr) return false;
    if (!is_long(*list)) {
      front_.take_short_list(*list);
    } else if (depth_ < deepest && rungs_[depth_].split(*list)) {
      front_last_ = rungs_[depth_].start() - Duration{1};
      ++depth_;
      continue;
    } else {
      front_.take_long_list(*list);
    }
    front_last_ = rung == nullptr ? front_.last_of_list() : rung->last_of_first_list();
    return true;
  }
}

void EventQueue::add_to_front(Wakeup& wakeup) {
  front_.add(wakeup);
  if (!front_.is_overloaded() || depth_ == deepest) return;
  const Wakeup* const first = front_.earliest();
  if (first == nullptr) return;
  // Hand the front over to a rung, which will be split as soon as its first event is wanted.
  const Time earliest = first->at_;
  EventRung& rung = rungs_[depth_++];
  rung.reset(earliest, front_last_);
  front_.release_to(rung.list_at(earliest));
  front_last_ = earliest - Duration{1};
}

std::size_t EventQueue::size() const {
  std::size_t count = front_.size();
  for (const EventRung& rung : rungs_) count += rung.size();
  for (const Wakeup* wakeup = far_; wakeup != nullptr; wakeup = wakeup->next_) ++count;
  return count;
}

std::size_t EventQueue::bytes() const {
  std::size_t sum = front_.bytes();
  for (const EventRung& rung : rungs_) sum += rung.bytes();
  return sum;
}

}  // namespace spindrift::kernel
