#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/fidelity/outline.hpp"

/// One prediction for a deployment in which luck enters: the most typical one, not any one.
namespace spindrift::analysis {

/// How far two histories of one deployment lie apart, by what a recording is judged by.
struct Distance {
  std::size_t differing = 0;  ///< happenings that one of them lacks or has in another order
  std::size_t deafness = 0;   ///< intervals of deafness that disagree
  history::Duration time{};   ///< errors of times, summed over what both have

  Distance& operator+=(const Distance& other);
  friend auto operator<=>(const Distance&, const Distance&) = default;
};

[[nodiscard]] Distance distance_between(const Outline& left, const Outline& right);

/// The place of the one that lies nearest to all others, by the sum of its distances: the first of
/// several. It is the estimate that errs least against one more draw. Which one it is does not
/// depend on `threads`. At least one is needed.
[[nodiscard]] std::size_t most_typical(const std::vector<Outline>& draws, std::size_t threads);

/// How many draws a prediction is chosen from: enough that a majority of them is a majority, and
/// two or three seconds for the largest recording. Comparing each with each grows with the square.
inline constexpr std::uint64_t usual_draws = 101;

/// The seed among 1 … `draws` whose history is the most typical of them. Nothing that was observed
/// of real servers enters. `predict` is called from several threads.
[[nodiscard]] std::uint64_t most_typical_seed(
    std::uint64_t draws, std::size_t threads,
    const std::function<history::History(std::uint64_t seed)>& predict);

}  // namespace spindrift::analysis
