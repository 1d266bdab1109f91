#pragma once

#include <span>

namespace spindrift::statistics {

/// The sample quantile of type 7: linear between the two order statistics around
/// 1 + (n - 1) * probability. The default of R, NumPy and spreadsheets, so that others can check
/// our numbers; it runs from the minimum (probability 0) to the maximum (1).
///
/// Source: R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American
/// Statistician 50 (1996).
/// REQUIRES: `sorted` ascending and not empty, 0 <= probability <= 1. The order is not checked;
/// a look at it would cost more than the quantile.
[[nodiscard]] double sample_quantile(std::span<const double> sorted, double probability);

}  // namespace spindrift::statistics
