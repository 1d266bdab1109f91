#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/review/compare.hpp"
#include "analysis/statistics/selection/race.hpp"

namespace spindrift::review {

struct RecommendRequest {
  std::string path;
  std::vector<std::string> sets;
  std::optional<std::uint64_t> seed;
  /// What to search among: each alone, every two that do not contradict each other, and none.
  std::vector<AlternativeRequest> strategies;
  Objective objective;  ///< with at least one goal
  double level = 0.95;
  double broken_share = 0.05;  ///< a limit holds when it is broken in at most this share of runs
  /// A difference in the first goal that is not worth replications, as a share of the baseline's.
  double indifference = 0.01;
  std::size_t replications_max = 400;  ///< of each candidate in a race
  std::size_t finalists = 6;
};

/// What a round of the search did.
struct SearchRound {
  std::string what;  ///< "strategies", "parameters of …"
  std::size_t candidates = 0;
  std::size_t contradictory = 0;    ///< not run: the strategies exclude each other
  std::size_t same_as_simpler = 0;  ///< not run on: what they add changes nothing
  std::size_t breaking = 0;         ///< known to break a limit
  std::size_t cut_off = 0;          ///< never at an end within the horizon: nothing is known of it
  std::size_t beaten = 0;           ///< known to cost more than one that holds the limits
  std::size_t runs = 0;
  std::string winner;
  statistics::RaceResult::Verdict verdict{};
};

/// A change of a value against the scenario as it is.
struct ChangedSetting {
  std::string pointer;
  std::string before;  ///< as JSON; empty: it was not there
  std::string after;
};

/// A limit that the recommended one breaks after the end of the runs.
struct LaterBreak {
  Limit limit;
  kernel::Duration until{};  ///< how far that was looked at
  double worst = 0;
  double worst_as_it_is = 0;  ///< of the scenario as it is
};

struct Recommendation {
  std::vector<SearchRound> rounds;
  /// The finalists and the scenario as it is, which is the baseline, under the same luck.
  Comparison finals;
  /// Place in `finals.alternatives`; none: nobody is known to hold the limits.
  std::optional<std::size_t> chosen;
  std::optional<std::size_t> next_best;
  bool is_confirmed = false;            ///< the race told it apart from every other candidate
  std::vector<ChangedSetting> changes;  ///< of the chosen one
  std::vector<std::string> plan;        ///< what operators do, step by step
  std::vector<LaterBreak> later_breaks;
  std::size_t runs = 0;
};

/// Searches for the alternative that holds the limits with confidence and is best in the first
/// goal, ties decided by the next ones. First a race over strategies and pairs of them, then, from
/// its winner on, races over one parameter at a time until nothing gets better. Replications are
/// spent on those still in question only (`statistics::race`), and none is run twice: a candidate
/// of several rounds, and a finalist, keeps what it did under the luck of each seed.
[[nodiscard]] std::variant<Recommendation, scenario::Problems> recommend(
    const RecommendRequest& request, const Laboratory& laboratory);

}  // namespace spindrift::review
