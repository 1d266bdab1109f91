#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace spindrift::analysis {

/// The distribution of a delay as theory gives it, in seconds: a cumulative distribution function,
/// linear between points that are evenly spaced. Parts that do not depend on each other are added,
/// so that the law of a way is the sum of the laws of its hops.
class DelayLaw {
 public:
  /// Always that long.
  static DelayLaw constant(double seconds);

  /// The wait for the next tick of a clock of that period, from a moment that has nothing to do
  /// with the clock. REQUIRES: width >= 0.
  static DelayLaw uniform(double width);

  /// The wait for the next event of a process whose intervals are uniform on
  /// [mean - spread, mean + spread], from such a moment: the residual life of a renewal process,
  /// density (1 - F(x)) / mean. Source: D. R. Cox, "Renewal Theory" (1962), section 5.1.
  /// REQUIRES: 0 <= spread <= mean.
  static DelayLaw until_next(double mean, double spread);

  /// The first of `count` such delays that do not depend on each other. REQUIRES: count >= 1.
  static DelayLaw first_of(const DelayLaw& each, std::size_t count);

  /// The sum of two delays that do not depend on each other.
  static DelayLaw sum(const DelayLaw& one, const DelayLaw& other);

  struct Weighted;
  /// One of several, with probabilities in proportion to the weights. REQUIRES: not empty.
  static DelayLaw mixture(std::span<const Weighted> laws);

  [[nodiscard]] DelayLaw shifted(double seconds) const;

  [[nodiscard]] double probability_up_to(double seconds) const;
  /// REQUIRES: 0 <= probability <= 1.
  [[nodiscard]] double quantile(double probability) const;
  [[nodiscard]] double mean() const;
  [[nodiscard]] double smallest() const { return from_; }
  [[nodiscard]] double largest() const { return from_ + width(); }

 private:
  [[nodiscard]] double width() const { return step_ * static_cast<double>(cumulative_.size() - 1); }
  template <class Cumulative>
  static DelayLaw from_function(double from, double to, const Cumulative& cumulative);

  double from_ = 0.0;
  double step_ = 0.0;
  std::vector<double> cumulative_{1.0};  ///< at `from_`, `from_ + step_` …; ends with 1
};

struct DelayLaw::Weighted {
  DelayLaw law;
  double weight = 1.0;
};

}  // namespace spindrift::analysis
