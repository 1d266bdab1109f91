#pragma once

#include <string>
#include <vector>

#include "sim/kernel/time.hpp"

namespace spindrift::report {

/// A mark on a time axis.
struct Tick {
  kernel::Time at{};
  std::string label;
  bool is_minor = false;  ///< left out where there is little room
};

/// Maps moments to shares of a plot's width.
class TimeScale {
 public:
  /// REQUIRES: from < until.
  TimeScale(kernel::Time from, kernel::Time until) : from_{from}, until_{until} {}

  [[nodiscard]] kernel::Time from() const { return from_; }
  [[nodiscard]] kernel::Time until() const { return until_; }

  /// 0 at the left edge, 1 at the right; moments outside are at the edge.
  [[nodiscard]] double share(kernel::Time moment) const;

  /// Round moments, at most ten of them.
  [[nodiscard]] std::vector<Tick> ticks() const;

 private:
  kernel::Time from_;
  kernel::Time until_;
};

/// A moment on an axis: `2h`, `2h05m`, `1d06h`, without what is zero behind it.
[[nodiscard]] std::string axis_text(kernel::Time moment);

}  // namespace spindrift::report
