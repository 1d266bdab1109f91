#include "sim/kernel/simulation.hpp"

namespace spindrift::kernel {

// ---------------------------------------------------------------- processes

void ProcessStart::fire() { process_.run(); }

void Process::promise_type::end() noexcept { flags_ |= ended; }

void Process::promise_type::unhandled_exception() {
  error_ = std::current_exception();
  flags_ |= failed;
}

void ProcessState::unlink() {
  if (previous_ != nullptr) previous_->next_ = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  if (scope_->processes_ == this) scope_->processes_ = next_;
}

void ProcessState::run() {
  if (is_paused_) [[unlikely]] {
    is_held_ = true;
    return;
  }
  ProcessState* const interrupted = std::exchange(simulation_->running_, this);
  do {
    flags_ = running;
    leaf_.resume();
  } while (flags_ == (running | ready));
  simulation_->running_ = interrupted;
  if (flags_ == running) [[likely]] {
    flags_ = 0;
  } else {
    leave();
  }
}

/// It ended, by itself or by an exception, or was killed while it ran.
void ProcessState::leave() {
  if ((flags_ & failed) != 0) simulation_->error_ = error_;
  if ((flags_ & doomed) == 0) unlink();
  root_.destroy();
}

// ---------------------------------------------------------------- scopes

Scope::Scope(Scope& parent) : simulation_{parent.simulation_}, parent_{&parent} {
  next_ = parent.children_;
  if (next_ != nullptr) next_->previous_ = this;
  parent.children_ = this;
  killed_ = parent.killed_;
  paused_ = parent.paused_;
}

Scope::~Scope() {
  kill();
  while (children_ != nullptr) {
    Scope* const child = children_;
    children_ = child->next_;
    child->parent_ = nullptr;
  }
  if (parent_ == nullptr) return;
  if (previous_ != nullptr) previous_->next_ = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  if (parent_->children_ == this) parent_->children_ = next_;
}

void Scope::start(Order order, Process process) {
  if (killed_) return;
  const auto handle = std::exchange(process.handle_, nullptr);
  ProcessState& state = handle.promise();
  state.root_ = handle;
  state.leaf_ = handle;
  state.simulation_ = &simulation_;
  state.scope_ = this;
  state.is_paused_ = paused_;
  state.order_ = order;
  state.cause = simulation_.cause();
  state.next_ = processes_;
  if (processes_ != nullptr) processes_->previous_ = &state;
  processes_ = &state;
  simulation_.queue().schedule(state.start_, simulation_.now(), order);
}

void Scope::kill() {
  killed_ = true;
  for (Scope* child = children_; child != nullptr; child = child->next_) child->kill();
  while (processes_ != nullptr) {
    ProcessState& process = *processes_;
    process.unlink();
    process.scope_ = nullptr;
    if ((process.flags_ & ProcessState::running) != 0) {
      process.flags_ |= ProcessState::doomed;
    } else {
      process.root_.destroy();
    }
  }
}

void Scope::pause() {
  paused_ = true;
  for (Scope* child = children_; child != nullptr; child = child->next_) child->pause();
  for (ProcessState* process = processes_; process != nullptr; process = process->next_) {
    process->is_paused_ = true;
  }
}

void Scope::resume() {
  paused_ = false;
  for (Scope* child = children_; child != nullptr; child = child->next_) child->resume();
  for (ProcessState* process = processes_; process != nullptr; process = process->next_) {
    process->is_paused_ = false;
    if (!std::exchange(process->is_held_, false)) continue;
    simulation_.queue().schedule(process->start_, simulation_.now(), process->order_);
  }
}

// ---------------------------------------------------------------- the run loop

Simulation::~Simulation() { root_.kill(); }

bool Simulation::execute_next(Time until) {
  // Counted before it is executed: an event that throws was executed.
  ++executed_;
  if (!queue_.fire_next(until, now_)) {
    --executed_;
    return false;
  }
  if (error_) [[unlikely]]
    std::rethrow_exception(std::exchange(error_, nullptr));
  return true;
}

void Simulation::run_until(Time until) {
  while (execute_next(until)) {
  }
  now_ = std::max(now_, until);
}

void Simulation::run() {
  while (execute_next(never)) {
  }
}

}  // namespace spindrift::kernel
