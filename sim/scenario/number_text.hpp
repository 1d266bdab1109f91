#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spindrift::scenario {

/// Whether the text is a number by the grammar of RFC 8259, section 6.
[[nodiscard]] bool is_json_number(std::string_view text);

/// The whole number that a JSON number means: "4", but also "4.0" and "4e2", which JSON Schema
/// calls integers too. Nothing when it is not whole or has more than 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_whole(std::string_view text);

/// The nearest double; nothing when it is too large for one.
[[nodiscard]] std::optional<double> parse_real(std::string_view text);

/// The shortest text that means exactly this.
[[nodiscard]] std::string to_text(double value);

}  // namespace spindrift::scenario
