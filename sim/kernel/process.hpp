#pragma once

#include <coroutine>
#include <cstdint>
#include <exception>
#include <utility>

#include "sim/kernel/event_queue.hpp"
#include "sim/kernel/frame_memory.hpp"
#include "sim/kernel/order.hpp"

namespace spindrift::kernel {

class ProcessState;
class Scope;
class Simulation;

/// The event at which a process runs its first part, or goes on after a pause.
class ProcessStart final : public Wakeup {
 public:
  explicit ProcessStart(ProcessState& process) : process_{process} {}
  void fire() override;

 private:
  ProcessState& process_;
};

/// What the kernel knows of one running process: where it waits, whose it is, how its events are
/// ordered, and which event of the history led to what it does now.
///
/// Only the run loop resumes coroutines. When a process awaits a task, or a task ends, the loop in
/// `run` goes on with the other frame; so the stack stays flat however long the chain of tasks is,
/// also where the compiler makes no tail calls.
class ProcessState {
 public:
  ProcessState(const ProcessState&) = delete;
  ProcessState& operator=(const ProcessState&) = delete;
  ProcessState(ProcessState&&) = delete;
  ProcessState& operator=(ProcessState&&) = delete;

  /// Runs until the process waits for an event or ends. Destroys it when it ended or was killed.
  void run();

  /// To be called by `await_suspend`: the run loop goes on with `frame` at once.
  void go_on_with(std::coroutine_handle<> frame) {
    leaf_ = frame;
    flags_ |= ready;
  }
  /// To be called by `await_suspend` of everything that waits for an event.
  void wait_in(std::coroutine_handle<> frame) { leaf_ = frame; }

  [[nodiscard]] Scope& scope() const { return *scope_; }
  [[nodiscard]] Simulation& simulation() const { return *simulation_; }
  [[nodiscard]] Order order() const { return order_; }

  /// The id of the event of the history that led here; see `Simulation::cause`.
  std::uint64_t cause = 0;

 private:
  friend class Scope;
  friend class Process;
  friend class Simulation;
  ProcessState() = default;
  ~ProcessState() = default;

  // In one byte, because after each step one look at it has to do.
  enum Flag : std::uint8_t { running = 1, ready = 2, ended = 4, doomed = 8, failed = 16 };

  void unlink();
  void leave();

  // What every step needs comes first: with the two pointers that begin a frame it fills a line of
  // the cache, and a step of one among thousands of processes finds it cold.
  std::coroutine_handle<> leaf_;
  Simulation* simulation_ = nullptr;
  Scope* scope_ = nullptr;
  Order order_;
  std::uint8_t flags_ = 0;
  bool is_paused_ = false;  ///< its scope is
  bool is_held_ = false;    ///< something that it waited for came meanwhile

  ProcessStart start_{*this};
  std::coroutine_handle<> root_;
  ProcessState* previous_ = nullptr;
  ProcessState* next_ = nullptr;
  std::exception_ptr error_;
};

/// The coroutine type of a process: a function that returns it can be given to `Scope::start`.
/// An exception that leaves it stops the simulation.
class [[nodiscard]] Process {
 public:
  struct promise_type : ProcessState, InFrameMemory {
    Process get_return_object() {
      return Process{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept {
      end();
      return {};
    }
    void return_void() {}
    void unhandled_exception();
    ProcessState& process() { return *this; }

   private:
    void end() noexcept;
  };

  Process(Process&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  Process& operator=(Process&&) = delete;
  ~Process() {
    if (handle_) handle_.destroy();
  }

 private:
  friend class Scope;
  explicit Process(std::coroutine_handle<promise_type> handle) : handle_{handle} {}
  std::coroutine_handle<promise_type> handle_;
};

}  // namespace spindrift::kernel
