#pragma once

#include <string>

#include "analysis/report/material.hpp"
#include "analysis/review/comparison.hpp"

namespace spindrift::report {

/// One HTML file that needs nothing else: style, script and figures are in it, and its policy
/// forbids it to load anything. With a comparison of strategies its verdict and its ranking come
/// first, and the run that is shown is the first one of the baseline.
[[nodiscard]] std::string page_of(const Material& material,
                                  const review::Comparison* comparison = nullptr);

}  // namespace spindrift::report
