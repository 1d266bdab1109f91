#pragma once

#include <string>

#include "analysis/cli/console.hpp"
#include "analysis/cli/simulate.hpp"

namespace spindrift::cli {

/// A line for each cluster at the time of reading. Of a large fleet only those that miss keys,
/// diverged or were deaf have their own, the worst first, and one sums up the others.
[[nodiscard]] std::string clusters_table(const RunResult& result, const Console& console);

}  // namespace spindrift::cli
