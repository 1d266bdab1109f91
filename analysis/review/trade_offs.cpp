#include "analysis/review/trade_offs.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/kernel/random.hpp"

namespace spindrift::review {
namespace {

using metrics::FleetMetric;
using scenario::Scenario;
using statistics::InputRange;
using statistics::Point;

FleetMetric deciding_metric(const Comparison& comparison) {
  if (comparison.objective) {
    for (const auto& goal : comparison.objective->goals) {
      if (goal.size() == 1) return goal.front().metric;
    }
    if (!comparison.objective->limits.empty()) return comparison.objective->limits.front().metric;
  }
  return comparison.metrics.front();
}

/// An alternative with other values of some inputs.
Scenario scenario_at(const CompareRequest& request, std::size_t alternative,
                     const std::vector<InputBetween>& inputs, const Point& point) {
  const AlternativeRequest& asked = request.alternatives[alternative];
  scenario::Overrides overrides;
  overrides.strategies = asked.strategies;
  overrides.sets = request.sets;
  overrides.sets.insert(overrides.sets.end(), asked.sets.begin(), asked.sets.end());
  for (std::size_t place = 0; place < inputs.size(); ++place) {
    overrides.sets.push_back(inputs[place].assignment(point[place]));
  }
  overrides.seed = request.seed;
  scenario::Loaded loaded = scenario::load(request.path, overrides);
  if (auto* const whole = std::get_if<Scenario>(&loaded)) return std::move(*whole);
  std::string text = fmt::format("{} cannot be run with these values:", asked.name);
  for (const auto& problem : std::get<scenario::Problems>(loaded))
    text += "\n  " + to_string(problem);
  throw std::invalid_argument{text};
}

/// Scenarios at points, kept alive while they are run.
class Points {
 public:
  Points(const CompareRequest& request, std::size_t alternative,
         const std::vector<InputBetween>& inputs)
      : request_{request}, alternative_{alternative}, inputs_{inputs} {}

  void add(const Point& point) {
    scenarios_.push_back(scenario_at(request_, alternative_, inputs_, point));
  }

  /// The metric at each point, under the luck of `count` seeds from the first on.
  [[nodiscard]] std::vector<std::vector<double>> measure(FleetMetric metric, std::size_t count,
                                                         const Laboratory& laboratory) const {
    std::vector<Experiment> experiments;
    for (const Scenario& each : scenarios_) {
      for (std::size_t replication = 0; replication < count; ++replication) {
        experiments.push_back({&each, each.seed + replication});
      }
    }
    const auto values = laboratory.run(experiments);
    std::vector<std::vector<double>> outputs(scenarios_.size());
    for (std::size_t place = 0; place < values.size(); ++place) {
      outputs[place / count].push_back(values[place][metric]);
    }
    return outputs;
  }

