#include "analysis/statistics/selection/race.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/distributions/student_t.hpp"
#include "analysis/statistics/internal/contract.hpp"
#include "analysis/statistics/intervals/mean_interval.hpp"
#include "analysis/statistics/selection/constraint_judge.hpp"
#include "analysis/statistics/selection/look_schedule.hpp"

namespace spindrift::statistics {

using internal::as_real;
using internal::require;

namespace {

double error_each_bound(std::size_t alternatives, const RaceRules& rules, std::size_t looks) {
  const std::size_t rivals = alternatives - 1;
  const std::size_t constraints = rules.constraints.size();
  const std::size_t bounds = constraints == 0 ? rivals : 2 * rivals + constraints;
  return (1.0 - rules.confidence) / as_real(looks * std::max<std::size_t>(1, bounds));
}

class Race {
 public:
  Race(std::size_t alternatives, const RaceRules& rules, const RaceExperiment& experiment)
      : rules_(rules),
        experiment_(experiment),
        looks_(look_schedule(rules.replications_first, rules.replications_max, rules.look_growth)),
        error_(error_each_bound(alternatives, rules, looks_.size())),
        costs_(alternatives),
        judges_(alternatives, ConstraintJudge(rules.constraints, error_)) {
    result_.entrants.resize(alternatives);
  }

  RaceResult run() && {
    for (const std::size_t look : looks_) {
      replicate_until(look);
      drop_those_that_break_constraints();
      drop_those_beaten();
      if (settled()) {
        break;
      }
    }
    for (std::size_t one = 0; one < costs_.size(); ++one) {
      RaceEntrant& entrant = result_.entrants[one];
      entrant.replications = costs_[one].size();
      entrant.cost = mean_interval(moments_of(costs_[one]), rules_.confidence);
      result_.replications_total += entrant.replications;
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::vector<std::size_t> still_racing() const {
    std::vector<std::size_t> racing;
    for (std::size_t one = 0; one < result_.entrants.size(); ++one) {
      if (result_.entrants[one].fate == RaceEntrant::Fate::in_the_race) {
        racing.push_back(one);
      }
    }
    return racing;
  }

  void replicate_until(std::size_t look) {
    std::vector<RaceRequest> requests;
    for (const std::size_t one : still_racing()) {
      for (std::size_t replication = costs_[one].size(); replication < look; ++replication) {
        requests.push_back({one, replication});
      }
    }
    const std::vector<RaceObservation> answers = experiment_(requests);
    require(answers.size() == requests.size(), "an experiment answers every request");
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const std::size_t one = requests[i].alternative;
      internal::require_finite(answers[i].cost, "a cost is finite");
      costs_[one].push_back(answers[i].cost);
      judges_[one].add(answers[i].constrained);
    }
    t_ = student_t_quantile(1.0 - error_, as_real(look - 1));
  }

  void drop_those_that_break_constraints() {
    for (const std::size_t one : still_racing()) {
      RaceEntrant& entrant = result_.entrants[one];
      judges_[one].judge();
      entrant.admitted = judges_[one].holds_all();
      entrant.broken_constraint = judges_[one].broken();
      if (entrant.broken_constraint) {
        entrant.fate = RaceEntrant::Fate::breaks_constraint;
      }
    }
  }

  /// The admitted ones in the race, least mean cost first.
  [[nodiscard]] std::vector<std::size_t> leaders() const {
    std::vector<std::size_t> admitted;
    std::ranges::copy_if(still_racing(), std::back_inserter(admitted),
                         [&](std::size_t one) { return result_.entrants[one].admitted; });
    std::ranges::stable_sort(admitted, {},
                             [&](std::size_t one) { return moments_of(costs_[one]).mean(); });
    return admitted;
  }

  /// The one-sided upper bound of the mean cost of `one` less that of `other`.
  [[nodiscard]] double excess_at_most(std::size_t one, std::size_t other) const {
    const PairedDifferences paired = paired_differences_of(costs_[one], costs_[other]);
    const RunningMoments& differences = paired.differences();
    return differences.mean() + t_ * differences.standard_error();
  }

  void drop_those_beaten() {
    const std::vector<std::size_t> admitted = leaders();
    for (const std::size_t one : still_racing()) {
      const auto winner = std::ranges::find_if(admitted, [&](std::size_t leader) {
        return leader != one && excess_at_most(leader, one) < 0.0;
      });
      if (winner != admitted.end()) {
        result_.entrants[one].fate = RaceEntrant::Fate::beaten_by_other;
        result_.entrants[one].beaten_by = *winner;
      }
    }
  }

  /// Writes the verdict as of now; whether more replications could not change it.
  bool settled() {
    const std::vector<std::size_t> racing = still_racing();
    if (racing.empty()) {
      result_.verdict = RaceResult::Verdict::everybody_breaks_constraint;
      return true;
    }
    const std::vector<std::size_t> admitted = leaders();
    if (admitted.empty()) {
      result_.verdict = RaceResult::Verdict::nobody_admitted;
      return false;
    }
    const std::size_t leader = admitted.front();
    result_.selected = leader;
    const bool confirmed = std::ranges::all_of(racing, [&](std::size_t other) {
      return other == leader || excess_at_most(leader, other) <= rules_.indifference;
    });
    result_.verdict =
        confirmed ? RaceResult::Verdict::confirmed : RaceResult::Verdict::cannot_tell_apart;
    return confirmed;
  }

  const RaceRules& rules_;
  const RaceExperiment& experiment_;
  std::vector<std::size_t> looks_;
  double error_;
  std::vector<std::vector<double>> costs_;
  std::vector<ConstraintJudge> judges_;
  /// Student's quantile for a one-sided bound at the current look.
  double t_ = 0.0;
  RaceResult result_;
};

}  // namespace

RaceResult race(std::size_t alternatives, const RaceRules& rules,
                const RaceExperiment& experiment) {
  require(alternatives >= 1, "a race needs an entrant");
  internal::require_level(rules.confidence);
  require(rules.replications_first >= 2, "a race looks at two replications or more");
  require(rules.indifference >= 0.0, "an indifference is not negative");
  return Race(alternatives, rules, experiment).run();
}

}  // namespace spindrift::statistics
