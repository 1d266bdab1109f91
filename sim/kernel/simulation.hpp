#pragma once

#include <coroutine>
#include <cstdint>
#include <exception>
#include <stdexcept>

#include "sim/kernel/event_queue.hpp"
#include "sim/kernel/scope.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

/// Whether ticks that cannot change anything are skipped by arithmetic, or really run. Both must
/// give the same history; `run` is the oracle that tests compare with.
enum class IdleTicks : std::uint8_t { skip, run };

/// One simulated world: a clock, its pending events and its processes. Holds no global state, so
/// any number of simulations run side by side in any threads.
class Simulation {
 public:
  explicit Simulation(std::uint64_t seed, IdleTicks idle_ticks = IdleTicks::skip)
      : seed_{seed}, idle_ticks_{idle_ticks}, root_{*this} {}
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  Simulation(Simulation&&) = delete;
  Simulation& operator=(Simulation&&) = delete;
  ~Simulation();

  [[nodiscard]] Time now() const { return now_; }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] IdleTicks idle_ticks() const { return idle_ticks_; }

  /// The scope that lives as long as the simulation.
  [[nodiscard]] Scope& root() { return root_; }

  /// Executes every event up to and including `until`, then stands at `until`.
  /// Throws what a process threw: nothing is executed after that.
  void run_until(Time until);

  /// Executes events until none is left. Throws as `run_until`.
  void run();

  /// Executes the next event, if there is one: for debuggers and tests. Throws as `run_until`.
  bool step() { return execute_next(never); }

  /// How many events were executed so far.
  [[nodiscard]] std::uint64_t executed() const { return executed_; }

  /// The latest moment for which nothing of that order can happen any more: the present one, when
  /// its turn has passed, and else the one before.
  [[nodiscard]] Time latest_passed(Order order) const {
    return queue_.latest_order() >= order ? now_ : now_ - Duration{1};
  }

  [[nodiscard]] EventQueue& queue() { return queue_; }
  [[nodiscard]] const EventQueue& queue() const { return queue_; }

  /// The number of the event (in whatever history the model keeps) that led to what runs now.
  /// Every process carries its own; one that is started takes over its starter's.
  [[nodiscard]] std::uint64_t cause() const { return running_ ? running_->cause : outside_cause_; }
  void set_cause(std::uint64_t cause) { (running_ ? running_->cause : outside_cause_) = cause; }

 private:
  friend class ProcessState;
  friend class Scope;

  bool execute_next(Time until);

  std::uint64_t seed_;
  IdleTicks idle_ticks_;
  EventQueue queue_;
  Time now_{};
  ProcessState* running_ = nullptr;
  std::uint64_t outside_cause_ = 0;
  std::uint64_t executed_ = 0;
  std::exception_ptr error_;
  Scope root_;
};

/// Resumes a process when it fires: the base of everything that waits for time to pass.
class ProcessWakeup : public Wakeup {
 public:
  void fire() override { process_->run(); }

 protected:
  template <class Promise>
  ProcessState& suspend(std::coroutine_handle<Promise> frame) {
    process_ = &frame.promise().process();
    process_->wait_in(frame);
    return *process_;
  }
  [[nodiscard]] ProcessState& process() const { return *process_; }

 private:
  ProcessState* process_ = nullptr;
};

/// Awaited: the process goes on at `at` (at once, as an event of this instant, when it is past).
class Until final : public ProcessWakeup {
 public:
  Until(Simulation& simulation, Time at) : simulation_{simulation}, at_{at} {}
  bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    const Order order = suspend(frame).order();
    if (at_ == never) return;
    simulation_.queue().schedule(*this, std::max(at_, simulation_.now()), order);
  }
  void await_resume() const noexcept {}

 private:
  Simulation& simulation_;
  Time at_;
};

/// `co_await wait_until(simulation, at)`: the process goes on at that moment.
inline Until wait_until(Simulation& simulation, Time at) { return {simulation, at}; }

/// `co_await pass(simulation, 3s)`: three simulated seconds go by.
inline Until pass(Simulation& simulation, Duration span) {
  return {simulation, later(simulation.now(), span)};
}

}  // namespace spindrift::kernel
