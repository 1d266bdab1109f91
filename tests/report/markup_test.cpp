#include "analysis/report/markup.hpp"

#include <catch2/catch.hpp>

#include "analysis/report/number_text.hpp"
#include "tests/report/well_formed.hpp"

namespace spindrift::report {

TEST_CASE("markup escapes texts and values, and closes what it opened") {
  Markup markup;
  markup.open("g", {{"class", "a\"b"}}).element("text", "1 < 2 & 3 > 2").empty("line").close();
  const std::string text = markup.take();
  CHECK(text == "<g class=\"a&quot;b\"><text>1 &lt; 2 &amp; 3 &gt; 2</text><line/></g>\n");
  CHECK(fault_of_xml(text) == "");
}

TEST_CASE("markup that is left open, or closed too often, is an error") {
  Markup open;
  open.open("g");
  CHECK_THROWS_AS(open.take(), std::logic_error);
  CHECK_THROWS_AS(Markup{}.close(), std::logic_error);
}

TEST_CASE("the checker of these tests sees what is not well-formed") {
  CHECK(fault_of_xml("<a><b/></a>") == "");
  CHECK(fault_of_xml("<a><b></a>") != "");
  CHECK(fault_of_xml("<a x=1/>") != "");
  CHECK(fault_of_xml("<a x=\"1\" x=\"2\"/>") != "");
  CHECK(fault_of_xml("<a>1 & 2</a>") != "");
  CHECK(fault_of_xml("<a") != "");
  CHECK(texts("<a>x</a><b>1 &amp;lt; 2</b>", "b") == std::vector<std::string>{"1 &lt; 2"});
}

TEST_CASE("numbers are written short and the same everywhere") {
  CHECK(short_number(12.5) == "12.5");
  CHECK(short_number(3.0) == "3");
  CHECK(short_number(-0.001) == "0");
  CHECK(percent(0.123456789) == "12.346%");
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(120762) == "120,762");
  CHECK(grouped(1234567) == "1,234,567");
}

TEST_CASE("an expected number is never told as none when it is some") {
  CHECK(expected_text(0) == "0");
  CHECK(expected_text(0.001) == "less than 0.1");
  CHECK(expected_text(0.44) == "0.4");
  CHECK(expected_text(0.96) == "1");
  CHECK(expected_text(40051.6) == "40,052");
}

TEST_CASE("lists of names stay short") {
  CHECK(joined({}) == "");
  CHECK(joined({"a"}) == "a");
  CHECK(joined({"a", "b"}, 2) == "a and b");
  CHECK(joined({"a", "b", "c"}) == "a, b and c");
  CHECK(joined({"a", "b", "c", "d"}, 3) == "a, b and 2 more");
  CHECK(counted(1, "key") == "1 key");
  CHECK(counted(2000, "key") == "2,000 keys");
}

}  // namespace spindrift::report
