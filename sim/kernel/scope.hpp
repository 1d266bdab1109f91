#pragma once

#include "sim/kernel/order.hpp"
#include "sim/kernel/process.hpp"

namespace spindrift::kernel {

class Simulation;

/// Holds processes that end together. Killing it destroys them wherever they wait, and those of
/// the scopes inside it, innermost first and newest first: their locals are destroyed, so what
/// they held (locks, connections) is given back.
///
/// Invariants: a process belongs to exactly one scope; a killed scope starts nothing more.
class Scope {
 public:
  /// A scope inside `parent`, which must outlive it.
  explicit Scope(Scope& parent);
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  Scope(Scope&&) = delete;
  Scope& operator=(Scope&&) = delete;
  ~Scope();

  /// Starts `process`: its first part runs as an event at the present instant, ordered by `order`,
  /// which also orders all that it waits for. In a killed scope the process is dropped.
  void start(Order order, Process process);

  /// Destroys every process in it. One that is running at this moment (it called `kill` itself,
  /// directly or not) runs on to its next wait and is destroyed there.
  void kill();

  /// Freezes every process in it and in the scopes inside it: what they wait for may come, but they
  /// go on only after `resume`, at that instant, each in its own order.
  void pause();
  void resume();
  [[nodiscard]] bool is_paused() const { return paused_; }

  [[nodiscard]] bool is_killed() const { return killed_; }
  [[nodiscard]] bool is_empty() const { return processes_ == nullptr && children_ == nullptr; }
  [[nodiscard]] Simulation& simulation() const { return simulation_; }

 private:
  friend class Simulation;
  friend class ProcessState;
  explicit Scope(Simulation& simulation) : simulation_{simulation} {}

  Simulation& simulation_;
  Scope* parent_ = nullptr;
  Scope* previous_ = nullptr;
  Scope* next_ = nullptr;
  Scope* children_ = nullptr;
  ProcessState* processes_ = nullptr;
  bool killed_ = false;
  bool paused_ = false;
};

}  // namespace spindrift::kernel
