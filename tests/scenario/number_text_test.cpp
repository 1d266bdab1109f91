#include "sim/scenario/number_text.hpp"

#include <limits>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace spindrift::scenario {
namespace {

TEST_CASE("whole numbers are exact, however they are written") {
  CHECK(parse_whole("0") == 0);
  CHECK(parse_whole("-12") == -12);
  CHECK(parse_whole("4.0") == 4);
  CHECK(parse_whole("4e2") == 400);
  CHECK(parse_whole("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  CHECK_FALSE(parse_whole("9223372036854775808"));
  CHECK_FALSE(parse_whole("0.5"));
  CHECK_FALSE(parse_whole("1e300"));
  CHECK_FALSE(parse_whole("1e9999"));
}

TEST_CASE("only the grammar of JSON makes a number") {
  for (const char* const text :
       {"", "+1", "01", "-", "1.", ".5", "1e", "0x10", "NaN", "Infinity", "1_000", " 1", "--1"}) {
    INFO(text);
    CHECK_FALSE(is_json_number(text));
    CHECK_FALSE(parse_whole(text));
    CHECK_FALSE(parse_real(text));
  }
}

TEST_CASE("every number is written so that it is read back") {
  rc::prop("round trip", [](double number) {
    RC_PRE(number == number);
    RC_ASSERT(parse_real(to_text(number)) == number);
  });
}

}  // namespace
}  // namespace spindrift::scenario
