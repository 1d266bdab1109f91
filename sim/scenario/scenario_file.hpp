#pragma once

#include <string>

#include "sim/scenario/problem.hpp"

namespace spindrift::scenario {

/// The whole text of a file; empty, and a problem, when it cannot be read or is far too long.
[[nodiscard]] std::string read_file(const std::string& path, Problems& problems);

/// The name of a file without folder and ending.
[[nodiscard]] std::string stem(const std::string& path);

}  // namespace spindrift::scenario
