#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <rapidcheck.h>

#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/number_text.hpp"
#include "tests/sweep/plans.hpp"

namespace spindrift::sweep {
namespace {

using testing::SweepFolder;

std::uint64_t between(std::uint64_t least, std::uint64_t most) {
  return *rc::gen::inRange(least, most + 1);
}

/// A plan of any of the three designs, with up to three inputs.
std::string any_plan() {
  const bool is_grid = *rc::gen::arbitrary<bool>();
  std::vector<std::string> inputs;
  const auto add = [&](const std::string& path, const std::string& range, const std::string& grid) {
    if (!*rc::gen::arbitrary<bool>()) return;
    inputs.push_back(fmt::format(R"({{"path": "{}", {}{}}})", path, range, is_grid ? grid : ""));
  };
  add("ca_ttl", R"("values": ["12h", "24h", "48h"])", "");
  add("clusters/A/servers", R"("from": 1, "to": 4, "step": 1)", "");
  add("network/round_trip", R"("from": "1ms", "to": "9ms")",
      fmt::format(R"(, "count": {})", between(2, 5)));
  const std::string design =
      is_grid ? R"("grid")"
              : fmt::format(R"("{}", "samples": {}, "design_seed": {})",
                            *rc::gen::element<std::string>("random", "latin_hypercube"),
                            between(1, 40), between(0, 1000));
  return fmt::format(
      R"({{"scenario": "tiny", "design": {}, "inputs": [{}], "strategies": {},
           "replications": {}, "first_seed": {}}})",
      design, fmt::join(inputs, ", "),
      *rc::gen::element<std::string>(R"(["none"])", R"(["none", "slow"])"), between(1, 7),
      between(0, 1'000'000));
}

TEST_CASE("cells are every point with every strategy and every seed, each once") {
  const SweepFolder folder;
  CHECK(rc::check([&] {
    const Plan plan = folder.plan(any_plan());
    std::set<std::tuple<std::uint64_t, std::size_t, std::uint64_t>> seen;
    for (std::uint64_t number = 0; number < plan.cells(); ++number) {
      const Cell cell = plan.cell(number);
      RC_ASSERT(cell.number == number);
      RC_ASSERT(cell.point < plan.points.size());
      RC_ASSERT(cell.strategy < plan.strategies.size());
      RC_ASSERT(cell.seed >= plan.first_seed);
      RC_ASSERT(cell.seed < plan.first_seed + plan.replications);
      seen.emplace(cell.point, cell.strategy, cell.seed);
    }
    RC_ASSERT(seen.size() == plan.cells());
  }));
}

TEST_CASE("the shards of any number hold every cell, each once") {
  CHECK(rc::check([] {
    const std::uint64_t cells = between(0, 500);
    const std::uint64_t of = between(1, 600);
    for (std::uint64_t cell = 0; cell < cells; ++cell) {
      std::uint64_t holders = 0;
      for (std::uint64_t number = 1; number <= of; ++number) {
        if (Shard{number, of}.holds(cell)) ++holders;
      }
      RC_ASSERT(holders == 1U);
    }
  }));
}

TEST_CASE("a grid has every combination, each once") {
  const SweepFolder folder;
  CHECK(rc::check([&] {
    const Plan plan = folder.plan(any_plan());
    RC_PRE(plan.text.find(R"("grid")") != std::string::npos);
    std::size_t combinations = 1;
    for (const Input& input : plan.inputs) combinations *= input.listed()->size();
    std::set<std::vector<std::string>> seen;
    for (std::uint64_t point = 0; point < plan.points.size(); ++point) {
      std::vector<std::string> values;
      for (std::size_t input = 0; input < plan.inputs.size(); ++input) {
        values.push_back(plan.value(point, input));
      }
      seen.insert(values);
    }
    RC_ASSERT(seen.size() == combinations);
    RC_ASSERT(plan.points.size() == combinations);
  }));
}

TEST_CASE("a Latin hypercube has one point in each slice of each input") {
  const SweepFolder folder;
  CHECK(rc::check([&] {
    const std::uint64_t samples = between(1, 60);
    const Plan plan = folder.plan(fmt::format(
        R"({{"scenario": "tiny", "design": "latin_hypercube", "samples": {}, "design_seed": {},
             "inputs": [{{"path": "network/round_trip", "from": "0s", "to": "1s"}},
                        {{"path": "traffic/verifications_per_second", "from": 0, "to": 1}}]}})",
        samples, between(0, 1000)));
    std::set<std::int64_t> times;
    std::set<std::int64_t> numbers;
    const auto slice = [&](double share) {
      return static_cast<std::int64_t>(share * static_cast<double>(samples));
    };
    for (std::uint64_t point = 0; point < samples; ++point) {
      const std::string time = plan.value(point, 0);
      const auto span = scenario::parse_duration(time.substr(1, time.size() - 2));
      times.insert(slice(static_cast<double>(span->count()) * 1e-9));
      numbers.insert(slice(*scenario::parse_real(plan.value(point, 1))));
    }
    RC_ASSERT(times.size() == samples);
    RC_ASSERT(numbers.size() == samples);
  }));
}

TEST_CASE("drawn values lie in their range, on its steps, and do not depend on other inputs") {
  const SweepFolder folder;
  CHECK(rc::check([&] {
    const std::string design = *rc::gen::element<std::string>("random", "latin_hypercube");
    const std::uint64_t samples = between(1, 60);
    const std::uint64_t step = between(1, 5);
    const auto plan_with = [&](const std::string& more) {
      return folder.plan(fmt::format(
          R"({{"scenario": "tiny", "design": "{}", "samples": {}, "inputs": [{}
               {{"path": "clusters/A/servers", "from": 2, "to": 20, "step": {}}}]}})",
          design, samples, more, step));
    };
    const Plan alone = plan_with("");
    const Plan beside = plan_with(R"({"path": "ca_ttl", "values": ["12h", "24h"]},)");
    for (std::uint64_t point = 0; point < samples; ++point) {
      const auto value = scenario::parse_whole(alone.value(point, 0));
      RC_ASSERT(value.has_value());
      RC_ASSERT(*value >= 2 && *value <= 20);
      RC_ASSERT((*value - 2) % static_cast<std::int64_t>(step) == 0);
      RC_ASSERT(alone.value(point, 0) == beside.value(point, 1));
    }
  }));
}

}  // namespace
}  // namespace spindrift::sweep
