#include "analysis/fidelity/spread.hpp"

#include <catch2/catch.hpp>

#include "tests/fidelity/tale.hpp"

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;
using Catch::Matchers::Contains;

history::History listed(history::Duration when) {
  return Tale{}.lists(when, Tale::a, {Tale::jwt(Tale::a_1, 1)}).until(1h);
}

/// Seeds that predict 100 s, 101 s … in turn.
std::vector<TransitionSpread> spread_around(history::Duration recorded) {
  Spread spread{listed(recorded)};
  for (int seed = 0; seed < 101; ++seed) spread.add(listed(100s + seed * 100ms));
  return spread.transitions();
}

TEST_CASE("a range leaves out the earliest and the latest hundredth of the seeds") {
  const auto transitions = spread_around(105s);
  REQUIRE(transitions.size() == 1);
  CHECK(transitions.front().low == history::Time{100100ms});
  CHECK(transitions.front().high == history::Time{109900ms});
  CHECK(transitions.front().is_wide());
}

TEST_CASE("a recorded time lies within its range, widened by a second, or it does not") {
  CHECK(share_within(spread_around(105s)) == 1.0);
  CHECK(share_within(spread_around(110800ms)) == 1.0);
  CHECK(share_within(spread_around(111s)) == 0.0);
  CHECK(share_within(spread_around(99s)) == 0.0);
}

TEST_CASE("what no seed predicts is outside, and so is what every seed predicts in vain") {
  Spread missing{listed(100s)};
  missing.add(Tale{}.until(1h));
  CHECK_FALSE(missing.transitions().front().is_within());
  Spread invented{Tale{}.until(1h)};
  invented.add(listed(100s));
  CHECK_FALSE(invented.transitions().front().is_within());
  CHECK(share_within(invented.transitions()) ==
        1.0);  // of the recorded ones, of which there is none
}

TEST_CASE("what some seeds predict may happen or not") {
  const auto transitions_when = [](const history::History& recorded) {
    Spread spread{recorded};
    for (int seed = 0; seed < 10; ++seed) {
      spread.add(seed % 2 == 0 ? listed(100s) : Tale{}.until(1h));
    }
    return spread.transitions();
  };
  CHECK(transitions_when(listed(100s)).front().is_within());
  CHECK(transitions_when(Tale{}.until(1h)).front().is_within());
}

TEST_CASE("a wide range names the draw in its cause chain, or is told to have none") {
  Spread spread{listed(100s)};
  for (int seed = 0; seed < 10; ++seed) {
    Tale tale;
    tale.at(1s, history::ConnectionOpened{Tale::a_1, Tale::root_2});
    history::BundleChanged change;
    change.cluster = Tale::a;
    change.added = {{Tale::jwt(Tale::a_1, 1), history::Time{}, false}};
    tale.at(90s + seed * 2s, std::move(change), 1);
    spread.add(tale.until(1h));
  }
  CHECK_THAT(spread.transitions().front().luck, Contains("A/1/connection-age"));
  CHECK_THAT(to_text(spread.transitions(), spread.seeds()),
             Contains("the draw that makes them so") && !Contains("without a draw"));
  CHECK_THAT(to_text(spread_around(105s), 101), Contains("without a draw"));
}

}  // namespace
}  // namespace spindrift::analysis
