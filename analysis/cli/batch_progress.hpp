#pragma once

#include <chrono>
#include <string>

#include "analysis/cli/console.hpp"

namespace spindrift::cli {

/// Shows how many runs of a batch are done, on a line of the terminal that is written over, once it
/// has taken a second. The line is gone when this is.
class BatchProgress {
 public:
  explicit BatchProgress(const Console& console) : console_{console} {}
  BatchProgress(const BatchProgress&) = delete;
  BatchProgress& operator=(const BatchProgress&) = delete;
  BatchProgress(BatchProgress&&) = delete;
  BatchProgress& operator=(BatchProgress&&) = delete;
  ~BatchProgress();

  void show(std::size_t done, std::size_t total);

 private:
  using Clock = std::chrono::steady_clock;

  const Console& console_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point shown_ = began_;
  bool is_shown_ = false;
};

}  // namespace spindrift::cli
