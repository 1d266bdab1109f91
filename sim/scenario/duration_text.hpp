#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/kernel/time.hpp"

namespace spindrift::scenario {

/// "1d12h", "90s", "250ms", "1.5h": numbers with units d, h, m (or min), s, ms, us, ns, largest
/// first, each at most once. Nothing when it is not of that form or too long to represent.
[[nodiscard]] std::optional<kernel::Duration> parse_duration(std::string_view text);

/// The shortest such text that means exactly this: "36h" is written "1d12h".
[[nodiscard]] std::string to_text(kernel::Duration duration);

}  // namespace spindrift::scenario
