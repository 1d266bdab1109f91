#pragma once

#include <coroutine>
#include <cstdint>
#include <optional>
#include <utility>

#include "sim/kernel/shared.hpp"
#include "sim/kernel/signal.hpp"

namespace spindrift::kernel {

/// A result that one process will hand to another: both hold a copy of this, either may end first.
/// Only the first `set` counts, and one process takes the value. With it goes the cause: whoever
/// takes it continues the setter's story.
template <class Value>
class Completion {
 public:
  explicit Completion(Simulation& simulation) : state_{Shared<State>::make(simulation)} {}

  void set(Value value) const {
    if (state_->value) return;
    state_->value.emplace(std::move(value));
    state_->cause = state_->simulation.cause();
    state_->changed.raise();
  }

  class Wait;
  /// Awaited: the value, or nothing when `deadline` passes first.
  [[nodiscard]] Wait wait_until(Time deadline) const { return {state_, deadline}; }

 private:
  struct State {
    explicit State(Simulation& world) : simulation{world}, changed{world} {}
    Simulation& simulation;
    Signal changed;
    std::optional<Value> value;
    std::uint64_t cause = 0;
  };
  Shared<State> state_;
};

/// What `Completion::wait_until` waits for.
template <class Value>
class Completion<Value>::Wait {
 public:
  Wait(Shared<State> state, Time deadline)
      : state_{std::move(state)}, changed_{state_->changed, deadline} {}

  [[nodiscard]] bool await_ready() const { return state_->value.has_value(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    changed_.await_suspend(frame);
  }
  std::optional<Value> await_resume() const {
    if (state_->value) state_->simulation.set_cause(state_->cause);
    return std::move(state_->value);
  }

 private:
  Shared<State> state_;
  SignalWait changed_;  // last: it leaves the signal of the state
};

}  // namespace spindrift::kernel