 private:
  const CompareRequest& request_;
  std::size_t alternative_;
  const std::vector<InputBetween>& inputs_;
  std::vector<Scenario> scenarios_;
};

constexpr std::size_t swing_replications = 10;
constexpr std::size_t sobol_rows = 64;

Sensitivity study(const Comparison& comparison, const CompareRequest& request,
                  std::size_t alternative, const std::vector<InputBetween>& inputs,
                  const Laboratory& laboratory) {
  Sensitivity result;
  result.metric = deciding_metric(comparison);
  result.alternative = alternative;
  result.inputs = inputs;
  std::vector<InputRange> ranges;
  Point middle;
  for (const InputBetween& input : inputs) {
    ranges.push_back({input.lower, input.upper});
    middle.push_back((input.lower + input.upper) / 2);
  }
  const std::size_t runs_before = laboratory.runs();

  Points around{request, alternative, inputs};
  for (const Point& point : statistics::one_at_a_time_design(middle, ranges)) around.add(point);
  const auto outputs = around.measure(result.metric, swing_replications, laboratory);
  for (const double value : outputs.front()) result.at_middle += value / swing_replications;
  result.swings = statistics::input_swings(outputs, comparison.level);

  // The same luck at every point, so that only the inputs move the answer.
  kernel::RandomStream design{comparison.replications.first_seed, "review/sobol/design"};
  kernel::RandomStream bootstrap{comparison.replications.first_seed, "review/sobol/bootstrap"};
  Points everywhere{request, alternative, inputs};
  for (const Point& point :
       statistics::saltelli_design(ranges, sobol_rows, [&] { return design.unit(); })) {
    everywhere.add(point);
  }
  std::vector<double> flat;
  for (const auto& series : everywhere.measure(result.metric, 1, laboratory)) {
    flat.push_back(series.front());
  }
  result.sobol_rows = sobol_rows;
  result.sobol = statistics::sobol_indices(flat, inputs.size(), [&] { return bootstrap.unit(); });
  result.runs = laboratory.runs() - runs_before;
  return result;
}

std::string in_words(const BreakEven& found, const Comparison& comparison) {
  const std::string& first = comparison.alternatives[found.first].name;
  const std::string& second = comparison.alternatives[found.second].name;
  const bool first_is_better = found.search.original_sign < 0;
  const std::string& better = first_is_better ? first : second;
  const std::string& other = first_is_better ? second : first;
  const auto& info = metrics::info(found.metric);
  switch (found.search.outcome) {
    case statistics::BreakEven::Outcome::found:
      return fmt::format("By {}, {} wins over {} up to {} = {}; from {} on, {} wins.", info.name,
                         better, other, found.input.path,
                         found.input.text(*found.search.last_original),
                         found.input.text(*found.search.first_reversed), other);
    case statistics::BreakEven::Outcome::no_sign_at_lower_end:
      return fmt::format("By {}, {} and {} cannot be told apart at {}.", info.name, first, second,
                         found.input.assignment(found.input.lower));
    case statistics::BreakEven::Outcome::not_reversed:
      break;
  }
  return fmt::format("By {}, {} is never worse than {} with {} from {} to {}.", info.name, better,
                     other, found.input.path, found.input.text(found.input.lower),
                     found.input.text(found.input.upper));
}

BreakEven search(const Comparison& comparison, const CompareRequest& request,
                 const InputBetween& input, const Laboratory& laboratory) {
  BreakEven found;
  found.input = input;
  found.metric = deciding_metric(comparison);
  const bool has_two = request.alternatives.size() > 2;
  found.first = has_two ? 1 : 0;
  found.second = has_two ? 2 : 1;
  statistics::BreakEvenSearch rules;
  rules.lower = input.lower;
  rules.upper = input.upper;
  rules.level = comparison.level;
  constexpr double steps = 500;
  rules.resolution = (input.upper - input.lower) / steps;
  if (input.kind == InputBetween::Kind::whole_number) {
    rules.resolution = std::max(1.0, std::round(rules.resolution));
  }
  constexpr std::size_t most = 256;
  rules.replications_max = most;
  const std::vector<InputBetween> inputs{input};
  const bool less_is_better =
      metrics::info(found.metric).direction == statistics::Direction::minimise;
  const auto difference = [&](double value, std::size_t first, std::size_t count) {
    const Scenario one = scenario_at(request, found.first, inputs, {value});
    const Scenario other = scenario_at(request, found.second, inputs, {value});
    std::vector<Experiment> experiments;
    for (std::size_t replication = first; replication < first + count; ++replication) {
      experiments.push_back({&one, one.seed + replication});
      experiments.push_back({&other, one.seed + replication});
    }
    const auto values = laboratory.run(experiments);
    std::vector<double> differences;
    for (std::size_t place = 0; place < values.size(); place += 2) {
      const double less = values[place][found.metric] - values[place + 1][found.metric];
      differences.push_back(less_is_better ? less : -less);
    }
    return differences;
  };
  found.search = statistics::find_break_even(rules, difference);
  found.sentence = in_words(found, comparison);
  return found;
}

}  // namespace

void add_trade_offs(Comparison& comparison, const CompareRequest& request,
                    const std::vector<std::string>& inputs,
                    const std::vector<std::string>& break_evens, const Laboratory& laboratory) {
  std::vector<InputBetween> unknown;
  for (const std::string& text : inputs) unknown.push_back(parse_input(text));
  if (!unknown.empty()) {
    for (std::size_t place = 0; place < request.alternatives.size(); ++place) {
      comparison.sensitivities.push_back(study(comparison, request, place, unknown, laboratory));
    }
  }
  if (!break_evens.empty() && request.alternatives.size() < 2) {
    throw std::invalid_argument{"a break-even needs two alternatives: give a --strategy"};
  }
  for (const std::string& text : break_evens) {
    comparison.break_evens.push_back(search(comparison, request, parse_input(text), laboratory));
  }
}

}  // namespace spindrift::review
