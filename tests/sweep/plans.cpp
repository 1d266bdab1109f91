#include "tests/sweep/plans.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <unistd.h>

namespace spindrift::sweep::testing {

namespace fs = std::filesystem;

SweepFolder::SweepFolder() {
  write("tiny.json", tiny_scenario);
  write("slow.json", R"({"name": "slow", "summary": "a slow poll",
                         "set": {"behaviour/upstream_poll_interval": "60s"}})");
}

Finder SweepFolder::finder() const {
  const auto find = [folder = path()](const std::string& name) {
    const fs::path path = folder / (name + ".json");
    if (!fs::exists(path)) throw std::runtime_error{"there is no \"" + name + '"'};
    return path.string();
  };
  return {find, find};
}

LoadedPlan SweepFolder::load(std::string_view plan) const {
  return load_plan_text(plan, "plan.json", finder());
}

std::string SweepFolder::problems(std::string_view plan) const {
  const LoadedPlan loaded = load(plan);
  const auto* const problems = std::get_if<scenario::Problems>(&loaded);
  std::string text;
  if (problems == nullptr) return text;
  for (const scenario::Problem& problem : *problems) text += to_string(problem) + '\n';
  return text;
}

Plan SweepFolder::plan(std::string_view plan) const {
  LoadedPlan loaded = load(plan);
  if (auto* const whole = std::get_if<Plan>(&loaded)) return std::move(*whole);
  throw std::runtime_error{problems(plan)};
}

SweepSummary run(const Plan& plan, const fs::path& output, const Shard& shard,
                 unsigned int threads) {
  SweepOptions options;
  options.output = output;
  options.program = "test 1";
  options.shard = shard;
  options.threads = threads;
  return sweep(plan, options);
}

}  // namespace spindrift::sweep::testing
