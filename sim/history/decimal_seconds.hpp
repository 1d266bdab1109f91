#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/kernel/time.hpp"

namespace spindrift::history {

/// Seconds as a decimal number without loss: `7262.5`, `-0.000000001`. Never an exponent, no
/// trailing zeros.
void append_seconds(std::string& text, kernel::Duration span);

/// The span of such a text; empty when it is none, has more than nine decimals or does not fit.
[[nodiscard]] std::optional<kernel::Duration> parse_seconds(std::string_view text);

}  // namespace spindrift::history
