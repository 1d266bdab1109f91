#pragma once

#include <string>

#include "analysis/report/material.hpp"

namespace spindrift::report {

/// The report in GitHub's Markdown, for a pull request: verdict, figures, clusters, expectations,
/// and what led to each divergence, folded.
[[nodiscard]] std::string markdown_of(const Material& material);

}  // namespace spindrift::report
