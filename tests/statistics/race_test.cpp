#include "analysis/statistics/selection/race.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/statistics/counter_random.hpp"

namespace spindrift::statistics {

namespace {

using Verdict = RaceResult::Verdict;
using Fate = RaceEntrant::Fate;

struct Entrant {
  double cost = 0.0;
  /// The means of the constrained values.
  std::vector<double> constrained{};
};

/// Normal costs and constrained values around the entrants' means. `shared` is the deviation of the
/// luck that a replication has in common for all entrants, `own` that of each one's own.
class NormalProblem {
 public:
  NormalProblem(std::vector<Entrant> entrants, std::uint64_t seed, double shared = 2.0,
                double own = 1.0)
      : entrants_(std::move(entrants)), seed_(seed), shared_(shared), own_(own) {}

  RaceObservation observe(const RaceRequest& request) const {
    CounterRandom shared_luck(seed_ * 1'000'003 + request.replication * 64);
    CounterRandom own_luck(seed_ * 1'000'003 + request.replication * 64 + request.alternative + 1);
    const Entrant& entrant = entrants_[request.alternative];
    const double luck = shared_ * shared_luck.normal();
    RaceObservation seen{.cost = entrant.cost + luck + own_ * own_luck.normal(),
                         .constrained = entrant.constrained};
    for (double& value : seen.constrained) {
      value += own_ * own_luck.normal();
    }
    return seen;
  }

  RaceExperiment experiment() const {
    return [this](std::span<const RaceRequest> requests) {
      std::vector<RaceObservation> seen;
      for (const RaceRequest& request : requests) {
        seen.push_back(observe(request));
      }
      return seen;
    };
  }

