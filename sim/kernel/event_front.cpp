#include "sim/kernel/event_front.hpp"

#include <algorithm>

namespace spindrift::kernel {

namespace {

/// What comes late is mostly due at once: it belongs near the back of the run.
constexpr std::size_t steps_from_the_back = 8;

constexpr std::size_t short_run = 16;
constexpr std::size_t smallest_capacity = 32;

void drop_unwanted(std::vector<EventFront::Entry>& entries) {
  std::erase_if(entries, [](const EventFront::Entry& entry) { return entry.wakeup == nullptr; });
  if (entries.size() * 2 < entries.capacity()) return;
  entries.reserve(std::max(smallest_capacity, entries.capacity() * 2));
}

}  // namespace

void EventFront::add(Wakeup& wakeup) {
  wakeup.next_ = nullptr;
  const Entry entry{wakeup.at_, wakeup.order_, sequence_++, &wakeup};
  while (!run_.empty() && run_.back().wakeup == nullptr) run_.pop_back();
  if (run_.size() == run_.capacity()) make_room_in_run();
  const std::size_t size = run_.size();
  const std::size_t lowest = size > steps_from_the_back ? size - steps_from_the_back : 0;
  std::size_t position = size;
  while (position > lowest && before(run_[position - 1], entry)) --position;
  if (position > lowest || lowest == 0) {
    insert_in_run(position, entry);
  } else {
    push_on_heap(entry);
  }
}

void EventFront::insert_in_run(std::size_t position, const Entry& entry) {
  run_.push_back(entry);
  for (std::size_t place = run_.size() - 1; place > position; --place) {
    set(run_[place], run_[place - 1]);
  }
  set(run_[position], entry);
}

void EventFront::take_list(Wakeup*& list) {
  std::size_t count = 0;
  for (const Wakeup* wakeup = list; wakeup != nullptr; wakeup = wakeup->next_) ++count;
  if (run_.capacity() < count) run_.reserve(std::max(smallest_capacity, count));
  run_.resize(count);
  sequence_ += count;
  std::uint64_t sequence = sequence_;
  std::size_t size = 0;
  for (Wakeup* wakeup = list; wakeup != nullptr;) {
    Wakeup* const next = wakeup->next_;
    wakeup->next_ = nullptr;
    const Entry entry{wakeup->at_, wakeup->order_, --sequence, wakeup};
    std::size_t place = size++;
    if (count <= short_run) {
      for (; place > 0 && before(run_[place - 1], entry); --place) run_[place] = run_[place - 1];
    }
    run_[place] = entry;
    wakeup = next;
  }
  list = nullptr;
  const auto later_first = [](const Entry& left, const Entry& right) {
    return before(right, left);
  };
  if (count > short_run && !std::ranges::is_sorted(run_, later_first)) {
    std::ranges::sort(run_, later_first);
  }
  for (Entry& entry : run_) entry.wakeup->link_ = &entry.wakeup;
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

void EventFront::make_room_in_run() {
  drop_unwanted(run_);
  for (Entry& entry : run_) entry.wakeup->link_ = &entry.wakeup;
}

void EventFront::make_room_in_heap() {
  drop_unwanted(heap_);
  std::ranges::make_heap(heap_,
                         [](const Entry& left, const Entry& right) { return before(right, left); });
  for (Entry& entry : heap_) entry.wakeup->link_ = &entry.wakeup;
}

void EventFront::release_to(Wakeup*& list) {
  heap_.insert(heap_.end(), run_.begin(), run_.end());
  run_.clear();
  std::erase_if(heap_, [](const Entry& entry) { return entry.wakeup == nullptr; });
  std::ranges::sort(heap_, {}, &Entry::sequence);
  for (const Entry& entry : heap_) entry.wakeup->push_on(list);
  heap_.clear();
}

void EventFront::clear() {
  for (std::vector<Entry>* const entries : {&run_, &heap_}) {
    for (const Entry& entry : *entries) {
      if (entry.wakeup != nullptr) entry.wakeup->link_ = nullptr;
    }
    entries->clear();
  }
}

std::size_t EventFront::size() const {
  const auto wanted = [](const Entry& entry) { return entry.wakeup != nullptr; };
  return static_cast<std::size_t>(std::ranges::count_if(run_, wanted) +
                                  std::ranges::count_if(heap_, wanted));
}

}  // namespace spindrift::kernel
