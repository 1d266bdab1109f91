// Our own logarithm, exponential and normal quantile against libm and against known values, and
// their very bits: a compiler or machine that changes one of them would change histories.
#include "sim/kernel/fixed_functions.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

#include <catch2/catch.hpp>

#include "analysis/statistics/distributions/normal.hpp"
#include "sim/kernel/random.hpp"

namespace spindrift::kernel {

TEST_CASE("the logarithm is libm's within 6e-16 of the larger of one and the result") {
  RandomStream random{23, "logarithm"};
  const auto error = [](double x) {
    const double expected = std::log(x);
    return std::abs(fixed::logarithm(x) - expected) / std::max(1.0, std::abs(expected));
  };
  for (int draw = 0; draw < 300'000; ++draw) {
    const double x = random.unit() + 0x1p-60;
    REQUIRE(error(x) < 6e-16);
    REQUIRE(error(x * 1e12) < 6e-16);
    REQUIRE(error(x * 1e-200) < 6e-16);
  }
  CHECK(fixed::logarithm(1.0) == 0.0);
}

TEST_CASE("close to one the logarithm keeps its relative precision") {
  for (int exponent = -52; exponent <= -6; ++exponent) {
    for (const double x : {1.0 + std::ldexp(1.0, exponent), 1.0 - std::ldexp(1.0, exponent)}) {
      CAPTURE(exponent, x);
      CHECK(std::abs(fixed::logarithm(x) / std::log(x) - 1) < 1e-13);
    }
  }
}

TEST_CASE("the exponential is libm's within a relative error of 1e-13") {
  RandomStream random{29, "exponential"};
  for (int draw = 0; draw < 300'000; ++draw) {
    const double x = (random.unit() - 0.5) * 1'400;
    CAPTURE(x);
    REQUIRE(std::abs(fixed::exponential(x) / std::exp(x) - 1) < 1e-13);
    const double small = x / 1'000;
    REQUIRE(std::abs(fixed::exponential(small) / std::exp(small) - 1) < 1e-15);
  }
  CHECK(fixed::exponential(0.0) == 1.0);
  CHECK(fixed::exponential(-701.0) == 0.0);
  CHECK(fixed::exponential(1'000.0) == fixed::exponential(709.0));
}

TEST_CASE("the normal quantile is the inverse of the distribution within 2e-9") {
  for (double probability = 1e-9; probability < 1.0; probability += 0.000'37) {
    CAPTURE(probability);
    const double expected = statistics::normal_quantile(probability);
    REQUIRE(std::abs(fixed::normal_quantile(probability) - expected) <=
            2e-9 * std::max(1.0, std::abs(expected)));
  }
  CHECK(fixed::normal_quantile(0.5) == 0.0);
}

TEST_CASE("the fixed functions and streams give these bits on every machine") {
  std::uint64_t digest = 0;
  const auto mix = [&](std::uint64_t word) {
    digest = (digest ^ word) * 0x9E37'79B9'7F4A'7C15U;
    digest ^= digest >> 29U;
  };
  RandomStream random{31, "bits"};
  for (int draw = 0; draw < 10'000; ++draw) {
    const double x = random.unit() + 0x1p-60;
    mix(std::bit_cast<std::uint64_t>(fixed::logarithm(x * 1e9)));
    mix(std::bit_cast<std::uint64_t>(fixed::exponential(x * 40 - 20)));
    mix(std::bit_cast<std::uint64_t>(fixed::normal_quantile(x)));
    mix(static_cast<std::uint64_t>(random.exponential(Duration{1'000'000'000}).count()));
    mix(static_cast<std::uint64_t>(
        random.lognormal({Duration{9'000'000}, Duration{70'000'000}}).count()));
    mix(random.below(1'000'003));
  }
  CHECK(digest == 0xe11d'47c2'fd79'a180U);
}

}  // namespace spindrift::kernel
