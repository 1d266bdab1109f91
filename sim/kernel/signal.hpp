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
/// anew when something else is to happen, and must cost next to nothing.
/// Where it does not matter that the signal is raised, the hook can be taken off for that long.
class SignalHook {
 public:
  explicit SignalHook(Signal& signal) : signal_{&signal} { put_on(); }
  SignalHook(const SignalHook&) = delete;
  SignalHook& operator=(const SignalHook&) = delete;
  SignalHook(SignalHook&&) = delete;
  SignalHook& operator=(SignalHook&&) = delete;
  virtual ~SignalHook() { take_off(); }

  /// Has it told from now on.
  void put_on();
  /// Has it told no more. Of the hooks of a signal that is being raised, only the one that is told
  /// can be taken off.
  void take_off();

 private:
  friend class Signal;
  virtual void raised() = 0;

  Signal* signal_;
  SignalHook* previous_ = nullptr;
  SignalHook* next_ = nullptr;
  bool is_on_ = false;
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

/// Raises one signal with another: who waits for several things waits for one. No hook of the one
/// may lead back to the other.
class PassOn final : public SignalHook {
 public:
  PassOn(Signal& from, Signal& to) : SignalHook{from}, to_{to} {}

 private:
  void raised() override { to_.raise(); }
  Signal& to_;
};

}  // namespace spindrift::kernel
