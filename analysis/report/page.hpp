#pragma once

#include <string>

#include "analysis/report/material.hpp"

namespace spindrift::report {

/// One HTML file that needs nothing else: style, script and figures are in it, and its policy
/// forbids it to load anything.
[[nodiscard]] std::string page_of(const Material& material);

}  // namespace spindrift::report
