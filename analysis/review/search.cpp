#include "analysis/review/search.hpp"

#include <algorithm>
#include <cmath>

namespace spindrift::review {
namespace {

using metrics::MetricValues;

/// Who breaks a limit in each of them breaks it in 5 % of all cases or less only with a
/// probability of 1.3e-4, which the best candidate must escape but once.
constexpr std::size_t screening_replications = 3;

double first_cost(const RecommendRequest& request, const MetricValues& values) {
  return cost_of(request.objective.goals.front(), values);
}

/// All candidates under the first few seeds.
std::vector<std::vector<MetricValues>> screen(const std::vector<Candidate>& candidates,
                                              const Laboratory& laboratory) {
  std::vector<Experiment> experiments;
  for (const Candidate& each : candidates) {
    for (std::size_t replication = 0; replication < screening_replications; ++replication) {
      experiments.push_back({&each.scenario, each.scenario.seed + replication, each.request.name});
    }
  }
  const auto values = laboratory.run(experiments);
  std::vector<std::vector<MetricValues>> by_candidate(candidates.size());
  for (std::size_t place = 0; place < values.size(); ++place) {
    by_candidate[place / screening_replications].push_back(values[place]);
  }
  return by_candidate;
}

/// No roll was long enough, and no token may have failed yet.
bool always_cut_off(const std::vector<MetricValues>& runs) {
  return std::ranges::none_of(
      runs, [](const MetricValues& values) { return values[metrics::FleetMetric::cut_off] == 0; });
}

bool always_breaks_a_limit(const std::vector<MetricValues>& runs, const Objective& objective) {
  return std::ranges::any_of(objective.limits, [&](const Limit& limit) {
    return std::ranges::none_of(runs,
                                [&](const MetricValues& values) { return holds(limit, values); });
  });
}

/// Who is worth a race.
std::vector<std::size_t> survivors(const std::vector<Candidate>& candidates,
                                   const std::vector<std::vector<MetricValues>>& screened,
                                   const Objective& objective, SearchRound& round) {
  std::vector<std::size_t> by_size(candidates.size());
  for (std::size_t place = 0; place < by_size.size(); ++place) by_size[place] = place;
  std::ranges::stable_sort(by_size, {}, [&](std::size_t each) { return candidates[each].size; });
  std::vector<std::size_t> kept;
  for (const std::size_t each : by_size) {
    if (always_breaks_a_limit(screened[each], objective)) {
      ++round.breaking;
    } else if (always_cut_off(screened[each]) && !always_cut_off(screened.front())) {
      ++round.cut_off;
    } else if (std::ranges::any_of(
                   kept, [&](std::size_t other) { return screened[other] == screened[each]; })) {
      ++round.same_as_simpler;
    } else {
      kept.push_back(each);
    }
  }
  return kept;
}

statistics::RaceResult race(const std::vector<Candidate>& candidates,
                            const std::vector<std::size_t>& racing, double indifference,
                            const RecommendRequest& request, const Laboratory& laboratory) {
  statistics::RaceRules rules;
  rules.confidence = request.level;
  rules.indifference = indifference;
  rules.replications_max = std::max(rules.replications_first, request.replications_max);
  for (std::size_t limit = 0; limit < request.objective.limits.size(); ++limit) {
    rules.constraints.push_back(
        {statistics::RaceConstraint::Kind::probability, request.broken_share});
  }
  const auto experiment = [&](std::span<const statistics::RaceRequest> asked) {
    std::vector<Experiment> experiments;
    for (const statistics::RaceRequest& each : asked) {
      const Candidate& candidate = candidates[racing[each.alternative]];
      experiments.push_back({&candidate.scenario, candidate.scenario.seed + each.replication,
                             candidate.request.name});
    }
    std::vector<statistics::RaceObservation> observations;
    for (const MetricValues& values : laboratory.run(experiments)) {
      statistics::RaceObservation seen;
      seen.cost = first_cost(request, values);
      for (const Limit& limit : request.objective.limits) {
        seen.constrained.push_back(holds(limit, values) ? 0 : 1);
      }
      observations.push_back(std::move(seen));
    }
    return observations;
  };
  return statistics::race(racing.size(), rules, experiment);
}

/// Those still in the race before those that were beaten, each by its mean cost.
std::vector<std::size_t> order_of_entrants(const statistics::RaceResult& result) {
  std::vector<std::size_t> order;
  for (std::size_t place = 0; place < result.entrants.size(); ++place) {
    if (result.entrants[place].fate != statistics::RaceEntrant::Fate::breaks_constraint) {
      order.push_back(place);
    }
  }
  std::ranges::stable_sort(order, [&](std::size_t one, std::size_t other) {
    const bool one_is_chosen = result.selected == one;
    const bool other_is_chosen = result.selected == other;
    if (one_is_chosen != other_is_chosen) return one_is_chosen;
    return result.entrants[one].cost.estimate < result.entrants[other].cost.estimate;
  });
  return order;
}

}  // namespace

RaceOutcome race_candidates(const std::vector<Candidate>& candidates,
                            const RecommendRequest& request, const Laboratory& laboratory) {
  RaceOutcome outcome;
  outcome.round.candidates = candidates.size();
  const std::size_t runs_before = laboratory.runs();
  const auto screened = screen(candidates, laboratory);
  const std::vector<std::size_t> racing =
      survivors(candidates, screened, request.objective, outcome.round);
  if (!racing.empty()) {
    double least = std::abs(first_cost(request, screened[racing.front()].front()));
    for (const std::size_t each : racing) {
      least = std::min(least, std::abs(first_cost(request, screened[each].front())));
    }
    const double indifference = request.indifference * std::max(least, 1e-6);
    const auto result = race(candidates, racing, indifference, request, laboratory);
    using Fate = statistics::RaceEntrant::Fate;
    for (const auto& entrant : result.entrants) {
      if (entrant.fate == Fate::breaks_constraint) ++outcome.round.breaking;
      if (entrant.fate == Fate::beaten_by_other) ++outcome.round.beaten;
    }
    outcome.round.verdict = result.verdict;
    outcome.has_winner = result.selected.has_value();
    for (const std::size_t each : order_of_entrants(result)) {
      outcome.best.push_back(racing[each]);
    }
    if (outcome.has_winner) outcome.round.winner = candidates[outcome.best.front()].request.name;
  } else {
    outcome.round.verdict = statistics::RaceResult::Verdict::everybody_breaks_constraint;
  }
  outcome.round.runs = laboratory.runs() - runs_before;
  return outcome;
}

}  // namespace spindrift::review
