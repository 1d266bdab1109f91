#include "analysis/review/laboratory.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "analysis/metrics/run_scenario.hpp"
#include "sim/scenario/luck.hpp"

namespace spindrift::review {
namespace {

/// Lets a run be ended from outside, at little cost.
class CheckSink final : public history::EventSink {
 public:
  explicit CheckSink(const std::function<void()>& check) : check_{check} {}
  void begin(const history::Topology&) override { look(); }
  void on_event(const history::Event& event) override {
    constexpr std::uint64_t look_every = 4096;
    if (history::number(event.id) % look_every == 0) look();
  }

 private:
  void look() {
    if (check_) check_();
  }

  const std::function<void()>& check_;
};

}  // namespace

std::vector<metrics::MetricValues> Laboratory::run(std::span<const Experiment> experiments) const {
  std::vector<metrics::MetricValues> results(experiments.size());
  std::vector<std::exception_ptr> errors(experiments.size());
  std::atomic<std::size_t> next{0};
  std::mutex telling;
  std::size_t done = 0;
  const auto work = [&] {
    for (std::size_t place = next++; place < experiments.size(); place = next++) {
      try {
        CheckSink check{options_.check};
        const Experiment& experiment = experiments[place];
        const model::Deployment drawn = scenario::with_luck(*experiment.scenario, experiment.seed);
        results[place] = metrics::run_scenario(drawn, experiment.seed, &check);
      } catch (...) {
        errors[place] = std::current_exception();
        next = experiments.size();
      }
      if (!options_.progress) continue;
      const std::lock_guard lock{telling};
      options_.progress(++done, experiments.size());
    }
  };
  {
    std::vector<std::jthread> workers;
    const std::size_t wanted = std::min<std::size_t>(options_.threads, experiments.size());
    for (std::size_t worker = 1; worker < wanted; ++worker) workers.emplace_back(work);
    work();
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  runs_ += experiments.size();
  return results;
}

}  // namespace spindrift::review
