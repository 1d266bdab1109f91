#include "sim/scenario/json_document.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace spindrift::scenario {
namespace {

std::string problems_of(std::string_view text) {
  Problems problems;
  static_cast<void>(parse(text, "f", problems));
  std::string lines;
  for (const Problem& problem : problems) lines += to_string(problem) + '\n';
  return lines;
}

Json right(std::string_view text) {
  Problems problems;
  Json json = parse(text, "f", problems);
  REQUIRE(problems.empty());
  return json;
}

TEST_CASE("every value and every name knows its line and column") {
  const Json json = right("{\n  \"a\": [1,\n    true], \"b\": null}");
  CHECK(to_string(json.find("a")->members.at(1).value.position) == "f:3:5");
  CHECK(to_string(json.members.at(1).position) == "f:3:12");
  CHECK(to_string(json.find("b")->position) == "f:3:17");
}

TEST_CASE("columns count letters, not bytes") {
  const Json json = right("[\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\", 1]");
  CHECK(json.members.at(1).value.position.column == 9);
}

TEST_CASE("what is no JSON is refused where it stops being some") {
  CHECK(problems_of("{\"a\": 1,}") == "f:1:9: a comma before '}' promises one more\n");
  CHECK(problems_of("[1 2]") == "f:1:4: expected ',' or ']', found 2\n");
  CHECK(problems_of("{\"a\" 1}") == "f:1:6: expected ':' after a name, found 1\n");
  CHECK(problems_of("{a: 1}") == "f:1:2: expected a name in double quotes, found a\n");
  CHECK(problems_of("nul") == "f:1:1: expected a value, found nul\n");
  CHECK(problems_of("01") == "f:1:1: expected a value, found 01\n");
  CHECK(problems_of("['a']") == "f:1:2: a string stands in double quotes, not in single ones\n");
  CHECK(problems_of("\"a") == "f:1:1: this string has no closing quote\n");
  CHECK(problems_of("\"a\nb\"") == "f:1:3: a string ends on the line on which it begins\n");
  CHECK(problems_of("1 1") == "f:1:3: expected nothing after the end of the value\n");
  CHECK(problems_of("{\n\"a\": [1,\n2") ==
        "f:3:2: the text ends inside what begins at line 2, column 6: expected ',' or ']'\n");
  CHECK(problems_of("{\"a\": 1 // one\n}") ==
        "f:1:9: JSON has no comments; there are \"description\" and \"why\" for words\n");
  CHECK(problems_of("") == "f:1:1: expected a value, found the end of the text\n");
}

TEST_CASE("names that stand twice are all told, with where the first stands") {
  CHECK(
      problems_of("{\"a\": 1, \"b\": {\"c\": 1,\n\"c\": 2}, \"a\": 3}") ==
      "f:2:1: the name \"c\" stands a second time in this object; the first is at line 1, column "
      "16\n"
      "f:2:10: the name \"a\" stands a second time in this object; the first is at line 1, column "
      "2\n");
}

TEST_CASE("escapes are read as RFC 8259 says") {
  CHECK(right(R"("\u00e9\n\"\\\/\b\f\r\t")").text == "\xC3\xA9\n\"\\/\b\f\r\t");
  CHECK(right(R"("\ud83d\ude00")").text == "\xF0\x9F\x98\x80");
  for (const char* const text : {R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\u12")",
                                 R"("\x41")", R"("\ud83d\u0041")", R"("\)"}) {
    INFO(text);
    CHECK(problems_of(text) == "f:1:2: this is no escape of JSON\n");
  }
}

TEST_CASE("text that is no UTF-8 is refused where it stops being some") {
  CHECK(problems_of("[\"\xFF\"]") == "f:1:3: the byte 0xFF is not part of UTF-8 text here\n");
  for (const char* const text : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                 "\xC3", "\xE2\x82", "\x80"}) {
    CHECK(problems_of(text).find("is not part of UTF-8") != std::string::npos);
  }
}

