#pragma once

#include <cstdint>
#include <optional>

#include "analysis/statistics/moments/running_moments.hpp"
#include "sim/kernel/time.hpp"

namespace spindrift::analysis {

/// How the lock of one bundle row is used over some stretch of time.
struct RowLockStretch {
  std::uint64_t writes = 0;          ///< of anything
  kernel::Duration lasts{};          ///< between the first and the last write, or a minute
  statistics::RunningMoments waits;  ///< of publications, in seconds

  /// Writes a second.
  [[nodiscard]] double rate() const;
};

/// Watches the lock of a root's bundle row, which every publication takes (R15): over all, and in
/// its busiest minute. Memory does not grow.
class RowLockWatch {
 public:
  /// Something was written.
  void on_write(kernel::Time at);
  /// A publication was, just now, that had waited for the row.
  void on_publication(kernel::Time at, kernel::Duration waited);

  [[nodiscard]] RowLockStretch whole() const;
  [[nodiscard]] RowLockStretch busiest_minute() const;

 private:
  RowLockStretch& minute_of(kernel::Time at);

  RowLockStretch whole_;
  std::optional<kernel::Time> first_;
  kernel::Time last_{};
  std::int64_t minute_ = -1;
  RowLockStretch this_minute_;
  RowLockStretch busiest_;
};

/// What many runs say of it together.
struct RowLockUse {
  statistics::RunningMoments rates;       ///< writes a second, by run
  statistics::RunningMoments mean_waits;  ///< seconds, by run
  statistics::RunningMoments waits;       ///< seconds, by publication
  std::uint64_t writes = 0;

  void add(const RowLockStretch& stretch);
  void merge(const RowLockUse& other);
};

/// The mean wait that theory gives for writes that come at random at that rate and keep the row
/// locked for `holds`: M/D/1. Infinite when the row cannot keep up.
[[nodiscard]] double expected_row_wait(double writes_per_second, kernel::Duration holds);

}  // namespace spindrift::analysis
