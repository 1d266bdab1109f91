#include "sim/history/fingerprint.hpp"

#include <catch2/catch.hpp>

namespace spindrift::history {
namespace {

std::string fingerprint_of(std::string_view text) {
  Fingerprint fingerprint;
  fingerprint.add(text);
  return fingerprint.hex();
}

/// 00 01 … ff 00 …
std::string counting_up(int bytes) {
  std::string text;
  for (int byte = 0; byte < bytes; ++byte) text += static_cast<char>(byte);
  return text;
}

}  // namespace

TEST_CASE("a fingerprint is what xxhsum -H128 prints") {
  CHECK(fingerprint_of("") == "99aa06d3014798d86001c324468d497f");
  CHECK(fingerprint_of("spindrift") == "18cc99d23887b5d47970aff3b27decf9");
  CHECK(fingerprint_of(counting_up(1000)) == "076f7e02b7120d2ad33dd80b46f60e50");
}

TEST_CASE("how bytes are cut into calls does not count, and asking does not end it") {
  const std::string text = counting_up(1000);
  Fingerprint fingerprint;
  for (std::size_t place = 0; place < text.size(); place += 7) {
    fingerprint.add(std::string_view{text}.substr(place, 7));
    CHECK(fingerprint.hex() == fingerprint_of(text.substr(0, place + 7)));
  }
  CHECK(fingerprint.hex() == fingerprint_of(text));
}

TEST_CASE("a text has the word that xxhsum -H3 prints") {
  CHECK(word_for_text("key_prepared") == 0xa7d09526ed61014c);
}

}  // namespace spindrift::history
