#pragma once

#include <chrono>
#include <string>

#include "analysis/cli/console.hpp"
#include "sim/history/history.hpp"

namespace spindrift::cli {

/// Shows how far a run has got, on a line of the terminal that is written over, once it has taken
/// a second. The line is gone when this is.
class Progress final : public history::EventSink {
 public:
  Progress(const Console& console, std::string what, history::Duration until);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;
  ~Progress() override;

  void begin(const history::Topology&) override {}
  void on_event(const history::Event& event) override;

 private:
  using Clock = std::chrono::steady_clock;

  void show(history::Time at);

  const Console& console_;
  std::string what_;
  history::Duration until_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point shown_ = began_;
  std::uint64_t events_ = 0;
  bool is_shown_ = false;
};

}  // namespace spindrift::cli
