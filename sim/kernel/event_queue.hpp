#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/kernel/order.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

class EventQueue;

/// Something that can be scheduled once at a time. It usually lives inside a coroutine frame, so
/// that waiting allocates nothing; destroying it takes it out of the queue.
class Wakeup {
 public:
  Wakeup() = default;
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;
  Wakeup(Wakeup&&) = delete;
  Wakeup& operator=(Wakeup&&) = delete;
  virtual ~Wakeup();

  [[nodiscard]] bool is_scheduled() const { return queue_ != nullptr; }

 protected:
  /// Executed when its time has come, after it left the queue.
  virtual void fire() = 0;

 private:
  friend class EventQueue;
  EventQueue* queue_ = nullptr;
  std::size_t position_ = 0;
};

/// The pending events, earliest first; at one instant by `Order`, then by order of scheduling.
class EventQueue {
 public:
  EventQueue() = default;
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;
  EventQueue(EventQueue&&) = delete;
  EventQueue& operator=(EventQueue&&) = delete;
  ~EventQueue();

  /// Adds `wakeup`, or moves it when it is scheduled already.
  void schedule(Wakeup& wakeup, Time at, Order order);

  /// Takes `wakeup` out. Nothing happens when it is not scheduled here.
  void cancel(Wakeup& wakeup);

  /// The time of the earliest event; `never` when there is none.
  [[nodiscard]] Time earliest() const { return heap_.empty() ? never : heap_.front().at; }

  /// Takes the earliest event out and executes it. REQUIRES: not empty.
  void fire_earliest();

  [[nodiscard]] std::size_t size() const { return heap_.size(); }

 private:
  struct Entry {
    Time at;
    Order order;
    std::uint64_t sequence;
    Wakeup* wakeup;
  };

  static bool before(const Entry& left, const Entry& right);
  void place(std::size_t position, const Entry& entry);
  void sift_up(std::size_t position, const Entry& entry);
  void sift_down(std::size_t position, const Entry& entry);
  void remove_at(std::size_t position);

  std::vector<Entry> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace spindrift::kernel
