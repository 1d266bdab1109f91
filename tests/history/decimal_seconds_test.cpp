#include "sim/history/decimal_seconds.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace spindrift::history {
namespace {

std::string text_of(kernel::Duration span) {
  std::string text;
  append_seconds(text, span);
  return text;
}

}  // namespace

TEST_CASE("seconds are written without loss and without trailing zeros") {
  using kernel::Duration;
  CHECK(text_of(Duration{0}) == "0");
  CHECK(text_of(Duration{1}) == "0.000000001");
  CHECK(text_of(Duration{-1'500'000'000}) == "-1.5");
  CHECK(text_of(Duration{86'400'000'000'000}) == "86400");
  CHECK(text_of(Duration::max()) == "9223372036.854775807");
  CHECK(text_of(Duration::min()) == "-9223372036.854775808");
}

TEST_CASE("every span is read back from its text") {
  rc::prop("", [](std::int64_t count) {
    RC_ASSERT(parse_seconds(text_of(kernel::Duration{count})) == kernel::Duration{count});
  });
}

TEST_CASE("what is no exact span is refused") {
  for (const char* const text : {"", "-", ".5", "5.", "1e3", "+1", "1.0000000001", "1,5", "0x1",
                                 "9223372036.854775808", "99999999999", " 1", "1.-5"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_seconds(text));
  }
}

}  // namespace spindrift::history
