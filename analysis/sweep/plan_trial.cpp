#include "analysis/sweep/plan_trial.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace spindrift::sweep {

namespace {

using scenario::Json;
using scenario::Problem;

/// Enough for every value of a usual plan, few enough to begin soon.
constexpr std::size_t trials_max = 500;

/// The points to try, each once, in order.
std::set<std::uint64_t> points_to_try(const Plan& plan) {
  std::set<std::uint64_t> chosen{0};
  for (std::size_t input = 0; input < plan.inputs.size(); ++input) {
    const auto share = [&](std::uint64_t point) { return plan.points[point][input]; };
    const std::vector<std::string>* const values = plan.inputs[input].listed();
    std::set<std::string> seen;
    std::uint64_t least = 0;
    std::uint64_t greatest = 0;
    for (std::uint64_t point = 0; point < plan.points.size(); ++point) {
      if (share(point) < share(least)) least = point;
      if (share(point) > share(greatest)) greatest = point;
      const bool looks_on = values != nullptr && seen.size() < values->size();
      if (looks_on && seen.insert(plan.value(point, input)).second) chosen.insert(point);
    }
    chosen.insert(least);
    chosen.insert(greatest);
  }
  return chosen;
}

/// Where the plan says what an input is set to: the listed value, or the whole input.
std::string pointer_to(const Json& json, std::size_t input, const std::string& value) {
  const std::string pointer = scenario::child("/inputs", input);
  const Json& own = json.find("inputs")->members[input].value;
  const Json* const values = own.find("values");
  if (values == nullptr) return pointer;
  for (std::size_t place = 0; place < values->members.size(); ++place) {
    if (to_text(values->members[place].value) != value) continue;
    return scenario::child(scenario::child(pointer, "values"), place);
  }
  return pointer;
}

/// The same problem at the place of the plan that caused it, when an input did.
Problem as_of_plan(Problem problem, const Plan& plan, std::uint64_t point, const Json& json) {
  for (std::size_t input = 0; input < plan.inputs.size(); ++input) {
    const std::string value = plan.value(point, input);
    const std::string assignment = plan.inputs[input].assignment(value);
    if (problem.position.source != "--set " + assignment) continue;
    problem.pointer = pointer_to(json, input, value);
    problem.position = nearest_at(json, problem.pointer).position;
    problem.message = fmt::format("{}: {}", assignment, problem.message);
    return problem;
  }
  const std::string file = problem.position.source;
  if (plan.scenario_path.ends_with(file)) problem.position.source = plan.scenario_path;
  return problem;
}

}  // namespace

void try_values(const Plan& plan, const Json& json, scenario::Reading& reading) {
  std::set<std::tuple<std::string, std::size_t, std::size_t, std::string>> reported;
  std::size_t trials = 0;
  for (const std::uint64_t point : points_to_try(plan)) {
    for (std::size_t strategy = 0; strategy < plan.strategies.size(); ++strategy) {
      if (++trials > trials_max) return;
      scenario::Loaded loaded = plan.load(point, strategy);
      auto* const problems = std::get_if<scenario::Problems>(&loaded);
      if (problems == nullptr) continue;
      for (Problem& found : *problems) {
        Problem problem = as_of_plan(std::move(found), plan, point, json);
        const auto& [source, line, column] = problem.position;
        if (!reported.emplace(source, line, column, problem.message).second) continue;
        report(reading.problems, std::move(problem));
      }
    }
  }
}

}  // namespace spindrift::sweep
