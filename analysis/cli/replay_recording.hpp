#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/cli/console.hpp"
#include "analysis/fidelity/drawn_differences.hpp"
#include "analysis/fidelity/fidelity.hpp"
#include "analysis/fidelity/spread.hpp"
#include "analysis/fidelity/typical_prediction.hpp"
#include "sim/history/recording/recording.hpp"

namespace spindrift::cli {

struct ReplayOptions {
  std::vector<std::string> folders;
  std::string format = "text";
  std::string predict;                ///< write the prediction's tables below this folder
  std::optional<std::uint64_t> seed;  ///< none: the most typical of the draws
  std::uint64_t draws = analysis::usual_draws;
  unsigned int jobs = std::max(1U, std::thread::hardware_concurrency());
  std::uint64_t seeds = 0;  ///< more than 0: the spread over that many seeds as well
};

/// A recording of real servers beside what was predicted from its inputs.
struct Replayed {
  history::Recording recording;
  history::History recorded;
  history::History predicted;
  std::uint64_t draws = 0;                     ///< more than 0: of so many it is the most typical
  std::optional<analysis::Fidelity> fidelity;  ///< none: the folder holds inputs only
  std::vector<analysis::TransitionSpread> spread;
  std::optional<analysis::DrawnDifferences> differences;  ///< where there is a spread
  std::size_t seeds = 0;

  [[nodiscard]] bool holds() const;

  /// The share of recorded times that has to lie within its range.
  static constexpr double wanted_share = 0.98;
};

/// Reads a recording, predicts it from its inputs, and compares. The prediction is chosen before
/// anything that was observed is looked at. Throws `history::ReadFailure`.
[[nodiscard]] Replayed replay_recording(const std::string& folder, const ReplayOptions& options,
                                        const Console& console);

[[nodiscard]] nlohmann::ordered_json replay_as_json(const Replayed& replayed);
[[nodiscard]] std::string replay_as_text(const Replayed& replayed);

}  // namespace spindrift::cli
