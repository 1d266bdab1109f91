#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/statistics/intervals/confidence_interval.hpp"

namespace spindrift::statistics {

/// A limit on what an alternative may do, judged from replications.
struct RaceConstraint {
  enum class Kind {
    /// The mean of the constrained value is at most the limit (Student's t bound).
    mean,
    /// The constrained value is 0 or 1, and the probability of a 1 is at most the limit
    /// (Clopper-Pearson bound, exact). The kind for events that should never happen: a t bound
    /// takes their absence in ten runs for proof.
    probability,
  };
  Kind kind = Kind::mean;
  double at_most = 0.0;
};

struct RaceRules {
  double confidence = 0.95;
  /// A difference in mean cost that is not worth replications.
  double indifference = 0.0;
  /// At least twenty unless the paired differences are close to normal: the t bounds of a race lie
  /// far out in the tails.
  std::size_t replications_first = 20;
  std::size_t replications_max = 2000;
  double look_growth = 1.5;
  std::vector<RaceConstraint> constraints{};
};

struct RaceRequest {
  std::size_t alternative = 0;
  /// The luck to run under: the same for every alternative (common random numbers).
  std::size_t replication = 0;
};

struct RaceObservation {
  /// What is to be small; negate what should be large.
  double cost = 0.0;
  /// One value for each constraint.
  std::vector<double> constrained{};
};

/// Answers requests in their order. A batch at a time, so that it may use all processors.
using RaceExperiment = std::function<std::vector<RaceObservation>(std::span<const RaceRequest>)>;

/// What became of one alternative.
struct RaceEntrant {
  enum class Fate { in_the_race, breaks_constraint, beaten_by_other };
  Fate fate = Fate::in_the_race;
  /// It is known to hold every constraint.
  bool admitted = false;
  std::size_t replications = 0;
  /// The mean cost so far; the interval alone holds at the rules' confidence.
  ConfidenceInterval cost{};
  std::optional<std::size_t> broken_constraint{};
  std::optional<std::size_t> beaten_by{};
};

struct RaceResult {
  enum class Verdict {
    /// `selected` holds the constraints, and nobody who does is better by more than the
    /// indifference.
    confirmed,
    /// The replications ran out: `selected` holds the constraints and looks best of those that do,
    /// but another one in the race may be better.
    cannot_tell_apart,
    /// The replications ran out before anybody was known to hold the constraints.
    nobody_admitted,
    /// Every alternative breaks a constraint.
    everybody_breaks_constraint,
  };
  Verdict verdict = Verdict::nobody_admitted;
  std::optional<std::size_t> selected{};
  std::vector<RaceEntrant> entrants{};
  std::size_t replications_total = 0;
};

/// Finds the alternative of the least mean cost among those that hold the constraints, and spends
/// replications only on those still in question.
///
/// Method: a race (O. Maron, A. W. Moore, "The racing algorithm: model selection for lazy
/// learners", Artificial Intelligence Review 11 (1997)) with paired Student t bounds, so that it
/// profits from common random numbers, and with constraints judged along the way as in
/// S. Andradottir, S.-H. Kim, "Fully sequential procedures for comparing constrained systems via
/// simulation", Naval Research Logistics 57 (2010). At each look of a geometric schedule an
/// alternative drops out if it is known to break a constraint, or to cost more than one that is
/// known to hold them all. An undecided constraint of a dear alternative is never decided. And who
/// is known to be no better than the leader by more than the indifference sits out until somebody
/// else leads; before anybody is known to hold the constraints, so does who is known to cost more
/// than the one that looks cheapest, until that one's constraints are decided.
///
/// Measured against the procedure KN of S.-H. Kim, B. L. Nelson, "A fully sequential procedure for
/// indifference-zone selection in simulation", ACM TOMACS 11 (2001), on ten normal alternatives: as
/// many replications where they differ, a third more where every gap is as small as the
/// indifference. In exchange it takes constraints, does without an indifference, says when it
/// cannot tell, and asks in a few large batches.
///
/// Guarantee: with probability `confidence` the verdicts confirmed and everybody_breaks_constraint
/// are true. Exact for normal paired differences and normal constrained means (and without that
/// for Kind::probability); by the central limit theorem otherwise. Proof: with k alternatives, m
/// constraints and L looks only these one-sided bounds must hold: the true best's constraints
/// (m L), one broken constraint of each alternative that breaks one (at most (k-1) L, or k L if
/// there is no best), the differences between the others and the true best ((k-1) L). Each errs
/// with at most (1 - confidence) / (L (2 (k-1) + m)), or L (k-1) if there are no constraints, and
/// none is assumed independent of another.
///
/// An alternative exactly at a limit is never decided, and keeps the race going to its maximum.
///
/// REQUIRES: alternatives >= 1, 2 <= replications_first <= replications_max, indifference >= 0.
/// Throws std::invalid_argument if the experiment does not answer as asked.
[[nodiscard]] RaceResult race(std::size_t alternatives, const RaceRules& rules,
                              const RaceExperiment& experiment);

}  // namespace spindrift::statistics
