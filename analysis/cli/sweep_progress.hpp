#pragma once

#include <chrono>
#include <string>

#include "analysis/cli/console.hpp"
#include "analysis/sweep/sweep.hpp"

namespace spindrift::cli {

/// "ttl-grid: 1234 of 10000 cells, 312.5 a second, 28 s left". Rate and time left are of the cells
/// that this process ran.
[[nodiscard]] std::string progress_text(const std::string& plan,
                                        const sweep::SweepProgress& progress, double seconds);

/// Shows that on a line of the terminal that is written over, once it has taken a second. The line
/// is gone when this is.
class SweepProgressLine {
 public:
  /// `console` must outlive this.
  SweepProgressLine(const Console& console, std::string plan);
  SweepProgressLine(const SweepProgressLine&) = delete;
  SweepProgressLine& operator=(const SweepProgressLine&) = delete;
  SweepProgressLine(SweepProgressLine&&) = delete;
  SweepProgressLine& operator=(SweepProgressLine&&) = delete;
  ~SweepProgressLine();

  void show(const sweep::SweepProgress& progress);
  void erase();

 private:
  using Clock = std::chrono::steady_clock;

  const Console& console_;
  std::string plan_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point shown_ = began_;
  bool is_shown_ = false;
};

}  // namespace spindrift::cli
