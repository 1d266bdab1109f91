#include "analysis/propagation/chart.hpp"

#include <catch2/catch.hpp>

namespace spindrift::analysis {
namespace {

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST_CASE("a chart shows all its lines and follows light and dark") {
  ChartPanel panel;
  panel.title = "a < b & c";
  panel.x_title = "seconds";
  panel.lines = {{"seen", {{0, 0}, {1, 2}, {2, 3}}, 0, false},
                 {"theory", {{0, 0}, {2, 3.1}}, 0, true},
                 {"nothing", {}, 1, false}};
  const std::string svg = as_svg("title", {panel, panel});
  CHECK_THAT(svg, Catch::StartsWith("<svg ") && Catch::EndsWith("</svg>\n"));
  CHECK_THAT(svg, Catch::Contains("prefers-color-scheme: dark"));
  CHECK_THAT(svg, Catch::Contains("a &lt; b &amp; c"));
  CHECK(count_of(svg, "<path ") == 4);
  CHECK(count_of(svg, "class=\"line c0 theory\"") == 4);  // two lines and two in the legends
  CHECK(count_of(svg, "nan") == 0);
  CHECK(count_of(svg, "inf") == 0);
  CHECK(as_svg("title", {panel, panel}) == svg);
}

TEST_CASE("a chart of nothing, of one point and of named values is a chart") {
  ChartPanel nothing;
  nothing.title = "empty";
  CHECK_THAT(as_svg("title", {nothing}), Catch::Contains("empty: nothing"));
  ChartPanel one;
  one.lines = {{"one", {{3, 0}}, 0, false}};
  CHECK(count_of(as_svg("title", {one}), "nan") == 0);
  ChartPanel named;
  named.x_names = {"1.10.4", "1.12.4"};
  named.lines = {{"p99", {{0, 5}, {1, 7}}, 0, false}};
  const std::string svg = as_svg("title", {named});
  CHECK_THAT(svg, Catch::Contains(">1.10.4<") && Catch::Contains(">1.12.4<"));
  ChartPanel wide;
  wide.x_is_logarithmic = true;
  wide.lines = {{"share", {{0.004, 0}, {300, 1}}, 0, false}};
  CHECK_THAT(as_svg("title", {wide}), Catch::Contains(">0.01<") && Catch::Contains(">100<"));
}

}  // namespace
}  // namespace spindrift::analysis
