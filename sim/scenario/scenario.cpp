#include "sim/scenario/scenario.hpp"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/deployment_builder.hpp"
#include "sim/scenario/luck.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/record_reader.hpp"
#include "sim/scenario/scenario_file.hpp"

namespace spindrift::scenario {

namespace {

std::vector<std::string> apply_overrides(Json& json, const Overrides& overrides,
                                         Problems& problems) {
  Overlays overlays{json, problems};
  for (const std::string& path : overrides.strategies) {
    const std::size_t problems_before = problems.size();
    const std::string text = read_file(path, problems);
    if (problems.size() == problems_before) overlays.apply_strategy(text, path);
  }
  for (const std::string& assignment : overrides.sets) overlays.apply_set(assignment);
  if (overrides.seed) {
    Json seed = Json::number(std::to_string(*overrides.seed));
    seed.position.source = std::make_shared<const std::string>("--seed " + seed.text);
    if (json.is_object()) json.set("seed", std::move(seed));
  }
  return overlays.names();
}

/// The behaviour of a group's servers at another version: what overrides the preset of its own
/// version overrides that one too.
model::Behaviour behaviour_at(const std::string& version, const Json& group, const Json& top) {
  Reading quiet;
  quiet.notes_settings = false;
  quiet.is_muted = true;
  model::Behaviour behaviour = model::preset(version).value_or(model::Behaviour{});
  std::vector<const Json*> layers;
  for (const Json* const each : {group.find("behaviour"), top.find("behaviour")}) {
    if (each != nullptr && each->is_object()) layers.push_back(each);
  }
  RecordReader reader{nullptr, std::move(layers), "/behaviour", quiet};
  reader.begin_inside(true, "");
  Fields<model::Behaviour>::list(reader, behaviour);
  return behaviour;
}

void add_upgrades(ScenarioWritten& written, const Json& json, Reading& reading) {
  std::set<std::string> versions;
  for (const ActionWritten& action : written.plan) {
    if (!action.version.empty()) versions.insert(action.version);
  }
  if (versions.size() > upgrades_max) {
    reading.fail(nearest_at(json, "/plan").position, "/plan",
                 fmt::format("the plan brings {} different versions; allowed are {}",
                             versions.size(), upgrades_max),
                 ProblemKind::meaning);
    return;
  }
  for (std::size_t place = 0; place < written.clusters.size(); ++place) {
    const Json& group = json.find("clusters")->members.at(place).value;
    for (const std::string& version : versions) {
      written.clusters[place].options.upgrades[version] = behaviour_at(version, group, json);
    }
  }
}

/// Only what was said of behaviours is written: what a preset decides, it decides anew at each
/// upgrade.
std::string effective(const ScenarioWritten& written, const Json& json) {
  const auto keep_behaviour = [](Json& object, const Json& said) {
    std::erase_if(object.members,
                  [](const Json::Member& member) { return member.name == "behaviour"; });
    if (const Json* const behaviour = said.find("behaviour")) object.set("behaviour", *behaviour);
  };
  Json result = to_json(written);
  keep_behaviour(result, json);
  Json& groups = *result.find("clusters");
  for (std::size_t place = 0; place < groups.members.size(); ++place) {
    keep_behaviour(groups.members[place].value, json.find("clusters")->members.at(place).value);
  }
  return to_pretty_text(result);
}

/// Whatever of the deployment can be made, to find as many problems as there are.
void build(ScenarioWritten& written, const Json& json, Reading& reading, Scenario& scenario) {
  if (reading.has_problem_in("/clusters") || written.clusters.empty()) return;
  add_upgrades(written, json, reading);
  build_topology(written, json, reading, scenario.deployment);
  if (reading.has_problem_in("/clusters")) return;
  NameResolver names{scenario.deployment.topology, json, reading};
  build_observers(written, json, names, reading, scenario.deployment);
  build_plan(written, json, names, reading, scenario.deployment);
  scenario.expectations = build_expectations(written, json, names, reading, scenario.deployment);
  check_end(written, json, reading);
  if (reading.problems.empty()) check_size(json, reading, scenario.deployment);
}

}  // namespace

Loaded load_text(std::string_view text, const std::string& path, const Overrides& overrides) {
  Reading reading;
  Json json = parse(text, path, reading.problems);
  if (!reading.problems.empty()) return std::move(reading.problems);
  Scenario scenario;
  scenario.path = path;
  scenario.strategies = apply_overrides(json, overrides, reading.problems);
  ScenarioWritten written;
  if (expect_object(json, "", reading)) {
    reading.defaults = &json;
    RecordReader reader{&json, {}, "", reading};
    Fields<ScenarioWritten>::list(reader, written);
    reader.finish();
  }
  build(written, json, reading, scenario);
  if (!reading.problems.empty()) {
    sort_by_place(reading.problems);
    return std::move(reading.problems);
  }
  scenario.name = written.name.empty() ? stem(path) : written.name;
  scenario.description = written.description;
  scenario.seed = static_cast<std::uint64_t>(written.seed);
  scenario.read_at = written.read_at;
  scenario.vary = written.vary;
  scenario.settings = std::move(reading.settings);
  scenario.effective_text = effective(written, json);
  if (overrides.draws_luck) scenario.deployment = with_luck(scenario, scenario.seed);
  return scenario;
}

Loaded load(const std::string& path, const Overrides& overrides) {
  Problems problems;
  const std::string text = read_file(path, problems);
  if (!problems.empty()) return problems;
  return load_text(text, path, overrides);
}

}  // namespace spindrift::scenario
