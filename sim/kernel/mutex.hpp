#pragma once

#include <coroutine>
#include <utility>

#include "sim/kernel/simulation.hpp"

namespace spindrift::kernel {

class Mutex;

/// Holds a mutex until it is destroyed or released.
class MutexHold {
 public:
  MutexHold() = default;
  explicit MutexHold(Mutex& mutex) : mutex_{&mutex} {}
  MutexHold(MutexHold&& other) noexcept : mutex_{std::exchange(other.mutex_, nullptr)} {}
  MutexHold& operator=(MutexHold&& other) noexcept {
    release();
    mutex_ = std::exchange(other.mutex_, nullptr);
    return *this;
  }
  MutexHold(const MutexHold&) = delete;
  MutexHold& operator=(const MutexHold&) = delete;
  ~MutexHold() { release(); }

  inline void release();
  [[nodiscard]] bool is_held() const { return mutex_ != nullptr; }

 private:
  Mutex* mutex_ = nullptr;
};

/// Awaited: a `MutexHold`, empty when the deadline passed first.
class MutexWait final : public ProcessWakeup {
 public:
  MutexWait(Mutex& mutex, Time deadline) : mutex_{mutex}, deadline_{deadline} {}
  ~MutexWait() override;
  MutexWait(const MutexWait&) = delete;
  MutexWait& operator=(const MutexWait&) = delete;
  MutexWait(MutexWait&&) = delete;
  MutexWait& operator=(MutexWait&&) = delete;

  bool await_ready();
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    suspend(frame);
    enqueue();
  }
  MutexHold await_resume() { return std::exchange(hold_, MutexHold{}); }

  /// Who waits here goes on now, with nothing held. Without effect where nobody waits any longer.
  void dismiss();

  void fire() override {
    unlink();
    ProcessWakeup::fire();
  }

 private:
  friend class Mutex;
  void enqueue();
  void unlink();

  Mutex& mutex_;
  Time deadline_;
  MutexHold hold_;
  MutexWait* previous_ = nullptr;
  MutexWait* next_ = nullptr;
  bool linked_ = false;
};

/// Lets one process at a time through, first come, first served.
class Mutex {
 public:
  explicit Mutex(Simulation& simulation) : simulation_{simulation} {}
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;
  Mutex(Mutex&&) = delete;
  Mutex& operator=(Mutex&&) = delete;
  ~Mutex();

  /// `MutexHold hold = co_await mutex.lock();`
  MutexWait lock(Time deadline = never) { return {*this, deadline}; }

  /// All who wait go on now, with nothing held.
  void dismiss_waiters();

  [[nodiscard]] bool is_locked() const { return locked_; }
  [[nodiscard]] std::size_t waiting() const;

 private:
  friend class MutexHold;
  friend class MutexWait;
  void unlock();

  Simulation& simulation_;
  bool locked_ = false;
  MutexWait* first_ = nullptr;
  MutexWait* last_ = nullptr;
};

inline void MutexHold::release() {
  if (mutex_ != nullptr) std::exchange(mutex_, nullptr)->unlock();
}

}  // namespace spindrift::kernel
