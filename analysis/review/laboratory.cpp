#include "analysis/review/laboratory.hpp"

#include <mutex>

#include "analysis/do_all.hpp"
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
  std::vector<std::size_t> unknown;
  for (std::size_t place = 0; place < experiments.size(); ++place) {
    const auto known = remembered_.find({experiments[place].name, experiments[place].seed});
    if (known == remembered_.end()) {
      unknown.push_back(place);
    } else {
      results[place] = known->second;
    }
  }
  std::mutex telling;
  std::size_t done = 0;
  analysis::do_all(unknown.size(), options_.threads, [&](std::size_t number) {
    CheckSink check{options_.check};
    const std::size_t place = unknown[number];
    const Experiment& experiment = experiments[place];
    const model::Deployment drawn = scenario::with_luck(*experiment.scenario, experiment.seed);
    results[place] = metrics::run_scenario(drawn, experiment.seed, &check);
    if (!options_.progress) return;
    const std::lock_guard lock{telling};
    options_.progress(++done, unknown.size());
  });
  for (const std::size_t place : unknown) {
    const Experiment& experiment = experiments[place];
    if (experiment.name.empty()) continue;
    remembered_.emplace(std::pair{experiment.name, experiment.seed}, results[place]);
  }
  runs_ += unknown.size();
  return results;
}

}  // namespace spindrift::review
