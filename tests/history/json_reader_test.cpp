#include <sstream>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "sim/history/json_lines.hpp"
#include "tests/history/arbitrary_events.hpp"

namespace spindrift::history {
namespace {

const std::string header = header_line({"dev", 1}, small_topology()) + '\n';
const std::string end_line = R"({"id":1,"t":0,"event":"history_ended"})"
                             "\n";

struct Nowhere final : EventSink {
  void begin(const Topology&) override {}
  void on_event(const Event&) override { ++events; }
  int events = 0;
};

/// What the reader says of a text: the errors, one a line.
std::string complaints(const std::string& text) {
  std::istringstream stream{text};
  Nowhere sink;
  try {
    read_json_lines(stream, "f.jsonl", sink);
  } catch (const ReadFailure& failure) {
    return failure.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a misspelt member is located and the nearest name is told") {
  CHECK(complaints(header + R"({"id":1,"t":0,"event":"server_listening","sevrer":"root/1"})"
                            "\n") ==
        "f.jsonl:2:42: /sevrer: \"sevrer\" is no member, did you mean \"server\"?");
}

TEST_CASE("a misspelt type of event is located and the nearest one is told") {
  CHECK(complaints(header + R"({"id":1,"t":0,"event":"server_listning","server":"root/1"})"
                            "\n") ==
        "f.jsonl:2:23: /event: \"server_listning\" is no type of event, did you mean "
        "\"server_listening\"?");
}

TEST_CASE("an unknown server, a wrong word and a wrong kind are all told at once") {
  const std::string text =
      header +
      R"({"id":1,"t":0,"event":"key_generated","server":"rot/1","key":"root/1#x2","slot":"C"})"
      "\n"
      R"({"id":2,"t":"0","event":"server_listening","server":7})"
      "\n";
  CHECK(complaints(text) ==
        "f.jsonl:2:48: /server: \"rot/1\" is no server, did you mean \"root/1\"?\n"
        "f.jsonl:2:81: /slot: \"C\" is no word for this; allowed: \"A\" \"B\"\n"
        "f.jsonl:3:13: /t: expected a number, found a text\n"
        "f.jsonl:3:53: /server: expected a text, found a number");
}

TEST_CASE("rows within an event are located by their pointer") {
  const std::string text =
      header +
      R"({"id":1,"t":0,"event":"bundle_changed","cluster":"root","sequence":1,"inserted":true,)"
      R"("added":[{"key":"root/1#1","not_after":1e5,"tainted":false},{"key":"nobody#1"}]})"
      "\n";
  CHECK(
      complaints(text) ==
      "f.jsonl:2:125: /added/0/not_after: expected seconds with at most nine decimals and no "
      "exponent, found 1e5\n"
      "f.jsonl:2:153: /added/1/key: \"nobody#1\" names no key: expected a server's name, '#', for "
      "X.509 'x' or for WIT 'w', and a number\n"
      "f.jsonl:2:146: /added/1: \"not_after\" is missing\n"
      "f.jsonl:2:146: /added/1: \"tainted\" is missing");
}

TEST_CASE("ids with a gap, times that fall and causes from the future are errors") {
  const std::string text = header + R"({"id":1,"t":5,"event":"server_listening"})"
                                    "\n"
                                    R"({"id":3,"t":4,"event":"server_listening"})"
                                    "\n"
                                    R"({"id":4,"t":5,"cause":4,"event":"history_ended"})"
                                    "\n";
  CHECK(complaints(text) ==
        "f.jsonl:3:1: /id: expected 2, the number after the one before, found 3\n"
        "f.jsonl:3:1: /t: time falls: it is before the line above\n"
        "f.jsonl:4:1: /cause: a cause is an earlier event, so less than its id");
}

TEST_CASE("a history that is cut off is an error, in a line or between lines") {
  CHECK(complaints("") == "f.jsonl:1:1: the file is empty: expected a history's first line");
  CHECK(complaints(header) == "f.jsonl:2:1: the history is cut off: no \"history_ended\"");
  CHECK_THAT(complaints(header + end_line.substr(0, 20)),
             Catch::StartsWith("f.jsonl:2:21: syntax error"));
  CHECK(complaints(header + end_line).empty());
}

TEST_CASE("nothing may follow the end of a history") {
  CHECK_THAT(complaints(header + end_line +
                        R"({"id":2,"t":0,"event":"history_ended"})"
                        "\n"),
             Catch::StartsWith("f.jsonl:3:1: a line after \"history_ended\""));
}

TEST_CASE("a file that is no history is refused by its first line alone") {
  CHECK(complaints("{\"name\": 3}\n{\"id\": 1}\n") ==
        "f.jsonl:1:1: /format: expected \"spindrift-history-1\": this is no history, or of another "
        "version");
  CHECK(complaints("[]\n") == "f.jsonl:1:1: expected an object, found a list");
}

TEST_CASE("a name given twice, or to two, is an error") {
  const std::string twice =
      R"({"format":"spindrift-history-1","seed":1,"seed":2,"clusters":[{"name":"a"},)"
      R"({"name":"a"}]})";
  CHECK(complaints(twice) ==
        "f.jsonl:1:76: /clusters/1: \"a\" is named twice\n"
        "f.jsonl:1:42: /seed: given twice");
}

TEST_CASE("at most twenty errors are told") {
  std::string text = header;
  for (int line = 0; line < 100; ++line) text += "{}\n";
  const std::string told = complaints(text);
  CHECK(std::count(told.begin(), told.end(), '\n') + 1 == ReadFailure::errors_max);
}

TEST_CASE("a text nested without end is refused and not followed") {
  CHECK_THAT(complaints(header + std::string(1'000'000, '[')),
             Catch::StartsWith("f.jsonl:2:9: nested deeper than 8 levels"));
}

TEST_CASE("a damaged history is refused with a located error, or still is one") {
  const std::string whole =
      header +
      R"({"id":1,"t":0.5,"event":"key_generated","server":"root/1","key":"root/1#x2","slot":"A"})"
      "\n"
      R"({"id":2,"t":1,"event":"history_ended"})"
      "\n";
  REQUIRE(complaints(whole).empty());
  rc::prop("one byte changed", [&] {
    std::string damaged = whole;
    const auto place = *rc::gen::inRange<std::size_t>(0, damaged.size());
    damaged[place] = *rc::gen::arbitrary<char>();
    const std::string told = complaints(damaged);
    RC_ASSERT(told.empty() || told.starts_with("f.jsonl:"));
  });
}

}  // namespace spindrift::history
