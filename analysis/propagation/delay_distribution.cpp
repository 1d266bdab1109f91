#include "analysis/propagation/delay_distribution.hpp"

#include <algorithm>
#include <bit>

namespace spindrift::analysis {
namespace {

using kernel::Duration;

// Delays are counted in units of 1,024 ns. Below 1,024 units each has a bucket, above there are
// 1,024 buckets for each doubling.
constexpr unsigned unit_bits = 10;
constexpr unsigned exact_bits = 10;
constexpr std::uint64_t per_octave = std::uint64_t{1} << exact_bits;

std::size_t bucket_of(Duration delay) {
  const std::uint64_t units = static_cast<std::uint64_t>(delay.count()) >> unit_bits;
  if (units < per_octave) return units;
  const unsigned octave = static_cast<unsigned>(std::bit_width(units)) - exact_bits - 1;
  return (octave + 1) * per_octave + (units >> octave) - per_octave;
}

/// Where a bucket begins, in seconds.
double begin_of(std::size_t bucket) {
  const std::uint64_t units = bucket < per_octave
                                  ? bucket
                                  : (per_octave + bucket % per_octave) << (bucket / per_octave - 1);
  return static_cast<double>(units << unit_bits) / 1e9;
}

}  // namespace

void DelayDistribution::add(Duration delay) {
  delay = std::max(delay, Duration::zero());
  const std::size_t bucket = bucket_of(delay);
  if (bucket >= counts_.size()) counts_.resize(bucket + 1);
  ++counts_[bucket];
  ++count_;
  smallest_ = std::min(smallest_, delay);
  largest_ = std::max(largest_, delay);
  sum_ += kernel::in_seconds(delay);
}

void DelayDistribution::merge(const DelayDistribution& other) {
  if (other.counts_.size() > counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t bucket = 0; bucket < other.counts_.size(); ++bucket) {
    counts_[bucket] += other.counts_[bucket];
  }
  count_ += other.count_;
  smallest_ = std::min(smallest_, other.smallest_);
  largest_ = std::max(largest_, other.largest_);
  sum_ += other.sum_;
}

double DelayDistribution::smallest() const { return kernel::in_seconds(smallest_); }
double DelayDistribution::largest() const { return kernel::in_seconds(largest_); }
double DelayDistribution::mean() const { return sum_ / static_cast<double>(count_); }

double DelayDistribution::quantile(double probability) const {
  const double rank = probability * static_cast<double>(count_ - 1);
  double before = 0.0;
  for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
    const auto here = static_cast<double>(counts_[bucket]);
    if (here > 0.0 && before + here > rank) {
      const double into = (rank - before + 0.5) / here;
      const double value = begin_of(bucket) + into * (begin_of(bucket + 1) - begin_of(bucket));
      return std::clamp(value, smallest(), largest());
    }
    before += here;
  }
  return largest();
}

double DelayDistribution::share_up_to(double limit) const {
  std::uint64_t below = 0;
  for (std::size_t bucket = 0; bucket < counts_.size() && begin_of(bucket) <= limit; ++bucket) {
    below += counts_[bucket];
  }
  return count_ == 0 ? 0.0 : static_cast<double>(below) / static_cast<double>(count_);
}

}  // namespace spindrift::analysis
