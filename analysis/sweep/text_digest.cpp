#include "analysis/sweep/text_digest.hpp"

#include <fmt/format.h>

namespace spindrift::sweep {

namespace {

constexpr std::size_t bytes_in_word = 8;

std::uint64_t in_order_of_bytes(std::uint64_t little_endian) {
  std::uint64_t result = 0;
  for (std::size_t byte = 0; byte < bytes_in_word; ++byte) {
    result = (result << 8U) | ((little_endian >> (8 * byte)) & 0xffU);
  }
  return result;
}

}  // namespace

void TextDigest::add(std::string_view text) {
  for (const char each : text) {
    const std::size_t place = bytes_++ % bytes_in_word;
    word_ |= std::uint64_t{static_cast<unsigned char>(each)} << (8 * place);
    if (place + 1 < bytes_in_word) continue;
    hash_.add(word_);
    word_ = 0;
  }
}

std::string TextDigest::hex() const {
  history::SipHash128 last = hash_;
  last.add(word_);
  last.add(bytes_);
  const auto [first, second] = last.result();
  return fmt::format("{:016x}{:016x}", in_order_of_bytes(first), in_order_of_bytes(second));
}

}  // namespace spindrift::sweep
