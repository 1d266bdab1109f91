#include "sim/kernel/event_front.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace spindrift::kernel {

namespace {

/// What comes late is mostly due at once: it belongs near the beginning of the list.
constexpr int steps_from_the_beginning = 8;

constexpr std::size_t smallest_capacity = 32;

constexpr unsigned digit_bits = 4;
constexpr std::size_t digits = 1U << digit_bits;

}  // namespace

void EventFront::add(Wakeup& wakeup) {
  if (heap_.empty()) {
    Wakeup** place = &run_;
    for (int step = 0; step < steps_from_the_beginning; ++step) {
      if (*place == nullptr || before(wakeup, **place)) {
        wakeup.push_on(*place);
        return;
      }
      place = &(*place)->next_;
    }
  }
  wakeup.next_ = nullptr;
  push_on_heap({wakeup.at_, wakeup.order_, sequence_++, &wakeup});
}

/// Sorts a chain, of which only forward links are used, by one digit; equal ones keep their order.
template <class Digit>
void EventFront::sort_by(Wakeup*& chain, const Digit& digit_of) {
  std::array<Wakeup*, digits> first{};
  std::array<Wakeup**, digits> end{};
  for (std::size_t digit = 0; digit < digits; ++digit) end[digit] = &first[digit];
  for (Wakeup* wakeup = chain; wakeup != nullptr; wakeup = wakeup->next_) {
    const std::size_t digit = digit_of(*wakeup);
    *end[digit] = wakeup;
    end[digit] = &wakeup->next_;
  }
  Wakeup** place = &chain;
  for (std::size_t digit = 0; digit < digits; ++digit) {
    if (first[digit] == nullptr) continue;
    *place = first[digit];
    place = end[digit];
  }
  *place = nullptr;
}

/// Radix sort: stable, without memory of its own, and it looks at no digit that is the same in all.
void EventFront::take_long_list(Wakeup*& list) {
  const std::uint64_t some_time = list->ticks();
  const std::uint64_t some_rank = list->order_.rank();
  std::uint64_t times_differ = 0;
  std::uint64_t ranks_differ = 0;
  Wakeup* sorted = nullptr;
  while (list != nullptr) {
    Wakeup* const next = list->next_;
    times_differ |= list->ticks() ^ some_time;
    ranks_differ |= list->order_.rank() ^ some_rank;
    list->next_ = std::exchange(sorted, list);
    list = next;
  }
  for (unsigned shift = 0; shift < 64; shift += digit_bits) {
    if ((ranks_differ >> shift) % digits == 0) continue;
    sort_by(sorted, [=](const Wakeup& wakeup) { return (wakeup.order_.rank() >> shift) % digits; });
  }
  for (unsigned shift = 0; shift < 64; shift += digit_bits) {
    if ((times_differ >> shift) % digits == 0) continue;
    sort_by(sorted, [=](const Wakeup& wakeup) { return (wakeup.ticks() >> shift) % digits; });
  }
  std::size_t count = 0;
  Wakeup** place = &run_;
  for (Wakeup* wakeup = sorted; wakeup != nullptr; wakeup = wakeup->next_) {
    *place = wakeup;
    wakeup->link_ = place;
    place = &wakeup->next_;
    ++count;
  }
  heap_is_large_ = std::max(smallest_large_heap, 2 * count);
}

Wakeup* EventFront::earliest_of_both() {
  while (!heap_.empty() && heap_.front().wakeup == nullptr) remove_heap_top();
  if (heap_.empty()) return run_;
  Wakeup* const late = heap_.front().wakeup;
  return run_ == nullptr || before(*late, *run_) ? late : run_;
}

void EventFront::push_on_heap(const Entry& entry) {
  if (heap_.size() == heap_.capacity()) make_room_in_heap();
  heap_.push_back(entry);
  std::size_t position = heap_.size() - 1;
  for (; position > 0; position = (position - 1) / 2) {
    const Entry& parent = heap_[(position - 1) / 2];
    if (!before(entry, parent)) break;
    set(heap_[position], parent);
  }
  set(heap_[position], entry);
}

void EventFront::sift_down(std::size_t position, const Entry& entry) {
  for (;;) {
    std::size_t child = position * 2 + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) ++child;
    if (!before(heap_[child], entry)) break;
    set(heap_[position], heap_[child]);
    position = child;
  }
  set(heap_[position], entry);
}

void EventFront::remove_heap_top() {
  const Entry last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
}

void EventFront::make_room_in_heap() {
  std::erase_if(heap_, [](const Entry& entry) { return entry.wakeup == nullptr; });
  if (heap_.size() * 2 >= heap_.capacity()) {
    heap_.reserve(std::max(smallest_capacity, heap_.capacity() * 2));
  }
  // Sorted is a heap as well, and this is rare.
  std::ranges::sort(heap_,
                    [](const Entry& left, const Entry& right) { return before(left, right); });
  for (Entry& entry : heap_) entry.wakeup->link_ = &entry.wakeup;
}

void EventFront::release_to(Wakeup*& list) {
  std::erase_if(heap_, [](const Entry& entry) { return entry.wakeup == nullptr; });
  std::ranges::sort(heap_, {}, &Entry::sequence);
  // Of equals in the list, which is older than the heap, the first is the oldest.
  while (run_ != nullptr) {
    Wakeup& wakeup = *run_;
    wakeup.unlink();
    wakeup.push_on(list);
  }
  for (const Entry& entry : heap_) entry.wakeup->push_on(list);
  heap_.clear();
}

void EventFront::clear() {
  while (run_ != nullptr) run_->unlink();
  for (const Entry& entry : heap_) {
    if (entry.wakeup != nullptr) entry.wakeup->link_ = nullptr;
  }
  heap_.clear();
}

std::size_t EventFront::size() const {
  std::size_t count = 0;
  for (const Wakeup* wakeup = run_; wakeup != nullptr; wakeup = wakeup->next_) ++count;
  for (const Entry& entry : heap_) count += entry.wakeup != nullptr ? 1 : 0;
  return count;
}

Time EventFront::last_of_list() const {
  const Wakeup* last = run_;
  while (last->next_ != nullptr) last = last->next_;
  return last->at_;
}

}  // namespace spindrift::kernel
