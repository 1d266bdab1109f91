#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/kernel/time.hpp"

namespace spindrift::scenario {

/// "1d12h", "90s", "250ms", "1.5h": numbers with units d, h, m (or min), s, ms, us, ns, largest
/// first, each at most once. Nothing when it is not of that form, longer than 100,000 days, or no
/// whole number of nanoseconds.
[[nodiscard]] std::optional<kernel::Duration> parse_duration(std::string_view text);

/// Whether it has that form, be it too long or too fine.
[[nodiscard]] bool has_duration_form(std::string_view text);

/// The shortest such text that means exactly this: "36h" is written "1d12h".
[[nodiscard]] std::string to_text(kernel::Duration duration);

/// What has that form, for the schema (ECMA-262). It cannot say what is too long.
[[nodiscard]] std::string duration_pattern();

}  // namespace spindrift::scenario
