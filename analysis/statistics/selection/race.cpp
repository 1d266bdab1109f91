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
    std::vector<std::size_t> in_question = still_racing();
    while (const auto look = next_look(in_question)) {
      replicate_until(*look, in_question);
      drop_those_that_break_constraints();
      drop_those_beaten();
      in_question = those_in_question();
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

  /// The look after the one at which the last of them were seen; nothing when there is no more.
  [[nodiscard]] std::optional<std::size_t> next_look(
      std::span<const std::size_t> in_question) const {
    std::optional<std::size_t> next;
    for (const std::size_t one : in_question) {
      const auto look = std::ranges::upper_bound(looks_, costs_[one].size());
      if (look != looks_.end() && (!next || *look < *next)) {
        next = *look;
      }
    }
    return next;
  }

  /// Those who sat out some looks catch up, one by one.
  void replicate_until(std::size_t look, std::span<const std::size_t> in_question) {
    std::vector<RaceRequest> requests;
    for (const std::size_t one : in_question) {
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

  /// The one-sided upper bound of the mean cost of `one` less that of `other`, from the
  /// replications that both have run.
  [[nodiscard]] double excess_at_most(std::size_t one, std::size_t other) const {
    const std::size_t common = std::min(costs_[one].size(), costs_[other].size());
    const PairedDifferences paired = paired_differences_of(std::span(costs_[one]).first(common),
                                                           std::span(costs_[other]).first(common));
    const double t = student_t_quantile(1.0 - error_, as_real(common - 1));
    return paired.differences().mean() + t * paired.differences().standard_error();
  }

  void drop_those_beaten() {
    const std::vector<std::size_t> racing = still_racing();
    for (const std::size_t one : racing) {
      const auto winner = std::ranges::find_if(racing, [&](std::size_t rival) {
        return rival != one && result_.entrants[rival].admitted && excess_at_most(rival, one) < 0.0;
      });
      if (winner != racing.end()) {
        result_.entrants[one].fate = RaceEntrant::Fate::beaten_by_other;
        result_.entrants[one].beaten_by = *winner;
      }
    }
  }

  /// The least mean cost among the admitted ones that have run the most replications: means over
  /// different replications would compare their luck.
  [[nodiscard]] std::optional<std::size_t> leader() const {
    std::optional<std::size_t> leader;
    for (const std::size_t one : still_racing()) {
      if (result_.entrants[one].admitted && (!leader || leads(one, *leader))) {
        leader = one;
      }
    }
    return leader;
  }

  [[nodiscard]] bool leads(std::size_t one, std::size_t other) const {
    if (costs_[one].size() != costs_[other].size()) {
      return costs_[one].size() > costs_[other].size();
    }
    return moments_of(costs_[one]).mean() < moments_of(costs_[other]).mean();
  }

  /// Writes the verdict as of this look and returns whom the next one must look at: the leader and
  /// those who may still be better by more than the indifference. Nobody, if all is settled.
  std::vector<std::size_t> those_in_question() {
    std::vector<std::size_t> racing = still_racing();
    if (racing.empty()) {
      result_.verdict = RaceResult::Verdict::everybody_breaks_constraint;
      return {};
    }
    result_.selected = leader();
    if (!result_.selected) {
      return those_beside_favourite(racing);
    }
    const std::size_t leading = *result_.selected;
    std::vector<std::size_t> in_question;
    std::ranges::copy_if(racing, std::back_inserter(in_question), [&](std::size_t other) {
      return other != leading && excess_at_most(leading, other) > rules_.indifference;
    });
    if (in_question.empty()) {
      result_.verdict = RaceResult::Verdict::confirmed;
      return {};
    }
    result_.verdict = RaceResult::Verdict::cannot_tell_apart;
    in_question.push_back(leading);
    return in_question;
  }

  /// As long as nobody is known to hold the constraints: whoever costs clearly more than the one
  /// that looks cheapest waits for what is found out of that one's constraints.
  [[nodiscard]] std::vector<std::size_t> those_beside_favourite(
      std::vector<std::size_t> racing) const {
    std::erase_if(racing, [&](std::size_t one) { return costs_[one].size() == looks_.back(); });
    if (racing.empty()) {
      return {};
    }
    std::size_t common = looks_.back();
    for (const std::size_t one : racing) {
      common = std::min(common, costs_[one].size());
    }
    const auto cost = [&](std::size_t one) {
      return moments_of(std::span(costs_[one]).first(common)).mean();
    };
    const std::size_t favourite = *std::ranges::min_element(racing, {}, cost);
    std::vector<std::size_t> beside;
    std::ranges::copy_if(racing, std::back_inserter(beside), [&](std::size_t other) {
      return other == favourite || excess_at_most(favourite, other) >= 0.0;
    });
    return beside;
  }

  const RaceRules& rules_;
  const RaceExperiment& experiment_;
  std::vector<std::size_t> looks_;
  double error_;
  std::vector<std::vector<double>> costs_;
  std::vector<ConstraintJudge> judges_;
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
