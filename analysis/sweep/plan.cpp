#include "analysis/sweep/plan.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "analysis/sweep/design.hpp"
#include "analysis/sweep/plan_trial.hpp"
#include "sim/history/fingerprint.hpp"
#include "sim/scenario/record_reader.hpp"
#include "sim/scenario/scenario_file.hpp"

namespace spindrift::sweep {

namespace {

using scenario::Json;
using scenario::ProblemKind;
using scenario::Reading;

constexpr std::string_view no_strategy = "none";

/// What `find` gives, or empty after a problem was reported at that place of the plan.
std::string find_or_report(const std::function<std::string(const std::string&)>& find,
                           const std::string& name, const Json& json, const std::string& pointer,
                           Reading& reading) {
  try {
    return find(name);
  } catch (const std::exception& error) {
    reading.fail(nearest_at(json, pointer).position, pointer, error.what(), ProblemKind::meaning);
    return {};
  }
}

StrategyChoice choose_strategy(const std::string& name, const Finder& finder, const Json& json,
                               const std::string& pointer, Reading& reading) {
  StrategyChoice choice;
  choice.name = name;
  if (name == no_strategy) return choice;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('+', begin), name.size());
    choice.paths.push_back(
        find_or_report(finder.strategy, name.substr(begin, end - begin), json, pointer, reading));
    begin = end + 1;
  }
  return choice;
}

std::vector<StrategyChoice> choose_strategies(const PlanWritten& written, const Finder& finder,
                                              const Json& json, Reading& reading) {
  std::vector<StrategyChoice> chosen;
  for (std::size_t place = 0; place < written.strategies.size(); ++place) {
    const std::string& name = written.strategies[place];
    const std::string pointer = scenario::child("/strategies", place);
    if (std::ranges::find(chosen, name, &StrategyChoice::name) != chosen.end()) {
      reading.fail(nearest_at(json, pointer).position, pointer,
                   fmt::format("\"{}\" is there already", name), ProblemKind::meaning);
      continue;
    }
    chosen.push_back(choose_strategy(name, finder, json, pointer, reading));
  }
  return chosen;
}

std::vector<metrics::FleetMetric> choose_metrics(const PlanWritten& written, const Json& json,
                                                 Reading& reading) {
  std::vector<metrics::FleetMetric> chosen;
  std::vector<std::string> names;
  for (const metrics::FleetMetricInfo& each : metrics::fleet_metrics()) {
    names.emplace_back(each.name);
    if (written.metrics.empty()) chosen.push_back(each.metric);
  }
  for (std::size_t place = 0; place < written.metrics.size(); ++place) {
    const std::string& name = written.metrics[place];
    const std::string pointer = scenario::child("/metrics", place);
    const auto found = metrics::find_fleet_metric(name);
    const bool is_twice = found && std::ranges::find(chosen, *found) != chosen.end();
    if (found && !is_twice) {
      chosen.push_back(*found);
      continue;
    }
    reading.fail(
        nearest_at(json, pointer).position, pointer,
        is_twice ? fmt::format("\"{}\" is there already", name)
                 : fmt::format("unknown metric \"{}\"{}; allowed: {}", name,
                               scenario::suggestion(name, names), scenario::alternatives(names)),
        ProblemKind::meaning);
  }
  return chosen;
}

void add_part(history::Fingerprint& digest, std::string_view text) {
  // With its length, so that no two lists of texts run together to the same.
  digest.add(fmt::format("{}:", text.size()));
  digest.add(text);
}

std::string digest_of(const Plan& plan, Json json, Reading& reading) {
  constexpr std::string_view for_people[] = {"$schema", "name", "description", "scenario"};
  std::erase_if(json.members, [&](const Json::Member& member) {
    return std::ranges::find(for_people, member.name) != std::end(for_people);
  });
  history::Fingerprint digest;
  add_part(digest, to_text(json));
  add_part(digest, plan.scenario_text);
  for (const StrategyChoice& strategy : plan.strategies) {
    for (const std::string& path : strategy.paths) {
      add_part(digest, scenario::read_file(path, reading.problems));
    }
  }
  for (const metrics::FleetMetric metric : plan.metrics) add_part(digest, info(metric).name);
  return digest.hex();
}

