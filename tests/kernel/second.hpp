#pragma once

#include "sim/kernel/time.hpp"

namespace spindrift::kernel {

/// What most tests of the kernel wait for.
inline constexpr Duration second{1'000'000'000};

}  // namespace spindrift::kernel
