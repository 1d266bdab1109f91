#pragma once

#include <coroutine>

#include "sim/kernel/simulation.hpp"

namespace spindrift::kernel {

class Signal;

/// Awaited: goes on when the signal is raised, or at a deadline. The result says which: true when
/// it was raised. A signal at the very deadline counts.
class SignalWait final : public ProcessWakeup {
 public:
  SignalWait(Signal& signal, Time deadline) : signal_{signal}, deadline_{deadline} {}
  ~SignalWait() override { unlink(); }
  SignalWait(const SignalWait&) = delete;
  SignalWait& operator=(const SignalWait&) = delete;
  SignalWait(SignalWait&&) = delete;
  SignalWait& operator=(SignalWait&&) = delete;

  bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    suspend(frame);
    enqueue();
  }
  bool await_resume() const noexcept { return raised_; }
  void fire() override {
    unlink();
    ProcessWakeup::fire();
  }

 private:
  friend class Signal;
  void enqueue();
  void unlink();

  Signal& signal_;
  Time deadline_;
  SignalWait* previous_ = nullptr;
  SignalWait* next_ = nullptr;
  bool linked_ = false;
  bool raised_ = false;
};

/// What a signal tells at once, inside `raise`, instead of by an event: for things that only plan
/// anew when something else is to happen, and must cost next to nothing. Must not raise signals.
class SignalHook {
 public:
  explicit SignalHook(Signal& signal);
  SignalHook(const SignalHook&) = delete;
  SignalHook& operator=(const SignalHook&) = delete;
  SignalHook(SignalHook&&) = delete;
  SignalHook& operator=(SignalHook&&) = delete;
  virtual ~SignalHook();

 private:
  friend class Signal;
  virtual void raised() = 0;

  Signal* signal_;
  SignalHook* previous_ = nullptr;
  SignalHook* next_ = nullptr;
};

/// Tells everybody who waits for it, and nobody who comes later, that something has changed.
/// Those woken go on at the same instant, in their own order. Must outlive its waiters or be
/// destroyed together with them by a killed scope.
class Signal {
 public:
  explicit Signal(Simulation& simulation) : simulation_{simulation} {}
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  Signal(Signal&&) = delete;
  Signal& operator=(Signal&&) = delete;
  ~Signal();

  SignalWait wait() { return {*this, never}; }
  SignalWait wait_until(Time deadline) { return {*this, deadline}; }

  /// Wakes all who wait now.
  void raise();

  [[nodiscard]] bool has_waiters() const { return first_ != nullptr; }

 private:
  friend class SignalHook;
  friend class SignalWait;
  Simulation& simulation_;
  SignalHook* hooks_ = nullptr;
  SignalWait* first_ = nullptr;
  SignalWait* last_ = nullptr;
};

}  // namespace spindrift::kernel
