#include "analysis/propagation/delay_distribution.hpp"

#include <cmath>

#include <catch2/catch.hpp>

namespace spindrift::analysis {
namespace {

using kernel::Duration;
using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST_CASE("quantiles of counted delays are right to a thousandth, from microseconds to hours") {
  for (const Duration unit :
       {Duration{microseconds{10}}, Duration{milliseconds{1}}, Duration{std::chrono::seconds{3}}}) {
    DelayDistribution delays;
    constexpr int count = 10'000;
    for (int place = 1; place <= count; ++place) delays.add(unit * place);
    const double scale = static_cast<double>(unit.count()) / 1e9;
    for (const double probability : {0.01, 0.5, 0.9, 0.99}) {
      // Between two values that were counted it is the lower one.
      const double exact = scale * std::floor(1.0 + probability * (count - 1));
      CHECK(delays.quantile(probability) == Approx(exact).epsilon(0.001));
    }
    CHECK(delays.smallest() == Approx(scale).epsilon(1e-9));
    CHECK(delays.largest() == Approx(scale * count).epsilon(1e-9));
    CHECK(delays.quantile(1.0) == Approx(delays.largest()).epsilon(0.001));
    CHECK(delays.mean() == Approx(scale * (count + 1) / 2).epsilon(1e-9));
    CHECK(delays.share_up_to(scale * count / 4) == Approx(0.25).epsilon(0.005));
  }
}

TEST_CASE("distributions that are put together are as one that counted all") {
  DelayDistribution one;
  DelayDistribution other;
  DelayDistribution all;
  for (int place = 0; place < 1000; ++place) {
    const Duration delay = milliseconds{place * place};
    (place % 3 == 0 ? one : other).add(delay);
    all.add(delay);
  }
  one.merge(other);
  CHECK(one.count() == all.count());
  CHECK(one.mean() == Approx(all.mean()));
  for (const double probability : {0.0, 0.2, 0.5, 0.95, 1.0}) {
    CHECK(one.quantile(probability) == all.quantile(probability));
  }
}

TEST_CASE("a delay that never varies is its own quantile, and one below zero counts as zero") {
  DelayDistribution delays;
  for (int place = 0; place < 5; ++place) delays.add(milliseconds{1234});
  CHECK(delays.quantile(0.5) == 1.234);
  delays.add(milliseconds{-1});
  CHECK(delays.smallest() == 0.0);
}

}  // namespace
}  // namespace spindrift::analysis
