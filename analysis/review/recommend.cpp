#include "analysis/review/recommend.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/review/candidates.hpp"
#include "analysis/review/plan_text.hpp"
#include "analysis/review/search.hpp"

namespace spindrift::review {
namespace {

constexpr std::size_t rounds_max = 4;
constexpr std::size_t final_replications = 100;
constexpr std::size_t later_replications = 3;

/// None, each strategy alone, and every two that make sense together.
std::vector<Candidate> combinations(const RecommendRequest& request, const CandidateBase& base,
                                    std::size_t& contradictory) {
  std::vector<Candidate> candidates;
  const auto add = [&](AlternativeRequest alternative) {
    auto candidate = make_candidate(base, std::move(alternative));
    if (candidate) {
      candidates.push_back(std::move(*candidate));
    } else {
      ++contradictory;
    }
  };
  AlternativeRequest none;
  none.name = "as it is";
  add(none);
  for (std::size_t one = 0; one < request.strategies.size(); ++one) {
    add(request.strategies[one]);
    for (std::size_t other = one + 1; other < request.strategies.size(); ++other) {
      add(joined(request.strategies[one], request.strategies[other]));
    }
  }
  return candidates;
}

/// A candidate and its neighbours, one value away.
std::vector<Candidate> neighbourhood(const Candidate& centre, const CandidateBase& base,
                                     std::size_t& contradictory) {
  std::vector<Candidate> candidates{centre};
  for (const auto& values : variations_of(centre)) {
    AlternativeRequest changed = centre.request;
    for (const std::string& value : values) changed = with_value(changed, value);
    auto candidate = make_candidate(base, std::move(changed));
    if (candidate) {
      candidates.push_back(std::move(*candidate));
    } else {
      ++contradictory;
    }
  }
  return candidates;
}

/// The best of each round, each once, the latest first.
class Finalists {
 public:
  void add(const std::vector<Candidate>& candidates, const std::vector<std::size_t>& best,
           std::size_t most) {
    std::vector<Candidate> together;
    for (std::size_t rank = 0; rank < best.size() && rank < most; ++rank) {
      together.push_back(candidates[best[rank]]);
    }
    for (const Candidate& before : list_) together.push_back(before);
    list_.clear();
    for (const Candidate& each : together) {
      const bool is_there = std::ranges::any_of(
          list_, [&](const Candidate& other) { return other.request.name == each.request.name; });
      if (!is_there && list_.size() < most) list_.push_back(each);
    }
  }
  [[nodiscard]] const std::vector<Candidate>& list() const { return list_; }

