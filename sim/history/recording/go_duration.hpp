#pragma once

#include <optional>
#include <string_view>

#include "sim/kernel/time.hpp"

namespace spindrift::history {

/// A span as SPIRE's configuration writes it: `12m`, `24h`, `1h30m`, `45s`. Empty for anything
/// else. Whole numbers of hours, minutes, seconds and milliseconds only.
[[nodiscard]] std::optional<kernel::Duration> parse_go_duration(std::string_view text);

}  // namespace spindrift::history
