#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/statistics/design/input_range.hpp"
#include "analysis/statistics/design/uniform_source.hpp"
#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::statistics {

/// Saltelli's sample: `rows` times two independent points A and B, and for each input i the hybrid
/// of A that takes its input i from B. A row's points stand together, as A, hybrid 0, hybrid 1,
/// ..., B: rows * (inputs + 2) points. Any number of leading rows is a sample again, so that a
/// study can be looked at early or continued.
///
/// Source: A. Saltelli et al., "Variance based sensitivity analysis of model output. Design and
/// estimator for the total sensitivity index", Computer Physics Communications 181 (2010).
[[nodiscard]] std::vector<Point> saltelli_design(std::span<const InputRange> ranges,
                                                 std::size_t rows, const UniformSource& uniform);

/// The share of the output's variance that goes back to one input.
struct SobolIndex {
  /// By this input alone: what would vanish, on average, if it were known. Between 0 and 1 in
  /// truth; the estimate may stray by its error.
  ConfidenceInterval first_order{};
  /// By this input with all its interactions: what would remain if all others were known. The
  /// total exceeds the first order exactly by what the input does together with others.
  ConfidenceInterval total_order{};
};

struct SobolStudy {
  /// One for each input, in their order. All zero if the output does not vary.
  std::vector<SobolIndex> indices{};
  double output_mean = 0.0;
  double output_variance = 0.0;
};

struct BootstrapRules {
  std::size_t resamples = 500;
  /// For each interval alone.
  double level = 0.95;
};

/// Estimates the indices from outputs[p], the output at point p of saltelli_design.
///
/// Estimators: first order of Saltelli et al. 2010 (table 2, b), total order of M. J. W. Jansen,
/// "Analysis of variance designs for model output", Computer Physics Communications 117 (1999),
/// both on outputs less their mean, which leaves the indices as they are and shrinks the error of
/// the first. Intervals: percentile bootstrap over rows, G. E. B. Archer, A. Saltelli,
/// I. M. Sobol', "Sensitivity measures, ANOVA-like techniques and the use of bootstrap", Journal of
/// Statistical Computation and Simulation 58 (1997).
///
/// A model with luck of its own: run every point with the same luck, or make the seed an input.
///
/// REQUIRES: inputs >= 1, outputs.size() a multiple of inputs + 2 with at least two rows, all
/// finite, at least one resample.
[[nodiscard]] SobolStudy sobol_indices(std::span<const double> outputs, std::size_t inputs,
                                       const UniformSource& uniform,
                                       const BootstrapRules& rules = {});

}  // namespace spindrift::statistics
