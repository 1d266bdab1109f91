#pragma once

#include <string>

#include "sim/kernel/time.hpp"

namespace spindrift::analysis {

/// A span for people: `7.262s`, `23m05s`, `1h23m45s`, `4d06h00m00s`. Whole seconds from a minute
/// on, milliseconds below; rounded down.
[[nodiscard]] std::string span_text(kernel::Duration span);

/// A moment for people: the span since the start of the scenario.
[[nodiscard]] std::string time_text(kernel::Time moment);

}  // namespace spindrift::analysis