 private:
  std::vector<Entrant> entrants_;
  std::uint64_t seed_;
  double shared_;
  double own_;
};

std::vector<Entrant> at_costs(const std::vector<double>& costs) {
  std::vector<Entrant> entrants;
  for (const double cost : costs) {
    entrants.push_back({.cost = cost});
  }
  return entrants;
}

}  // namespace

TEST_CASE("the best of ten is selected with the wished confidence") {
  // The hardest arrangement: the best leads all the others by exactly the indifference.
  std::vector<double> costs(10, 0.5);
  costs[7] = 0.0;
  const RaceRules rules{.indifference = 0.5, .replications_max = 3000};
  int correct = 0;
  for (std::uint64_t experiment = 0; experiment < 500; ++experiment) {
    const NormalProblem problem(at_costs(costs), experiment);
    const RaceResult result = race(10, rules, problem.experiment());
    correct += result.verdict == Verdict::confirmed && result.selected == 7U ? 1 : 0;
  }
  CAPTURE(correct);
  CHECK(correct >= 475);
}

TEST_CASE("the cheapest of those that hold the constraint is selected with the wished confidence") {
  // Cheap ones break the limit of 10, the best holds it by half a deviation, the dear ones by more.
  const std::vector<Entrant> entrants{{0.0, {10.5}}, {0.2, {11.0}}, {1.0, {9.5}},
                                      {1.5, {9.0}},  {2.0, {10.4}}, {5.0, {9.9}}};
  const RaceRules rules{.replications_max = 3000, .constraints = {{.at_most = 10.0}}};
  int correct = 0;
  for (std::uint64_t experiment = 0; experiment < 500; ++experiment) {
    const NormalProblem problem(entrants, experiment);
    const RaceResult result = race(entrants.size(), rules, problem.experiment());
    correct += result.verdict == Verdict::confirmed && result.selected == 2U ? 1 : 0;
  }
  CAPTURE(correct);
  CHECK(correct >= 475);
}

TEST_CASE("losers get a fraction of the replications that equal allocation would give them") {
  std::vector<double> costs;
  for (int i = 0; i < 20; ++i) {
    costs.push_back(0.25 * i);
  }
  std::size_t raced = 0;
  std::size_t equal_allocation = 0;
  for (std::uint64_t experiment = 0; experiment < 50; ++experiment) {
    const NormalProblem problem(at_costs(costs), experiment);
    const RaceResult result = race(20, {.replications_max = 5000}, problem.experiment());
    CHECK(result.selected == 0U);
    raced += result.replications_total;
    // Everybody as often as the last decision needed.
    equal_allocation += 20 * result.entrants[0].replications;
  }
  CAPTURE(raced, equal_allocation);
  CHECK(raced * 3 < equal_allocation);
}

TEST_CASE("common luck saves replications") {
  const std::vector<double> costs{0.0, 1.0, 1.5, 2.0};
  std::size_t common = 0;
  std::size_t independent = 0;
  for (std::uint64_t experiment = 0; experiment < 20; ++experiment) {
    const NormalProblem paired(at_costs(costs), experiment, 3.0, 1.0);
    const NormalProblem unpaired(at_costs(costs), experiment, 0.0, std::sqrt(10.0));
    common += race(4, {}, paired.experiment()).replications_total;
    independent += race(4, {}, unpaired.experiment()).replications_total;
  }
  CAPTURE(common, independent);
  CHECK(common * 4 < independent);
}

TEST_CASE("a dear alternative is beaten before anybody decides whether it holds a constraint") {
  // The dear one sits exactly at the limit, where no number of replications decides.
  const NormalProblem problem({{0.0, {5.0}}, {9.0, {10.0}}}, 1);
  const RaceResult result = race(2, {.constraints = {{.at_most = 10.0}}}, problem.experiment());
  CHECK(result.verdict == Verdict::confirmed);
  CHECK(result.entrants[1].fate == Fate::beaten_by_other);
  CHECK(result.entrants[1].beaten_by == 0U);
  CHECK_FALSE(result.entrants[1].admitted);
  CHECK(result.replications_total == 40);
}

TEST_CASE("nobody is beaten by one who breaks a constraint") {
  const NormalProblem problem({{0.0, {1.0, 12.0}}, {9.0, {1.0, 5.0}}}, 1);
  const RaceRules rules{.constraints = {{.at_most = 3.0}, {.at_most = 10.0}}};
  const RaceResult result = race(2, rules, problem.experiment());
  CHECK(result.verdict == Verdict::confirmed);
  CHECK(result.selected == 1U);
  CHECK(result.entrants[0].fate == Fate::breaks_constraint);
  CHECK(result.entrants[0].broken_constraint == 1U);
  CHECK(result.entrants[1].cost.contains(9.0));
}

TEST_CASE("if everybody breaks a constraint nobody is selected") {
  const NormalProblem problem({{0.0, {12.0}}, {1.0, {13.0}}}, 1);
  const RaceResult result = race(2, {.constraints = {{.at_most = 10.0}}}, problem.experiment());
  CHECK(result.verdict == Verdict::everybody_breaks_constraint);
  CHECK_FALSE(result.selected);
}

TEST_CASE("a constraint that cannot be decided leaves nobody admitted") {
  const NormalProblem problem({{0.0, {10.0}}}, 3);
  const RaceResult result =
      race(1, {.replications_max = 100, .constraints = {{.at_most = 10.0}}}, problem.experiment());
  CHECK(result.verdict == Verdict::nobody_admitted);
  CHECK_FALSE(result.selected);
  CHECK(result.entrants[0].replications == 100);
}

TEST_CASE("alternatives that cannot be told apart are said to be so") {
  const NormalProblem problem(at_costs({0.0, 0.0, 9.0}), 1);
  const RaceResult result = race(3, {.replications_max = 100}, problem.experiment());
  CHECK(result.verdict == Verdict::cannot_tell_apart);
  CHECK(result.selected);
  CHECK(result.entrants[0].fate == Fate::in_the_race);
  CHECK(result.entrants[1].fate == Fate::in_the_race);
  CHECK(result.entrants[2].fate == Fate::beaten_by_other);
}

TEST_CASE("an indifference ends a race between equals") {
  const NormalProblem problem(at_costs({0.0, 0.0}), 1);
  const RaceResult result = race(2, {.indifference = 0.5}, problem.experiment());
  CHECK(result.verdict == Verdict::confirmed);
  CHECK(result.entrants[0].replications < 1000);
}

TEST_CASE(
    "who cannot be better by more than the indifference sits out while others are in question") {
  const NormalProblem problem(at_costs({0.0, 0.0, 0.4}), 4);
  const RaceResult result = race(3, {.indifference = 0.5}, problem.experiment());
  CHECK(result.verdict == Verdict::confirmed);
  CHECK(result.entrants[2].fate == Fate::in_the_race);
  CHECK(result.entrants[2].replications < result.entrants[0].replications);
}

TEST_CASE("the race stays within the indifference of the best with the wished confidence") {
  // Costs so close that many a good one is dropped or sits out for another good one.
  std::vector<double> costs;
  for (int i = 0; i < 12; ++i) {
    costs.push_back(0.1 * i);
  }
  const RaceRules rules{.indifference = 0.25, .replications_max = 3000};
  int good = 0;
  for (std::uint64_t experiment = 0; experiment < 500; ++experiment) {
    const NormalProblem problem(at_costs(costs), experiment);
    const RaceResult result = race(costs.size(), rules, problem.experiment());
    good += result.verdict == Verdict::confirmed && costs[*result.selected] <= 0.25 ? 1 : 0;
  }
  CAPTURE(good);
  CHECK(good >= 475);
}

TEST_CASE("alternatives that are the same in every replication tie at once") {
  const auto same = [](std::span<const RaceRequest> requests) {
    std::vector<RaceObservation> seen;
    for (const RaceRequest& request : requests) {
      seen.push_back({.cost = static_cast<double>(request.replication % 7)});
    }
    return seen;
  };
  const RaceResult result = race(3, {}, same);
  CHECK(result.verdict == Verdict::confirmed);
  CHECK(result.replications_total == 60);
}

TEST_CASE("absence of an event in twenty runs is no proof, in hundreds it is") {
  const auto never = [](std::span<const RaceRequest> requests) {
    return std::vector<RaceObservation>(requests.size(), {.cost = 1.0, .constrained = {0.0}});
  };
  const RaceConstraint seldom{.kind = RaceConstraint::Kind::probability, .at_most = 0.02};
  const RaceResult few = race(1, {.replications_max = 20, .constraints = {seldom}}, never);
  CHECK(few.verdict == Verdict::nobody_admitted);
  const RaceResult many = race(1, {.replications_max = 1000, .constraints = {seldom}}, never);
  CHECK(many.verdict == Verdict::confirmed);
  // ln(error) / ln(0.98) with the error of 0.05 shared among eleven looks is 267.
  CHECK(many.entrants[0].replications >= 267);
  CHECK(many.entrants[0].replications < 2 * 267);
}

TEST_CASE("each replication of each alternative is asked for once, and losers for no more") {
  std::set<std::pair<std::size_t, std::size_t>> asked;
  const NormalProblem problem(at_costs({0.0, 0.4, 8.0}), 2);
  const RaceResult result = race(3, {}, [&](std::span<const RaceRequest> requests) {
    for (const RaceRequest& request : requests) {
      CHECK(asked.insert({request.alternative, request.replication}).second);
    }
    return problem.experiment()(requests);
  });
  CHECK(asked.size() == result.replications_total);
  CHECK(result.entrants[2].replications == 20);
  CHECK(result.entrants[0].replications == result.entrants[1].replications);
}

TEST_CASE("answers that do not fit the question are refused") {
  const auto none = [](std::span<const RaceRequest>) { return std::vector<RaceObservation>{}; };
  CHECK_THROWS_AS(race(2, {}, none), std::invalid_argument);
  const NormalProblem unconstrained(at_costs({0.0, 1.0}), 1);
  const RaceRules constrained{.constraints = {{.at_most = 1.0}}};
  CHECK_THROWS_AS(race(2, constrained, unconstrained.experiment()), std::invalid_argument);
  const NormalProblem not_binary({{0.0, {0.5}}}, 1);
  const RaceRules binary{.constraints = {{.kind = RaceConstraint::Kind::probability}}};
  CHECK_THROWS_AS(race(1, binary, not_binary.experiment()), std::invalid_argument);
  CHECK_THROWS_AS(race(0, {}, none), std::invalid_argument);
  CHECK_THROWS_AS(race(1, {.indifference = -1.0}, none), std::invalid_argument);
}

}  // namespace spindrift::statistics
