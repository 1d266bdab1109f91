#pragma once

#include <cmath>
#include <cstdint>

#include "analysis/statistics/design/uniform_source.hpp"
#include "analysis/statistics/distributions/normal.hpp"

namespace spindrift::statistics {

/// Luck for statistical tests: draw n of stream s is a fixed mixing of the two, so that a test
/// never changes its mind. The mixing is the finaliser of SplitMix64 (G. L. Steele, D. Lea,
/// C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), applied twice.
class CounterRandom {
 public:
  explicit CounterRandom(std::uint64_t stream) : key_(mix(stream + 1)) {}

  /// Strictly between 0 and 1, so that its logarithm is finite.
  double uniform() {
    const std::uint64_t bits = mix(key_ + golden * ++counter_);
    return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
  }

  double exponential(double rate) { return -std::log(uniform()) / rate; }

  double normal() { return normal_quantile(uniform()); }

  /// This very stream, for what takes a source of uniform numbers.
  UniformSource source() {
    return [this] { return uniform(); };
  }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

  static constexpr std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }

  std::uint64_t key_;
  std::uint64_t counter_ = 0;
};

}  // namespace spindrift::statistics
