#include "analysis/review/candidates.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/duration_text.hpp"

namespace spindrift::review {
namespace {

using namespace std::chrono_literals;
using kernel::Duration;
using scenario::to_text;

/// Places of rolling restarts in the plan as it is written, with their times.
struct PlannedRoll {
  std::string pointer;  ///< "plan/0/at"
  std::string at;
};

std::vector<PlannedRoll> planned_rolls(const scenario::Scenario& scenario) {
  std::vector<PlannedRoll> rolls;
  const auto value_at = [&](const std::string& pointer) -> const std::string* {
    const auto found = std::ranges::find(scenario.settings, pointer, &scenario::Setting::pointer);
    return found == scenario.settings.end() ? nullptr : &found->value;
  };
  for (std::size_t place = 0;; ++place) {
    const std::string action = fmt::format("/plan/{}", place);
    const std::string* const what = value_at(action + "/do");
    if (what == nullptr) return rolls;
    if (*what != "\"roll\"") continue;
    const std::string* const at = value_at(action + "/at");
    if (at != nullptr) rolls.push_back({(action + "/at").substr(1), *at});
  }
}

/// Every other order of a few rolling restarts: who begins first, second …
void add_orders(const scenario::Scenario& scenario,
                std::vector<std::vector<std::string>>& variations) {
  const std::vector<PlannedRoll> rolls = planned_rolls(scenario);
  constexpr std::size_t most = 4;
  if (rolls.size() < 2 || rolls.size() > most) return;
  std::vector<std::size_t> order(rolls.size());
  for (std::size_t place = 0; place < order.size(); ++place) order[place] = place;
  while (std::ranges::next_permutation(order).found) {
    std::vector<std::string> values;
    for (std::size_t place = 0; place < rolls.size(); ++place) {
      std::string at = rolls[order[place]].at;
      std::erase(at, '"');
      if (rolls[place].at != rolls[order[place]].at) {
        values.push_back(rolls[place].pointer + "=" + at);
      }
    }
    variations.push_back(std::move(values));
  }
}

}  // namespace

std::optional<Candidate> make_candidate(const CandidateBase& base, AlternativeRequest request) {
  scenario::Overrides overrides;
  overrides.strategies = request.strategies;
  overrides.sets = base.sets;
  overrides.sets.insert(overrides.sets.end(), request.sets.begin(), request.sets.end());
  overrides.seed = base.seed;
  scenario::Loaded loaded = scenario::load(base.path, overrides);
  auto* const whole = std::get_if<scenario::Scenario>(&loaded);
  if (whole == nullptr) return {};
  const std::size_t size = request.strategies.size() + request.sets.size();
  return Candidate{std::move(request), std::move(*whole), size};
}

AlternativeRequest joined(const AlternativeRequest& one, const AlternativeRequest& other) {
  if (one.strategies.empty() && one.sets.empty()) return other;
  AlternativeRequest both = one;
  both.name += "+" + other.name;
  both.summary += " " + other.summary;
  both.strategies.insert(both.strategies.end(), other.strategies.begin(), other.strategies.end());
  both.sets.insert(both.sets.end(), other.sets.begin(), other.sets.end());
  both.options = " --strategy " + both.name;
  return both;
}

AlternativeRequest with_value(const AlternativeRequest& request, const std::string& assignment) {
  AlternativeRequest value;
  value.name = assignment;
  value.summary = fmt::format("With {}.", assignment);
  value.sets = {assignment};
  value.options = " --strategy " + assignment;
  AlternativeRequest changed = request;
  // A value given before for the same thing is replaced.
  const std::string path = assignment.substr(0, assignment.find('=') + 1);
  const auto old = std::ranges::find_if(
      changed.sets, [&](const std::string& each) { return each.starts_with(path); });
  if (old != changed.sets.end()) {
    const auto begin = changed.name.find(*old);
    if (begin != std::string::npos) changed.name.replace(begin, old->size(), assignment);
    const auto told = changed.summary.find(*old);
    if (told != std::string::npos) changed.summary.replace(told, old->size(), assignment);
    *old = assignment;
    changed.options = " --strategy " + changed.name;
    return changed;
  }
  return joined(changed, value);
}

std::vector<std::vector<std::string>> variations_of(const Candidate& candidate) {
  std::vector<std::vector<std::string>> variations;
  const auto try_times = [&](const std::string& path, std::initializer_list<Duration> times,
                             Duration present) {
    for (const Duration time : times) {
      if (time != present) variations.push_back({path + "=" + to_text(time)});
    }
  };
  const model::Deployment& deployment = candidate.scenario.deployment;
  const auto roll =
      std::ranges::find(deployment.plan, model::ActionKind::roll, &model::Action::kind);
  if (roll != deployment.plan.end()) {
    try_times("rolls.pause", {0s, 30s, 2min, 12min}, roll->roll.pause);
    for (const std::size_t batch : {1U, 2U, 3U}) {
      if (batch != roll->roll.batch_size) {
        variations.push_back({fmt::format("rolls.batch={}", batch)});
      }
    }
    variations.push_back({"rolls.order=round_robin"});
    add_orders(candidate.scenario, variations);
  }
  const model::ClusterOptions& options = deployment.clusters.front();
  try_times("ca_ttl", {12h, 24h, 48h, 7 * 24h}, options.ca_ttl);
  const Duration held = options.behaviour.hold_down;
  if (held > Duration{}) {
    try_times("behaviour.hold_down", {10s, 30s, 2min, 15min}, held);
  }
  return variations;
}

}  // namespace spindrift::review
