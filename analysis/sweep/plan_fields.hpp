#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/raw_json.hpp"
#include "sim/scenario/scenario_fields.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::sweep {

/// Which points of the space of the inputs are run.
enum class DesignKind : std::uint8_t { grid, random, latin_hypercube };

/// One value of the scenario that varies, as it is written.
struct InputWritten {
  std::string path;
  std::optional<std::vector<scenario::RawValue>> values;
  std::optional<scenario::RawValue> from;
  std::optional<scenario::RawValue> to;
  std::optional<scenario::RawValue> step;
  std::optional<std::int64_t> count;
};

/// A plan file as it is written, before anything that it names was looked for.
struct PlanWritten {
  std::string schema;
  std::string name;
  std::string description;
  std::string scenario;
  DesignKind design = DesignKind::grid;
  std::int64_t samples = 0;
  std::int64_t design_seed = 1;
  std::vector<InputWritten> inputs;
  std::vector<std::string> strategies{"none"};
  std::int64_t replications = 1;
  std::int64_t first_seed = 1;
  std::vector<std::string> metrics;
};

inline constexpr std::int64_t points_max = 1'000'000;
inline constexpr std::int64_t cells_max = 10'000'000;
inline constexpr std::int64_t values_of_points_max = 10'000'000;
inline constexpr std::size_t inputs_max = 100;
inline constexpr std::size_t values_max = 10'000;

}  // namespace spindrift::sweep

namespace spindrift::scenario {

template <>
struct Words<sweep::DesignKind> {
  static constexpr std::array<Word, 3> list{{
      {"grid", "every combination of the inputs' values"},
      {"random", "`samples` points, each value drawn by itself"},
      {"latin_hypercube",
       "`samples` points that cover the range of every input evenly (McKay et al., 1979)"},
  }};
};

template <>
struct Fields<sweep::InputWritten> {
  static void list(auto& field, auto& input) {
    field("path", input.path,
          {.meaning = "which value of the scenario it sets, as --set does: network/round_trip",
           .text = label_rule,
           .required = true});
    field("values", input.values,
          {.meaning = "the values, of any kind; the alternative to `from` and `to`",
           .count_max = sweep::values_max,
           .count_min = 1});
    field("from", input.from, {"the least value: a number, or a time such as \"10ms\""});
    field("to", input.to, {"the greatest value"});
    field("step", input.step,
          {"only `from` and whole steps above it; a grid takes them all, others draw from them"});
    field("count", input.count,
          {"of a grid: that many values, evenly spaced, both ends among them",
           within(2, static_cast<std::int64_t>(sweep::values_max))});
  }
};

template <>
struct Fields<sweep::PlanWritten> {
  static void list(auto& field, auto& plan) {
    using sweep::DesignKind;
    constexpr Choices drawn = only(DesignKind::random, DesignKind::latin_hypercube);
    constexpr std::int64_t seed_max = std::numeric_limits<std::int64_t>::max() / 2;
    field("$schema", plan.schema, {"for editors; has no effect"});
    field("name", plan.name, {.meaning = "left out: the file's name", .text = label_rule});
    field("description", plan.description, {"what it asks, in your words"});
    field("scenario", plan.scenario,
          {.meaning = "path, from this file's folder, or name of the scenario",
           .text = label_rule,
           .required = true});
    field.choice("design", plan.design,
                 {.meaning = "which combinations of the inputs are run", .required = true});
    field("samples", plan.samples,
          {.meaning = "how many points are drawn",
           .range = within(1, sweep::points_max),
           .belongs_to = drawn,
           .needed_by = drawn});
    field(
        "design_seed", plan.design_seed,
        {.meaning = "of the drawing of points", .range = within(0, seed_max), .belongs_to = drawn});
    field("inputs", plan.inputs,
          {.meaning = "the values of the scenario that vary", .count_max = sweep::inputs_max});
    field(
        "strategies", plan.strategies,
        {.meaning = "each is laid over the scenario in turn: a name, several joined by +, or none",
         .text = label_rule,
         .count_min = 1});
    field("replications", plan.replications,
          {"runs of each combination, each with a seed of its own", within(1, sweep::cells_max)});
    field("first_seed", plan.first_seed,
          {"of the first replication; the others count up from it, for every combination alike",
           within(0, seed_max)});
    field("metrics", plan.metrics,
          {.meaning = "what is kept of each run; left out: all", .count_min = 1});
  }
};

}  // namespace spindrift::scenario