/// The points of the plan, unless there are too many of them.
void add_points(const PlanWritten& written, const Json& json, Reading& reading, Plan& plan) {
  const std::int64_t points = count_points(written, plan.inputs);
  if (points > points_max) {
    reading.fail(nearest_at(json, "/inputs").position, "/inputs",
                 fmt::format("these make more than {} combinations", points_max),
                 ProblemKind::meaning);
    return;
  }
  const auto inputs = static_cast<std::int64_t>(plan.inputs.size());
  if (points * inputs > values_of_points_max) {
    reading.fail(nearest_at(json, "/inputs").position, "/inputs",
                 fmt::format("{} points with {} inputs each make more than {} values", points,
                             inputs, values_of_points_max),
                 ProblemKind::meaning);
    return;
  }
  const auto strategies = static_cast<std::int64_t>(plan.strategies.size());
  if (strategies > 0 && points * strategies > cells_max / written.replications) {
    reading.fail(json.position, "",
                 fmt::format("{} points, {} strategies and {} replications make more than {} cells",
                             points, strategies, written.replications, cells_max),
                 ProblemKind::meaning);
    return;
  }
  plan.points = make_points(written, plan.inputs);
}

Plan build(const PlanWritten& written, const Json& json, const Finder& finder, Reading& reading) {
  Plan plan;
  plan.name = written.name;
  plan.text = to_text(json);
  plan.replications = static_cast<std::uint64_t>(written.replications);
  plan.first_seed = static_cast<std::uint64_t>(written.first_seed);
  plan.strategies = choose_strategies(written, finder, json, reading);
  plan.metrics = choose_metrics(written, json, reading);
  plan.inputs = build_inputs(written, json, reading);
  if (!written.scenario.empty()) {
    plan.scenario_path =
        find_or_report(finder.scenario, written.scenario, json, "/scenario", reading);
  }
  if (!plan.scenario_path.empty()) {
    plan.scenario_text = scenario::read_file(plan.scenario_path, reading.problems);
  }
  if (reading.problems.empty()) add_points(written, json, reading, plan);
  if (reading.problems.empty()) plan.digest = digest_of(plan, json, reading);
  if (reading.problems.empty()) try_values(plan, json, reading);
  return plan;
}

}  // namespace

Cell Plan::cell(std::uint64_t number) const {
  const std::uint64_t group = number / replications;
  return {number, group / strategies.size(), group % strategies.size(),
          first_seed + number % replications};
}

scenario::Overrides Plan::overrides(std::uint64_t point, std::size_t strategy) const {
  scenario::Overrides overrides;
  overrides.strategies = strategies[strategy].paths;
  for (std::size_t input = 0; input < inputs.size(); ++input) {
    overrides.sets.push_back(inputs[input].assignment(value(point, input)));
  }
  return overrides;
}

scenario::Loaded Plan::load(std::uint64_t point, std::size_t strategy) const {
  const std::string file = std::filesystem::path{scenario_path}.filename().string();
  return scenario::load_text(scenario_text, file, overrides(point, strategy));
}

LoadedPlan load_plan_text(std::string_view text, const std::string& path, const Finder& finder) {
  Reading reading;
  reading.notes_settings = false;
  const Json json = scenario::parse(text, path, reading.problems);
  if (!reading.problems.empty()) return std::move(reading.problems);
  PlanWritten written;
  Plan plan;
  if (scenario::expect_object(json, "", reading)) {
    scenario::RecordReader reader{&json, {}, "", reading};
    scenario::Fields<PlanWritten>::list(reader, written);
    reader.finish();
    plan = build(written, json, finder, reading);
    plan.path = path;
    if (written.name.empty()) plan.name = scenario::stem(path);
  }
  if (!reading.problems.empty()) {
    sort_by_place(reading.problems);
    return std::move(reading.problems);
  }
  return plan;
}

LoadedPlan load_plan(const std::string& path, const Finder& finder) {
  scenario::Problems problems;
  const std::string text = scenario::read_file(path, problems);
  if (!problems.empty()) return problems;
  return load_plan_text(text, path, finder);
}

}  // namespace spindrift::sweep
