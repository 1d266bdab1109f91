#include "analysis/cli/replay_recording.hpp"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "analysis/cli/batch_progress.hpp"
#include "analysis/cli/interrupt.hpp"
#include "sim/history/recording/recorded_history.hpp"
#include "sim/model/simulation.hpp"
#include "sim/scenario/recorded/recorded_deployment.hpp"

namespace spindrift::cli {
namespace {

history::History predict(const model::Deployment& deployment, const std::string& name,
                         std::uint64_t seed) {
  history::History history;
  history.scenario = name;
  history.seed = seed;
  history::HistoryBuilder builder{history};
  InterruptSink interrupt;
  history::Fanout sinks;
  sinks.add(interrupt);
  sinks.add(builder);
  static_cast<void>(model::run(deployment, seed, {}, sinks));
  return history;
}

/// The most typical of the draws (see `analysis::most_typical_seed`).
std::uint64_t typical_seed(const model::Deployment& deployment, const std::string& name,
                           const ReplayOptions& options, const Console& console) {
  BatchProgress progress{console};
  std::mutex mutex;
  std::size_t done = 0;
  return analysis::most_typical_seed(options.draws, options.jobs, [&](std::uint64_t seed) {
    history::History drawn = predict(deployment, name, seed);
    const std::lock_guard lock{mutex};
    progress.show(++done, options.draws);
    return drawn;
  });
}

}  // namespace

bool Replayed::holds() const {
  // Over many seeds the distribution is judged, and not whether one draw of it was the real one.
  if (seeds > 0) {
    return analysis::share_within(spread) >= wanted_share && differences->are_explained_by_luck() &&
           std::ranges::none_of(
               spread, [](const auto& each) { return each.is_wide() && each.luck.empty(); });
  }
  return !fidelity || fidelity->holds();
}

Replayed replay_recording(const std::string& folder, const ReplayOptions& options,
                          const Console& console) {
  Replayed result;
  result.recording = history::read_recording(folder);
  const std::string& name = result.recording.inputs.plan.name;
  const model::Deployment deployment = scenario::deployment_of(result.recording.inputs);
  if (!options.seed) result.draws = options.draws;
  result.predicted =
      predict(deployment, name,
              options.seed ? *options.seed : typical_seed(deployment, name, options, console));
  if (result.recording.bundles.empty()) return result;
  result.recorded = history::history_of(result.recording);
  result.fidelity = analysis::compare_histories(result.recorded, result.predicted);
  if (options.seeds == 0) return result;
  const model::Deployment drawn =
      scenario::deployment_of(result.recording.inputs, scenario::MachineTimes::drawn);
  analysis::Spread spread{result.recorded};
  auto& differences = result.differences.emplace(result.recorded, result.predicted);
  for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
    const history::History one = predict(drawn, name, seed);
    spread.add(one);
    differences.add(one);
  }
  result.spread = spread.transitions();
  result.seeds = spread.seeds();
  return result;
}

std::string replay_as_text(const Replayed& replayed) {
  if (!replayed.fidelity) {
    return replayed.recording.inputs.plan.name +
           ": holds inputs only, so there is nothing to compare with\n";
  }
  std::string text = to_text(*replayed.fidelity, replayed.recorded, replayed.predicted);
  text += fmt::format("  predicted with seed {}", replayed.predicted.seed);
  if (replayed.draws > 0) text += fmt::format(", the most typical of {} draws", replayed.draws);
  text += '\n';
  if (replayed.seeds > 0) {
    text += to_text(replayed.spread, replayed.seeds) + to_text(*replayed.differences);
  }
  return text;
}

}  // namespace spindrift::cli
