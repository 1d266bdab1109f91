#pragma once

#include <string>

#include "sim/kernel/random.hpp"

namespace spindrift::scenario::test {

/// A text with some changes: letters, numbers, pieces cut out, doubled, or words of scenarios put
/// in.
[[nodiscard]] std::string mutated(std::string text, kernel::RandomStream& random);

}  // namespace spindrift::scenario::test
