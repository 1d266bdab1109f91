#include "sim/scenario/utf8.hpp"

namespace spindrift::scenario {

namespace {

unsigned int byte_at(std::string_view text, std::size_t offset) {
  return static_cast<unsigned char>(text[offset]);
}

bool is_continuation(unsigned int byte) { return (byte & 0xC0U) == 0x80U; }

/// How many bytes the letter that begins there has; 0 when none does.
std::size_t letter_bytes(std::string_view text, std::size_t offset) {
  const unsigned int first = byte_at(text, offset);
  if (first < 0x80U) return 1;
  const std::size_t count = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
  if (first < 0xC2U || first > 0xF4U || offset + count > text.size()) return 0;
  for (std::size_t place = 1; place < count; ++place) {
    if (!is_continuation(byte_at(text, offset + place))) return 0;
  }
  const unsigned int second = byte_at(text, offset + 1);
  const bool is_too_long = (first == 0xE0U && second < 0xA0U) || (first == 0xF0U && second < 0x90U);
  const bool is_surrogate = first == 0xEDU && second >= 0xA0U;
  const bool is_too_large = first == 0xF4U && second >= 0x90U;
  return is_too_long || is_surrogate || is_too_large ? 0 : count;
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t bytes = letter_bytes(text, offset);
    if (bytes == 0) return offset;
    offset += bytes;
  }
  return std::nullopt;
}

std::size_t next_letter(std::string_view text, std::size_t offset) {
  ++offset;
  while (offset < text.size() && is_continuation(byte_at(text, offset))) ++offset;
  return offset;
}

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto append = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
  const auto append_rest = [&](unsigned int shift) {
    append(0x80U | (code_point >> shift & 0x3FU));
  };
  if (code_point < 0x80U) {
    append(code_point);
  } else if (code_point < 0x800U) {
    append(0xC0U | code_point >> 6U);
    append_rest(0);
  } else if (code_point < 0x10000U) {
    append(0xE0U | code_point >> 12U);
    append_rest(6);
    append_rest(0);
  } else {
    append(0xF0U | code_point >> 18U);
    append_rest(12);
    append_rest(6);
    append_rest(0);
  }
}

}  // namespace spindrift::scenario
