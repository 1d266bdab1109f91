#include "analysis/cli/propagation_runs.hpp"

#include <chrono>
#include <mutex>

#include <fmt/format.h>

#include "analysis/cli/hop_times.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/progress.hpp"
#include "analysis/do_all.hpp"
#include "analysis/propagation/propagation.hpp"
#include "sim/model/simulation.hpp"

namespace spindrift::cli {
namespace {

constexpr std::string_view erase_line = "\r\x1b[K";

/// A line of the terminal that says how many runs are done.
class RunCount {
 public:
  RunCount(const Console& console, std::size_t all) : console_{console}, all_{all} {}
  RunCount(const RunCount&) = delete;
  RunCount& operator=(const RunCount&) = delete;
  RunCount(RunCount&&) = delete;
  RunCount& operator=(RunCount&&) = delete;
  ~RunCount() {
    if (is_shown_) console_.talk(erase_line);
  }

  void one_more() {
    const std::lock_guard lock{mutex_};
    ++done_;
    if (!console_.shows_progress()) return;
    const std::chrono::duration<double> took = Clock::now() - began_;
    const double rate = static_cast<double>(done_) / took.count();
    const auto left = static_cast<double>(all_ - done_) / rate;
    console_.talk(fmt::format("{}{} of {} runs, {:.1f} a second, {:.0f} s left", erase_line, done_,
                              all_, rate, left));
    is_shown_ = true;
  }

 private:
  using Clock = std::chrono::steady_clock;

  const Console& console_;
  std::size_t all_;
  std::size_t done_ = 0;
  bool is_shown_ = false;
  std::mutex mutex_;
  Clock::time_point began_ = Clock::now();
};

analysis::PropagationResult run_once(const scenario::Scenario& scenario, std::uint64_t seed,
                                     const PropagationRuns& runs, const Console* progress_on) {
  analysis::PropagationOptions options;
  options.times = hop_times_of(scenario.deployment);
  options.from = history::Time{runs.from};
  if (runs.until) options.until = history::Time{*runs.until};
  analysis::Propagation propagation{std::move(options)};
  InterruptSink interrupt;
  std::optional<Progress> progress;
  history::Fanout sinks;
  sinks.add(interrupt);
  sinks.add(propagation);
  if (progress_on != nullptr) {
    progress.emplace(*progress_on, scenario.name, scenario.deployment.until);
    sinks.add(*progress);
  }
  model::run(scenario.deployment, seed, {.oracle = runs.oracle}, sinks);
  return propagation.take();
}

}  // namespace

void run_propagation(std::vector<PropagationCell>& cells, const PropagationRuns& runs,
                     const Console& console) {
  const std::size_t all = cells.size() * runs.replications;
  std::vector<analysis::PropagationResult> results(all);
  {
    RunCount count{console, all};
    analysis::do_all(all, runs.jobs, [&](std::size_t place) {
      const scenario::Scenario& scenario = cells[place / runs.replications].scenario;
      results[place] = run_once(scenario, scenario.seed + place % runs.replications, runs,
                                all == 1 ? &console : nullptr);
      if (all > 1) count.one_more();
    });
  }
  // In the order of the seeds, since sums of fractions depend on their order.
  for (std::size_t place = 0; place < all; ++place) {
    cells[place / runs.replications].result.merge(results[place]);
  }
}

}  // namespace spindrift::cli
