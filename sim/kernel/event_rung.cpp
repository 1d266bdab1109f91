#include "sim/kernel/event_rung.hpp"

#include <algorithm>
#include <bit>

namespace spindrift::kernel {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t nanoseconds(Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

/// The distance that at least half of the wakeups do not exceed: twice the mean, by Markov's
/// inequality, whatever the distribution.
std::uint64_t span_of_half(Wide sum, std::uint64_t count) {
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(2 * sum / count));
}

/// The largest number of lists for so many wakeups. What is pending is to cost at most 48 bytes
/// apiece, all rungs together.
std::uint64_t lists_for(std::uint64_t count, EventRung::Size size) {
  if (size == EventRung::Size::fine) return count - count * 3 / 16;
  // Only a few different sizes, so that storage once used is soon large enough for all that comes.
  const std::uint64_t step = std::max<std::uint64_t>(64, std::bit_ceil(count / 8) / 4);
  return (count / 8 + step - 1) / step * step;
}

/// The width of a list, as a power of two, such that `lists` of them cover at least two thirds of
/// `span`: that is still as much as a quarter of the wakeups, so none is moved often.
unsigned width_for(std::uint64_t span, std::uint64_t lists) {
  const auto shift = static_cast<unsigned>(std::bit_width(span / lists));
  if (shift == 0 || (lists << (shift - 1)) < span / 3 * 2) return shift;
  return shift - 1;
}

}  // namespace

void EventRung::reset(Time start, Time last) {
  start_ = start;
  last_ = last;
  shift_ = 63;
  current_ = 0;
  lists_.assign(1, nullptr);
}

bool EventRung::split(Wakeup*& list, Size size) {
  // Oldest first, so that pushing one by one keeps the order of scheduling in each list.
  Wakeup* oldest = nullptr;
  Time earliest = never;
  Time latest{};
  std::uint64_t count = 0;
  Wide sum = 0;
  for (Wakeup* wakeup = list; wakeup != nullptr;) {
    Wakeup* const next = wakeup->next_;
    wakeup->next_ = oldest;
    oldest = wakeup;
    earliest = std::min(earliest, wakeup->at_);
    latest = std::max(latest, wakeup->at_);
    sum += nanoseconds(wakeup->at_);
    ++count;
    wakeup = next;
  }
  const bool is_divisible = earliest != latest;
  if (is_divisible) {
    sum -= Wide{nanoseconds(earliest)} * count;
    const auto whole = nanoseconds(latest) - nanoseconds(earliest);
    const std::uint64_t lists = lists_for(count, size);
    const std::uint64_t wanted = std::min(whole, span_of_half(sum, count));
    shift_ = width_for(wanted, lists);
    const std::uint64_t span = std::min(wanted, (lists << shift_) - 1);
    start_ = earliest;
    last_ = earliest + Duration{static_cast<std::int64_t>(span)};
    current_ = 0;
    if (lists_.capacity() < lists) lists_.reserve(lists);
    lists_.assign((span >> shift_) + 1, nullptr);
  }
  list = nullptr;
  // Copies, because for all that the compiler knows a wakeup's links could be these members.
  const Time start = start_;
  const Time last = is_divisible ? last_ : Time{Duration{-1}};
  const unsigned shift = shift_;
  Wakeup** const lists = lists_.data();
  for (Wakeup* wakeup = oldest; wakeup != nullptr;) {
    Wakeup* const next = wakeup->next_;
    const Time at = wakeup->at_;
    wakeup->push_on(at <= last ? lists[(nanoseconds(at) - nanoseconds(start)) >> shift] : list);
    wakeup = next;
  }
  return is_divisible;
}

void EventRung::clear() {
  for (Wakeup*& list : lists_) {
    while (list != nullptr) list->unlink();
  }
}

std::size_t EventRung::size() const {
  std::size_t count = 0;
  for (const Wakeup* wakeup : lists_) {
    for (; wakeup != nullptr; wakeup = wakeup->next_) ++count;
  }
  return count;
}

}  // namespace spindrift::kernel
