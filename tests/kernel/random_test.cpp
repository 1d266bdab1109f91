#include "sim/kernel/random.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <Random123/philox.h>
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "analysis/statistics/moments/running_moments.hpp"
#include "sim/kernel/philox.hpp"

namespace spindrift::kernel {

namespace {

using Words = std::array<std::uint64_t, Philox::batch_words>;

constexpr std::uint64_t join(std::uint64_t low, std::uint64_t high) { return low | high << 32U; }

/// The words of the block with this counter.
std::array<std::uint64_t, 2> block(const Philox& philox, std::uint64_t counter) {
  Words words{};
  philox.batch(counter & ~std::uint64_t{3}, words);
  return {words[2 * (counter % 4)], words[2 * (counter % 4) + 1]};
}

std::vector<std::uint64_t> draws(RandomStream stream, int count) {
  std::vector<std::uint64_t> words;
  for (int draw = 0; draw < count; ++draw) words.push_back(stream.bits());
  return words;
}

}  // namespace

TEST_CASE("Philox gives the known answers of its authors") {
  // kat_vectors of Random123, philox4x32 with 10 rounds.
  const std::uint64_t ones = ~std::uint64_t{0};
  CHECK(block({.key = 0, .name = 0}, 0) ==
        std::array{join(0x6627e8d5, 0xe169c58d), join(0xbc57ac4c, 0x9b00dbd8)});
  CHECK(block({.key = ones, .name = ones}, ones) ==
        std::array{join(0x408f276d, 0x41c83b0e), join(0xa20bc7c6, 0x6d5451fd)});
  CHECK(block({.key = join(0xa4093822, 0x299f31d0), .name = join(0x13198a2e, 0x03707344)},
              join(0x243f6a88, 0x85a308d3)) ==
        std::array{join(0xd16cfe09, 0x94fdcceb), join(0x5001e420, 0x24126ea1)});
}

TEST_CASE("a batch of blocks is what Random123 gives one by one, with vectors or without") {
  CHECK(rc::check("any key and counter", [](std::uint64_t key, std::uint64_t name) {
    const std::uint64_t first = *rc::gen::arbitrary<std::uint64_t>() & ~std::uint64_t{3};
    Words batch{};
    Words portable{};
    Philox{.key = key, .name = name}.batch(first, batch);
    Philox{.key = key, .name = name}.batch_portably(first, portable);
    const auto low = [](std::uint64_t word) { return static_cast<std::uint32_t>(word); };
    for (std::size_t place = 0; place < Philox::batch_blocks; ++place) {
      const std::uint64_t counter = first + place;
      const r123::Philox4x32::ctr_type input{
          {low(counter), low(counter >> 32U), low(name), low(name >> 32U)}};
      const auto one = r123::Philox4x32{}(input, {{low(key), low(key >> 32U)}});
      RC_ASSERT(batch[2 * place] == join(one[0], one[1]));
      RC_ASSERT(batch[2 * place + 1] == join(one[2], one[3]));
    }
    RC_ASSERT(batch == portable);
  }));
}

TEST_CASE("a draw is a function of seed, name and number alone") {
  RandomStream one{7, "eu-1/2/create"};
  const std::vector<std::uint64_t> expected = draws(RandomStream{7, "eu-1/2/create"}, 40);
  // Others draw in between, as much as they like.
  RandomStream other{7, "eu-1/2/delete"};
  for (std::size_t draw = 0; draw < expected.size(); ++draw) {
    for (std::size_t more = 0; more < draw % 5; ++more) other.bits();
    CHECK(one.position() == draw);
    CHECK(one.bits() == expected[draw]);
  }
}

TEST_CASE("streams differ when their seed or any letter of their name does") {
  std::set<std::uint64_t> seen;
  int streams = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (int name = 0; name < 200; ++name) {
      seen.insert(RandomStream{seed, "place/" + std::to_string(name)}.bits());
      ++streams;
    }
  }
  CHECK(seen.size() == static_cast<std::size_t>(streams));
  CHECK(draws({1, ""}, 2) != draws({1, std::string_view{"\0", 1}}, 2));
}

TEST_CASE("a name put together piece by piece is the name written at once") {
  StreamName name{"place"};
  name.add("/kms.").add("").add("Sign");
  CHECK(RandomStream{7, name}.bits() == RandomStream{7, "place/kms.Sign"}.bits());
}

