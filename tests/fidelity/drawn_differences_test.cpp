#include "analysis/fidelity/drawn_differences.hpp"

#include <catch2/catch.hpp>

#include "tests/fidelity/tale.hpp"

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;

/// A lists so many keys, one after the other.
history::History lists_keys(std::uint32_t count) {
  Tale tale;
  for (std::uint32_t key = 1; key <= count; ++key) {
    tale.lists(std::chrono::minutes{key}, Tale::a, {Tale::jwt(Tale::a_1, key)});
  }
  return tale.until(1h);
}

TEST_CASE("what life differs by stands beside what draws differ by") {
  DrawnDifferences differences{lists_keys(5), lists_keys(2)};
  CHECK(to_text(differences).empty());
  for (const std::uint32_t keys : {4U, 2U, 3U, 1U}) differences.add(lists_keys(keys));

  CHECK(differences.recorded() == 3);
  CHECK(differences.draws() == 4);
  CHECK(differences.lowest() == 0);
  CHECK(differences.highest() == 2);
  CHECK(differences.mean() == 1.0);
  CHECK_FALSE(differences.are_explained_by_luck());
  CHECK(to_text(differences) ==
        "  happenings that differ from the prediction: 3 in life; in 4 draws 0 to 2, 1.0 on "
        "average: luck does not explain as many\n");
  differences.add(lists_keys(5));
  CHECK(differences.are_explained_by_luck());
}

TEST_CASE("one draw in a hundred does not widen the range") {
  DrawnDifferences differences{lists_keys(2), lists_keys(2)};
  for (int draw = 0; draw < 100; ++draw) differences.add(lists_keys(2));
  differences.add(lists_keys(9));
  CHECK(differences.highest() == 0);
  differences.add(lists_keys(9));
  CHECK(differences.highest() == 7);
  CHECK(differences.lowest() == 0);
}

}  // namespace
}  // namespace spindrift::analysis