 private:
  std::vector<Candidate> list_;
};

/// The finalists beside the scenario as it is, which is no candidate if it is none of them.
Comparison final_comparison(const RecommendRequest& request,
                            const std::vector<Candidate>& finalists, const Candidate& baseline,
                            const Laboratory& laboratory) {
  CompareRequest final;
  final.path = request.path;
  final.sets = request.sets;
  final.seed = request.seed;
  final.objective = request.objective;
  final.level = request.level;
  final.replications = final_replications;
  final.uses_what_is_remembered = true;
  final.alternatives.push_back(baseline.request);
  std::vector<scenario::Scenario> scenarios{baseline.scenario};
  for (const Candidate& each : finalists) {
    if (each.size == 0) continue;
    final.alternatives.push_back(each.request);
    scenarios.push_back(each.scenario);
  }
  return compare(final, scenarios, laboratory);
}

/// An action of the plan is one setting: what of it differs.
void add_changes_within(const std::string& pointer, const std::string& before,
                        const std::string& after, std::vector<ChangedSetting>& changes) {
  const auto old = nlohmann::ordered_json::parse(before, nullptr, false);
  const auto now = nlohmann::ordered_json::parse(after, nullptr, false);
  if (!old.is_object() || !now.is_object()) {
    changes.push_back({pointer, before, after});
    return;
  }
  for (const auto& [name, value] : now.items()) {
    const bool is_new = !old.contains(name);
    if (!is_new && old[name] == value) continue;
    changes.push_back({pointer + '/' + name, is_new ? "" : old[name].dump(), value.dump()});
  }
}

/// All strategies alone, run until they come to their end: how far every run of the search goes.
RecommendRequest with_horizon(const RecommendRequest& request, const CandidateBase& base,
                              Horizon& horizon, const Laboratory& laboratory) {
  RecommendRequest extended = request;
  const auto is_until = [](const std::string& set) { return set.starts_with("until="); };
  CompareRequest alone;
  alone.sets = request.sets;
  std::vector<scenario::Scenario> scenarios;
  const auto add = [&](const AlternativeRequest& alternative) {
    auto candidate = make_candidate(base, alternative);
    if (!candidate) return;
    alone.alternatives.push_back(alternative);
    scenarios.push_back(std::move(candidate->scenario));
  };
  AlternativeRequest none;
  none.name = "as it is";
  add(none);
  for (const AlternativeRequest& each : request.strategies) add(each);
  if (std::ranges::any_of(request.sets, is_until)) {
    horizon.until = horizon.of_scenario = scenarios.front().deployment.until;
    return extended;
  }
  extend_horizon(alone, scenarios, laboratory);
  horizon = *alone.horizon;
  extended.sets = alone.sets;
  return extended;
}

/// When the last key that the plan made has left every bundle, and as long again as a preparation.
kernel::Duration aftermath(const scenario::Scenario& scenario) {
  kernel::Duration last = scenario.deployment.until;
  kernel::Duration life{};
  for (const auto& options : scenario.deployment.clusters) {
    life = std::max(life, options.ca_ttl + options.behaviour.bundle_safety_threshold);
  }
  return last + life;
}

/// Limits that hold as far as the runs go and not afterwards: whatever the plan is, servers go on
/// making keys.
std::vector<LaterBreak> later_breaks(const Objective& objective, const scenario::Scenario& chosen,
                                     const scenario::Scenario& baseline,
                                     const Laboratory& laboratory) {
  std::vector<scenario::Scenario> longer{chosen, baseline};
  const kernel::Duration until = aftermath(chosen);
  std::vector<Experiment> experiments;
  for (scenario::Scenario& each : longer) {
    each.deployment.until = until;
    for (std::size_t replication = 0; replication < later_replications; ++replication) {
      experiments.push_back({&each, each.seed + replication});
    }
  }
  const auto values = laboratory.run(experiments);
  std::vector<LaterBreak> breaks;
  for (const Limit& limit : objective.limits) {
    LaterBreak found{limit, until, values.front()[limit.metric],
                     values[later_replications][limit.metric]};
    const auto worse = [&](double one, double other) {
      return limit.is_upper ? std::max(one, other) : std::min(one, other);
    };
    bool is_broken = false;
    for (std::size_t run = 0; run < later_replications; ++run) {
      is_broken = is_broken || !holds(limit, values[run]);
      found.worst = worse(found.worst, values[run][limit.metric]);
      found.worst_as_it_is =
          worse(found.worst_as_it_is, values[later_replications + run][limit.metric]);
    }
    if (is_broken) breaks.push_back(found);
  }
  return breaks;
}

std::vector<ChangedSetting> changes_between(const std::vector<scenario::Setting>& before,
                                            const std::vector<scenario::Setting>& after) {
  std::map<std::string, std::string> old;
  for (const scenario::Setting& each : before) old[each.pointer] = each.value;
  std::vector<ChangedSetting> changes;
  for (const scenario::Setting& each : after) {
    const auto found = old.find(each.pointer);
    const std::string value = found == old.end() ? "" : found->second;
    // A group of clusters repeats what is said for all.
    if (value == each.value || each.is_inherited) continue;
    add_changes_within(each.pointer, value, each.value, changes);
  }
  return changes;
}

}  // namespace

std::variant<Recommendation, scenario::Problems> recommend(const RecommendRequest& asked,
                                                           const Laboratory& laboratory) {
  {
    scenario::Loaded plain =
        scenario::load(asked.path, {.strategies = {}, .sets = asked.sets, .seed = asked.seed});
    if (auto* const problems = std::get_if<scenario::Problems>(&plain)) return *problems;
  }
  Recommendation result;
  Horizon horizon;
  const RecommendRequest request =
      with_horizon(asked, {asked.path, asked.sets, asked.seed}, horizon, laboratory);
  const CandidateBase base{request.path, request.sets, request.seed};
  Finalists finalists;
  std::size_t contradictory = 0;
  std::vector<Candidate> candidates = combinations(request, base, contradictory);
  const Candidate baseline = candidates.front();
  RaceOutcome outcome = race_candidates(candidates, request, laboratory);
  outcome.round.what = "strategies";
  outcome.round.contradictory = contradictory;
  result.rounds.push_back(outcome.round);
  finalists.add(candidates, outcome.best, request.finalists);
  for (std::size_t round = 1; round < rounds_max && outcome.has_winner; ++round) {
    const Candidate centre = candidates[outcome.best.front()];
    contradictory = 0;
    candidates = neighbourhood(centre, base, contradictory);
    outcome = race_candidates(candidates, request, laboratory);
    outcome.round.what = "parameters of " + centre.request.name;
    outcome.round.contradictory = contradictory;
    result.rounds.push_back(outcome.round);
    finalists.add(candidates, outcome.best, request.finalists);
    if (outcome.round.winner == centre.request.name) break;
  }
  result.is_confirmed = outcome.round.verdict == statistics::RaceResult::Verdict::confirmed;

  result.finals = final_comparison(request, finalists.list(), baseline, laboratory);
  result.finals.horizon = horizon;
  if (outcome.has_winner && result.finals.by_objective.front().admitted) {
    const auto& order = result.finals.by_objective;
    result.chosen = order.front().alternative;
    if (order.size() > 1 && order[1].admitted) result.next_best = order[1].alternative;
    const auto& alternative = result.finals.alternatives[*result.chosen];
    result.changes = changes_between(baseline.scenario.settings, alternative.settings);
    const auto chosen = std::ranges::find(finalists.list(), alternative.name,
                                          [](const Candidate& each) { return each.request.name; });
    const scenario::Scenario& recommended =
        chosen == finalists.list().end() ? baseline.scenario : chosen->scenario;
    result.plan = plan_in_words(recommended);
    result.later_breaks =
        later_breaks(request.objective, recommended, baseline.scenario, laboratory);
  }
  result.runs = laboratory.runs();
  return result;
}

}  // namespace spindrift::review