TEST_CASE("names that end in different numbers are different streams") {
  std::set<std::uint64_t> seen;
  constexpr std::uint64_t numbers = 4'000;
  for (std::uint64_t number = 0; number < numbers; ++number) {
    for (const std::uint64_t far : {number, number * 1'000'000'000, ~number}) {
      seen.insert(RandomStream{7, StreamName{"place"}.add(far)}.bits());
    }
  }
  CHECK(seen.size() == 3 * numbers - 1);  // 0 twice
}

TEST_CASE("a short stream draws what the stream of that name does") {
  RandomStream usual{7, "place"};
  ShortStream same{7, StreamName{"place"}};
  for (int draw = 0; draw < 40; ++draw) REQUIRE(same.bits() == usual.bits());
}

TEST_CASE("whole numbers below a bound are equally likely, and never reach it") {
  for (const std::uint64_t bound : {1U, 2U, 3U, 10U, 17U}) {
    RandomStream random{11, "below"};
    constexpr int count = 60'000;
    std::vector<int> seen(bound);
    for (int draw = 0; draw < count; ++draw) {
      const std::uint64_t value = random.below(bound);
      REQUIRE(value < bound);
      ++seen[value];
    }
    const double expected = static_cast<double>(count) / static_cast<double>(bound);
    double chi_square = 0;
    for (const int times : seen) chi_square += (times - expected) * (times - expected) / expected;
    CAPTURE(bound, chi_square);
    // The 99.9 % quantile of chi-square with 16 degrees of freedom.
    CHECK(chi_square < 39.3);
  }
}

TEST_CASE("a bound that does not divide 2^64 is even as well, by throwing draws away") {
  // With a third of all words refused, a method that keeps them would prefer the lower half.
  const std::uint64_t bound = 0xC000'0000'0000'0000U;
  RandomStream random{13, "large bound"};
  constexpr int count = 60'000;
  int in_first_third = 0;
  for (int draw = 0; draw < count; ++draw) {
    const std::uint64_t value = random.below(bound);
    REQUIRE(value < bound);
    in_first_third += value < bound / 3 ? 1 : 0;
  }
  CHECK(random.position() > count * 5 / 4);
  CHECK(std::abs(in_first_third - count / 3) < 3.3 * std::sqrt(count * 2.0 / 9.0));
}

TEST_CASE("the distributions have the moments that they are named for") {
  constexpr int count = 200'000;
  constexpr Duration mean{1'000'000};
  RandomStream random{17, "moments"};
  statistics::RunningMoments unit;
  statistics::RunningMoments between;
  statistics::RunningMoments exponential;
  statistics::RunningMoments logarithm_of_lognormal;
  int below_99 = 0;
  int chances = 0;
  for (int draw = 0; draw < count; ++draw) {
    unit.add(random.unit());
    between.add(static_cast<double>(random.between(mean, 3 * mean).count()));
    exponential.add(static_cast<double>(random.exponential(mean).count()));
    const Duration lognormal = random.lognormal({mean, 4 * mean});
    logarithm_of_lognormal.add(std::log(static_cast<double>(lognormal.count()) / 1e6));
    below_99 += lognormal < 4 * mean ? 1 : 0;
    chances += random.chance(2, 7) ? 1 : 0;
  }
  const double error = 3.3 / std::sqrt(count);
  CHECK(std::abs(unit.mean() - 0.5) < error * std::sqrt(1.0 / 12));
  CHECK(std::abs(unit.variance() * 12 - 1) < 2 * error);
  CHECK(std::abs(between.mean() - 2e6) < error * 2e6 * std::sqrt(1.0 / 12));
  CHECK(std::abs(exponential.mean() / 1e6 - 1) < error);
  CHECK(std::abs(std::sqrt(exponential.variance()) / 1e6 - 1) < 3 * error);
  const double sigma = std::log(4.0) / 2.3263478740408408;
  CHECK(std::abs(logarithm_of_lognormal.mean()) < error * sigma);
  CHECK(std::abs(std::sqrt(logarithm_of_lognormal.variance()) / sigma - 1) < error);
  CHECK(std::abs(below_99 - 0.99 * count) < 3.3 * std::sqrt(count * 0.99 * 0.01));
  CHECK(std::abs(chances - count * 2.0 / 7) < 3.3 * std::sqrt(count * 10.0 / 49));
}

TEST_CASE("draws keep to the ends of their range") {
  RandomStream random{19, "ends"};
  bool lowest = false;
  bool highest = false;
  for (int draw = 0; draw < 1'000; ++draw) {
    const Duration value = random.between(Duration{5}, Duration{8});
    REQUIRE(value >= Duration{5});
    REQUIRE(value <= Duration{8});
    lowest = lowest || value == Duration{5};
    highest = highest || value == Duration{8};
    REQUIRE(random.unit() < 1.0);
    REQUIRE(random.exponential(Duration{1'000}) >= Duration{0});
  }
  CHECK(lowest);
  CHECK(highest);
  CHECK(random.between(Duration{5}, Duration{5}) == Duration{5});
}

}  // namespace spindrift::kernel
