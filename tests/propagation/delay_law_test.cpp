#include "analysis/propagation/delay_law.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "analysis/propagation/hop_law.hpp"

namespace spindrift::analysis {
namespace {

using namespace std::chrono_literals;

/// The sum of uniforms of these widths, by inclusion and exclusion over the corners of their box
/// (P. Hall, "The distribution of means for samples of size N drawn from a population in which the
/// variate takes values between 0 and 1", Biometrika 19, 1927, for unequal widths).
double sum_of_uniforms(const std::vector<double>& widths, double x) {
  const auto count = static_cast<unsigned>(widths.size());
  double volume = 0.0;
  for (unsigned corner = 0; corner < (1U << count); ++corner) {
    double rest = x;
    double sign = 1.0;
    for (unsigned axis = 0; axis < count; ++axis) {
      if ((corner >> axis & 1U) == 0) continue;
      rest -= widths[axis];
      sign = -sign;
    }
    if (rest > 0.0) volume += sign * std::pow(rest, count);
  }
  for (unsigned axis = 0; axis < count; ++axis) volume /= widths[axis] * (axis + 1.0);
  return volume;
}

TEST_CASE("a way's law is the sum of its uniform waits, by the closed form") {
  const std::vector<std::vector<double>> ways{
      {5.0, 1.0}, {5.0, 1.0, 1.0, 10.0}, {5.0, 5.0, 5.0}, {10.0, 300.0}, {5.0, 1.0, 5.0, 1.0, 5.0}};
  for (const auto& widths : ways) {
    DelayLaw law = DelayLaw::constant(0.0);
    double all = 0.0;
    for (const double width : widths) {
      law = DelayLaw::sum(law, DelayLaw::uniform(width));
      all += width;
    }
    CHECK(law.largest() == Approx(all));
    CHECK(law.mean() == Approx(all / 2).epsilon(1e-4));
    for (const double probability : {0.05, 0.5, 0.9, 0.99}) {
      CHECK(sum_of_uniforms(widths, law.quantile(probability)) == Approx(probability).margin(2e-4));
    }
  }
}

TEST_CASE("of several servers that poll side by side the first counts") {
  const DelayLaw three = DelayLaw::first_of(DelayLaw::uniform(5.0), 3);
  for (const double probability : {0.5, 0.9, 0.99}) {
    CHECK(three.quantile(probability) ==
          Approx(5.0 * (1.0 - std::cbrt(1.0 - probability))).epsilon(0.001));
  }
  CHECK(three.mean() == Approx(5.0 / 4).epsilon(0.001));
}

TEST_CASE("the wait for an agent's sync is the residual life of its interval") {
  const DelayLaw law = DelayLaw::until_next(5.0, 0.5);
  CHECK(law.quantile(0.5) == Approx(2.5).epsilon(1e-4));
  CHECK(law.quantile(0.9) == Approx(4.5).epsilon(1e-4));
  CHECK(law.quantile(0.99) == Approx(5.5 - std::sqrt(0.1)).epsilon(1e-4));
  CHECK(law.largest() == 5.5);
  // Mean of the square over twice the mean.
  CHECK(law.mean() == Approx((25.0 + 0.25 / 3) / 10.0).epsilon(1e-4));
}

TEST_CASE("a mixture weighs its laws, and a shift moves one") {
  const std::array<DelayLaw::Weighted, 2> laws{
      DelayLaw::Weighted{DelayLaw::uniform(1.0), 3.0},
      DelayLaw::Weighted{DelayLaw::uniform(1.0).shifted(2.0), 1.0}};
  const DelayLaw law = DelayLaw::mixture(laws);
  CHECK(law.quantile(0.375) == Approx(0.5).epsilon(0.005));
  CHECK(law.probability_up_to(1.5) == Approx(0.75).epsilon(0.005));
  CHECK(law.quantile(0.875) == Approx(2.5).epsilon(0.005));
  CHECK(law.mean() == Approx(0.75 * 0.5 + 0.25 * 2.5).epsilon(0.005));
}

TEST_CASE("the published bounds of a key's way follow from its hops") {
  HopLaw follow;
  follow.interval = 5s;
  follow.look = 1s;
  follow.slack = 1s;
  HopLaw agent;
  agent.to = PlaceKind::agent;
  agent.interval = 5s;
  agent.slack = 1s;
  HopLaw provider = agent;
  provider.to = PlaceKind::discovery_provider;
  provider.interval = 10s;
  CHECK(bound_of({follow, agent}) == 13500ms);
  CHECK(bound_of({agent}) == 6500ms);
  CHECK(bound_of({provider}) == 11s);
  WayBook book;
  const auto way = book.longer(book.longer(0, follow), agent);
  CHECK(book.bound(way) == 13500ms);
  CHECK(book.way(way) == Way{follow, agent});
  CHECK(book.longer(book.longer(0, follow), agent) == way);
}

}  // namespace
}  // namespace spindrift::analysis