TEST_CASE("what would take too much memory or stack is refused") {
  CHECK(problems_of(std::string(100, '[')) == "f:1:34: nested deeper than 32 levels\n");
  CHECK(problems_of(std::string((4U << 20U) + 1, ' ')).find("at most 4 MiB") != std::string::npos);
  std::string many = "[0";
  for (int count = 0; count < 500'000; ++count) many += ",0";
  CHECK(problems_of(many + "]").find("more than 500000 values") != std::string::npos);
  std::string twins = "{";
  for (int count = 0; count < 200'000; ++count) twins += "\"a\":0,";
  const std::string told = problems_of(twins + "\"a\":0}");
  CHECK(std::count(told.begin(), told.end(), '\n') == 101);
  CHECK(told.find("there are more problems") != std::string::npos);
}

TEST_CASE("any bytes give a value or problems with a place") {
  const auto letters = rc::gen::elementOf(
      std::string("{}[]\",:0123456789.eE+-truefalsn \n\\u\x01/'\xC3\xA4\xED\xFF"));
  rc::prop("no crash", [&] {
    const auto bytes = *rc::gen::container<std::string>(letters);
    Problems problems;
    const Json json = parse(bytes, "f", problems);
    for (const Problem& problem : problems) {
      RC_ASSERT(problem.position.line >= 1U);
      RC_ASSERT(problem.position.column >= 1U);
    }
    if (problems.empty()) RC_ASSERT(to_text(right(to_text(json))) == to_text(json));
  });
}

rc::Gen<Json> arbitrary_json(int depth) {
  const auto text = rc::gen::map(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab\"\\/~ \n\x01\xC3\xA4"))),
      [](std::string letters) {
        std::erase_if(letters, [](char letter) { return static_cast<signed char>(letter) < 0; });
        return Json::string(letters);
      });
  const auto number = rc::gen::map(rc::gen::arbitrary<std::int64_t>(),
                                   [](std::int64_t value) { return Json::number(value); });
  const auto leaf =
      rc::gen::oneOf(text, number, rc::gen::just(Json{}), rc::gen::just(Json::boolean(true)));
  if (depth == 0) return leaf;
  const auto array =
      rc::gen::map(rc::gen::container<std::vector<Json>>(arbitrary_json(depth - 1)),
                   [](std::vector<Json> elements) { return Json::array(std::move(elements)); });
  const auto object = rc::gen::map(
      rc::gen::container<std::vector<std::pair<std::string, Json>>>(
          rc::gen::pair(rc::gen::string<std::string>(), arbitrary_json(depth - 1))),
      [](const std::vector<std::pair<std::string, Json>>& members) {
        Json json = Json::object();
        for (const auto& [name, value] : members) {
          std::string plain = name;
          std::erase_if(plain, [](char letter) { return static_cast<signed char>(letter) < 0; });
          json.set(plain, value);
        }
        return json;
      });
  return rc::gen::oneOf(leaf, array, object);
}

TEST_CASE("what is written is read back, short or pretty") {
  rc::prop("round trip", [] {
    const Json json = *rc::gen::resize(8, arbitrary_json(3));
    Problems problems;
    const Json again = parse(to_text(json), "f", problems);
    const Json pretty = parse(to_pretty_text(json), "f", problems);
    RC_ASSERT(problems.empty());
    RC_ASSERT(to_text(again) == to_text(json));
    RC_ASSERT(to_text(pretty) == to_text(json));
  });
}

TEST_CASE("a pointer leads to its value, or to the nearest one around it") {
  const Json json = right(R"({"a/b": [{"~": 7}]})");
  const std::string pointer = child(child(child("", "a/b"), std::size_t{0}), "~");
  CHECK(pointer == "/a~1b/0/~0");
  CHECK(nearest_at(json, pointer).text == "7");
  CHECK(nearest_at(json, "/a~1b/0/missing/more").is_object());
  CHECK(nearest_at(json, "/a~1b/3").kind == Json::Kind::array);
  CHECK(&nearest_at(json, "") == &json);
}

}  // namespace
}  // namespace spindrift::scenario
