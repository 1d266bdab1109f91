#pragma once

#include <exception>

#include "sim/history/history.hpp"

namespace spindrift::cli {

/// The user pressed Ctrl-C, or somebody asked the program to end.
class Interrupted : public std::exception {
 public:
  explicit Interrupted(int signal) : signal_{signal} {}
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
  [[nodiscard]] int signal() const { return signal_; }

 private:
  int signal_;
};

/// From now on SIGINT and SIGTERM are noted instead of ending the program, once: a second one ends
/// it at once.
void note_interrupts();

/// Throws `Interrupted` when one was noted, so that everything half done is undone on the way up.
void throw_if_interrupted();

/// Ends the program by that signal, as its caller expects of an interrupted one.
[[noreturn]] void end_by_signal(int signal);

/// Stops a run when the program is interrupted.
class InterruptSink final : public history::EventSink {
 public:
  void begin(const history::Topology&) override { throw_if_interrupted(); }
  void on_event(const history::Event&) override { throw_if_interrupted(); }
};

}  // namespace spindrift::cli
