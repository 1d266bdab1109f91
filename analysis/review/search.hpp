#pragma once

#include <vector>

#include "analysis/review/candidates.hpp"
#include "analysis/review/recommend.hpp"

namespace spindrift::review {

/// A race among candidates.
struct RaceOutcome {
  SearchRound round;
  /// Places of the candidates that are worth a final, best first; the selected one leads if there
  /// is one.
  std::vector<std::size_t> best;
  bool has_winner = false;
};

/// Races candidates, simplest first, for the least cost in the first goal among those that hold the
/// limits. A look at a few replications of each comes before it: it drops who breaks a limit in
/// every one of them, and who does exactly the same as a simpler candidate.
[[nodiscard]] RaceOutcome race_candidates(const std::vector<Candidate>& candidates,
                                          const RecommendRequest& request,
                                          const Laboratory& laboratory);

}  // namespace spindrift::review
