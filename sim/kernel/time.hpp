#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace spindrift::kernel {

/// A span of simulated time. Whole nanoseconds: sums are exact on every machine.
using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// The clock of a simulation: starts at zero and moves only when an event is executed.
/// It has no `now()`, because each simulation has its own (`Simulation::now`).
struct SimulationClock {
  using duration = Duration;
  using rep = Duration::rep;
  using period = Duration::period;
  using time_point = std::chrono::time_point<SimulationClock, Duration>;
  static constexpr bool is_steady = true;
};

/// A moment of simulated time, counted from the start of the simulation.
using Time = SimulationClock::time_point;

/// Later than anything that can happen (292 years): "never" for due times and deadlines.
inline constexpr Time never{Duration{std::numeric_limits<std::int64_t>::max()}};

/// `start + span`, but `never` when the sum would not fit.
constexpr Time later(Time start, Duration span) {
  if (start == never || span >= never - start) return never;
  return start + span;
}

/// For reports and statistics: simulations count in whole nanoseconds.
constexpr double in_seconds(Duration span) { return static_cast<double>(span.count()) / 1e9; }
/// Since the start of the simulation.
constexpr double in_seconds(Time moment) { return in_seconds(moment.time_since_epoch()); }

}  // namespace spindrift::kernel
