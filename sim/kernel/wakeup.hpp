#pragma once

#include <cstdint>

#include "sim/kernel/order.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

/// Something that can be scheduled once at a time. It usually lives inside a coroutine frame, so
/// that waiting allocates nothing; destroying it takes it out of the queue, in constant time.
///
/// Invariant: while it is scheduled, exactly one pointer of the queue points to it, and `link_`
/// points to that pointer. That is all it takes to leave, so it need not know its queue.
class Wakeup {
 public:
  Wakeup() = default;
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;
  Wakeup(Wakeup&&) = delete;
  Wakeup& operator=(Wakeup&&) = delete;
  virtual ~Wakeup() { unlink_if_scheduled(); }

  [[nodiscard]] bool is_scheduled() const { return link_ != nullptr; }

 protected:
  /// Executed when its time has come, after it left the queue.
  virtual void fire() = 0;

 private:
  friend class EventFront;
  friend class EventQueue;
  friend class EventRung;

  void push_on(Wakeup*& list) {
    next_ = list;
    if (next_ != nullptr) next_->link_ = &next_;
    list = this;
    link_ = &list;
  }

  /// Leaves whatever list it is in. REQUIRES: is_scheduled().
  void unlink() {
    *link_ = next_;
    if (next_ != nullptr) next_->link_ = link_;
    link_ = nullptr;
  }

  void unlink_if_scheduled() {
    if (link_ != nullptr) unlink();
  }

  [[nodiscard]] std::uint64_t ticks() const {
    return static_cast<std::uint64_t>(at_.time_since_epoch().count());
  }

  Time at_{};
  Order order_;
  Wakeup* next_ = nullptr;
  Wakeup** link_ = nullptr;
};

}  // namespace spindrift::kernel
