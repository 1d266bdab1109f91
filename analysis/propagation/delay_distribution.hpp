#pragma once

#include <cstdint>
#include <vector>

#include "sim/kernel/time.hpp"

namespace spindrift::analysis {

/// Counts delays in buckets whose width is at most a thousandth of what they hold, so that its
/// memory does not grow with the number of delays. Smallest, largest and mean are exact.
class DelayDistribution {
 public:
  /// A delay below zero counts as zero.
  void add(kernel::Duration delay);
  void merge(const DelayDistribution& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// In seconds; REQUIRES: count() > 0.
  [[nodiscard]] double smallest() const;
  [[nodiscard]] double largest() const;
  [[nodiscard]] double mean() const;

  /// In seconds, to a relative error of 0.1 %. REQUIRES: count() > 0, 0 <= probability <= 1.
  [[nodiscard]] double quantile(double probability) const;

  /// The share of delays of at most that many seconds, to the bucket.
  [[nodiscard]] double share_up_to(double seconds) const;

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  kernel::Duration smallest_ = kernel::Duration::max();
  kernel::Duration largest_{};
  double sum_ = 0.0;  ///< seconds
};

}  // namespace spindrift::analysis
