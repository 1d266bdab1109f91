#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spindrift::scenario {

/// Where text stops being UTF-8 (RFC 3629: shortest forms, no surrogates); nothing if it is.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// Where the letter after the one at `offset` begins. REQUIRES: valid text, not at its end.
[[nodiscard]] std::size_t next_letter(std::string_view text, std::size_t offset);

/// REQUIRES: a code point that is no surrogate, below 0x110000.
void append_utf8(std::string& text, std::uint32_t code_point);

}  // namespace spindrift::scenario
