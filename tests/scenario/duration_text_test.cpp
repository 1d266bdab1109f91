#include "sim/scenario/duration_text.hpp"

#include <regex>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace spindrift::scenario {
namespace {

using namespace std::chrono_literals;

TEST_CASE("durations are read with their units, largest first") {
  CHECK(parse_duration("90s") == 90s);
  CHECK(parse_duration("1d12h") == 36h);
  CHECK(parse_duration("1.5h") == 90min);
  CHECK(parse_duration("250ms") == 250ms);
  CHECK(parse_duration("2min") == 2min);
  CHECK(parse_duration("2m30s") == 150s);
  CHECK(parse_duration("1us1ns") == 1001ns);
  CHECK(parse_duration("0s") == 0s);
  CHECK(parse_duration("100000d") == 100'000 * 24h);
}

TEST_CASE("what is no duration is refused") {
  for (const char* const text : {"", "5", "s", "1h1d", "1s1s", "1m1min", "-1s", "+1s", "1.2.3s",
                                 "1.s", ".5s", "1y", "1e3s", "1 s", " 1s", "1s ", "1S", "1d,2h"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
    CHECK_FALSE(has_duration_form(text));
  }
}

TEST_CASE("a duration that is too long or too fine has the form of one and is refused") {
  for (const char* const text : {"99999999999999999999s", "100000d1ns", "1000000d", "0.0000000001s",
                                 "0.5ns", "0.00000000000000000000000000000000001d"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
    CHECK(has_duration_form(text));
  }
}

TEST_CASE("every duration is written so that it is read back") {
  rc::prop("round trip", [] {
    const auto count = *rc::gen::inRange<std::int64_t>(0, 8'640'000'000'000'000'000);
    const auto coarser =
        *rc::gen::element<std::int64_t>(1, 1'000'000, 1'000'000'000, 86'400'000'000'000);
    const kernel::Duration duration{count / coarser * coarser};
    RC_ASSERT(parse_duration(to_text(duration)) == duration);
  });
}

TEST_CASE("the pattern for the schema accepts what has the form of a duration, and nothing else") {
  const std::regex pattern{duration_pattern(), std::regex::ECMAScript};
  rc::prop("pattern and form agree", [&] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("015.dhmsinu")));
    RC_ASSERT(std::regex_search(text, pattern) == has_duration_form(text));
  });
  for (const char* const text : {"1d2h3m4s5ms6us7ns", "1.5min", "1ms", "1h1d", "1s1s", ""}) {
    INFO(text);
    CHECK(std::regex_search(text, pattern) == has_duration_form(text));
  }
}

}  // namespace
}  // namespace spindrift::scenario
