#pragma once

#include <optional>
#include <utility>

#include "sim/kernel/shared.hpp"
#include "sim/kernel/signal.hpp"
#include "sim/kernel/task.hpp"

namespace spindrift::kernel {

/// A result that one process will hand to another: both hold a copy, either may end first.
/// Only the first `set` counts. With the value goes the cause: whoever takes it continues the
/// setter's story.
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
  [[nodiscard]] bool is_set() const { return state_->value.has_value(); }

  /// The value, or nothing when `deadline` passes first.
  [[nodiscard]] Task<std::optional<Value>> wait_until(Time deadline) const {
    const Shared<State> state = state_;
    if (!state->value) co_await state->changed.wait_until(deadline);
    if (state->value) state->simulation.set_cause(state->cause);
    co_return state->value;
  }

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

}  // namespace spindrift::kernel
