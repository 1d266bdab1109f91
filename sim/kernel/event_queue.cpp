#include "sim/kernel/event_queue.hpp"

#include <tuple>

namespace spindrift::kernel {

Wakeup::~Wakeup() {
  if (queue_ != nullptr) queue_->cancel(*this);
}

EventQueue::~EventQueue() {
  for (const Entry& entry : heap_) entry.wakeup->queue_ = nullptr;
}

bool EventQueue::before(const Entry& left, const Entry& right) {
  return std::tie(left.at, left.order, left.sequence) <
         std::tie(right.at, right.order, right.sequence);
}

void EventQueue::place(std::size_t position, const Entry& entry) {
  heap_[position] = entry;
  entry.wakeup->position_ = position;
}

void EventQueue::sift_up(std::size_t position, const Entry& entry) {
  while (position > 0) {
    const std::size_t parent = (position - 1) / 4;
    if (!before(entry, heap_[parent])) break;
    place(position, heap_[parent]);
    position = parent;
  }
  place(position, entry);
}

void EventQueue::sift_down(std::size_t position, const Entry& entry) {
  for (;;) {
    const std::size_t first_child = position * 4 + 1;
    if (first_child >= heap_.size()) break;
    const std::size_t end = std::min(first_child + 4, heap_.size());
    std::size_t smallest = first_child;
    for (std::size_t child = first_child + 1; child < end; ++child) {
      if (before(heap_[child], heap_[smallest])) smallest = child;
    }
    if (!before(heap_[smallest], entry)) break;
    place(position, heap_[smallest]);
    position = smallest;
  }
  place(position, entry);
}

void EventQueue::remove_at(std::size_t position) {
  const Entry last = heap_.back();
  heap_.pop_back();
  if (position == heap_.size()) return;
  if (position > 0 && before(last, heap_[(position - 1) / 4])) {
    sift_up(position, last);
  } else {
    sift_down(position, last);
  }
}

void EventQueue::schedule(Wakeup& wakeup, Time at, Order order) {
  if (wakeup.queue_ != nullptr) wakeup.queue_->cancel(wakeup);
  wakeup.queue_ = this;
  const Entry entry{at, order, sequence_++, &wakeup};
  heap_.push_back(entry);
  sift_up(heap_.size() - 1, entry);
}

void EventQueue::cancel(Wakeup& wakeup) {
  if (wakeup.queue_ != this) return;
  wakeup.queue_ = nullptr;
  remove_at(wakeup.position_);
}

void EventQueue::fire_earliest() {
  Wakeup& wakeup = *heap_.front().wakeup;
  wakeup.queue_ = nullptr;
  remove_at(0);
  wakeup.fire();
}

}  // namespace spindrift::kernel
