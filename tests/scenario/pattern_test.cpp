#include "sim/scenario/pattern.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace spindrift::scenario {
namespace {

std::vector<std::string> names_of(std::string_view pattern, std::size_t count_max = 100) {
  std::vector<std::string> names;
  for (const Expansion& expansion : expand(pattern, count_max)) names.push_back(expansion.name);
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("a pattern names every combination of its braces, the last one fastest") {
  CHECK(names_of("edge-{1..2}-{8..9}") == Names{"edge-1-8", "edge-1-9", "edge-2-8", "edge-2-9"});
  CHECK(names_of("{eu,us}{1..2}/*") == Names{"eu1/*", "eu2/*", "us1/*", "us2/*"});
  CHECK(names_of("r{3..1}") == Names{"r3", "r2", "r1"});
  CHECK(names_of("r{08..10}") == Names{"r08", "r09", "r10"});
  CHECK(names_of("plain") == Names{"plain"});
  CHECK(fill_in("region-{1}-{2}-{3}", expand("{4..4}{a,b}", 9).back().choices) == "region-4-b-{3}");
}

TEST_CASE("a pattern that names too many, or is broken, names nobody") {
  for (const char* const pattern :
       {"r{1..101}", "r{1..99}{1..99}", "r{1", "r1}", "r{a..b}", "r{}", "r{1}", "r{,}", "r{1..}",
        "r{1..999999999}", "r{1..99999999999999999999}", "r{{1..2}}"}) {
    INFO(pattern);
    CHECK(names_of(pattern).empty());
  }
  CHECK(names_of("r{1..100}").size() == 100);
}

TEST_CASE("a star stands for letters of one part of a name") {
  CHECK(matches("r*/1", "r12/1"));
  CHECK(matches("*", "root"));
  CHECK(matches("*/*", "root/1"));
  CHECK(matches("a*b*c", "aXbYbZc"));
  CHECK(matches("root", "root"));
  CHECK_FALSE(matches("*", "root/1"));
  CHECK_FALSE(matches("r*", "x1"));
  CHECK_FALSE(matches("r*/1", "r1/2"));
  CHECK_FALSE(matches("", "a"));
  CHECK_FALSE(matches("a*b", "a/b"));
}

TEST_CASE("names come in the order in which people count") {
  std::vector<std::string> names{"r10", "r2", "a/10", "r1", "a/9", "root", "r02", "r"};
  std::sort(names.begin(), names.end(), comes_before);
  CHECK(names == Names{"a/9", "a/10", "r", "r1", "r02", "r2", "r10", "root"});
}

TEST_CASE("the order of names is one that sorting can rely on") {
  const auto name = rc::gen::container<std::string>(rc::gen::elementOf(std::string("01ar/")));
  rc::prop("strict weak order", [&] {
    const std::string one = *name;
    const std::string two = *name;
    const std::string three = *name;
    RC_ASSERT_FALSE(comes_before(one, one));
    RC_ASSERT(one == two || comes_before(one, two) != comes_before(two, one));
    if (comes_before(one, two) && comes_before(two, three)) RC_ASSERT(comes_before(one, three));
  });
}

}  // namespace
}  // namespace spindrift::scenario
