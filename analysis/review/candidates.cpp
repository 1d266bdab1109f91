#include "analysis/review/candidates.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/duration_text.hpp"

namespace spindrift::review {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;
using kernel::Duration;
using scenario::to_text;

/// Rolling restarts of the plan as it is written, by their place in it.
std::map<std::size_t, Json> written_rolls(const scenario::Scenario& scenario) {
  std::map<std::size_t, Json> rolls;
  for (std::size_t place = 0;; ++place) {
    const std::string pointer = fmt::format("/plan/{}", place);
    const auto found = std::ranges::find(scenario.settings, pointer, &scenario::Setting::pointer);
    if (found == scenario.settings.end()) return rolls;
    Json action = Json::parse(found->value, nullptr, false);
    if (action.is_object() && action.value("do", "") == "roll") rolls[place] = std::move(action);
  }
}

/// What must be set so that a roll does all that `other` does, at its own time and in its own turn.
void add_changes(std::size_t place, const Json& roll, const Json& other,
                 std::vector<std::string>& values) {
  for (const auto& [name, value] : other.items()) {
    if (name == "at" || (roll.contains(name) && roll[name] == value)) continue;
    values.push_back(fmt::format("plan.{}.{}={}", place, name,
                                 value.is_string() ? value.get<std::string>() : value.dump()));
  }
}

/// Every other order of a few rolling restarts: who begins first, second …
void add_orders(const scenario::Scenario& scenario,
                std::vector<std::vector<std::string>>& variations) {
  const std::map<std::size_t, Json> rolls = written_rolls(scenario);
  constexpr std::size_t most = 4;
  if (rolls.size() < 2 || rolls.size() > most) return;
  std::vector<std::size_t> order;
  for (const auto& [place, roll] : rolls) order.push_back(place);
  while (std::ranges::next_permutation(order).found) {
    std::vector<std::string> values;
    auto taken = order.begin();
    for (const auto& [place, roll] : rolls) {
      add_changes(place, roll, rolls.at(*taken), values);
      ++taken;
    }
    variations.push_back(std::move(values));
  }
}

/// So many servers at a time that no cluster which is rolled is ever without one.
std::size_t largest_batch(const model::Deployment& deployment) {
  std::map<history::ClusterId, std::size_t> servers;
  for (const auto& server : deployment.topology.servers) ++servers[server.cluster];
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const model::Action& action : deployment.plan) {
    for (const history::ServerId server : action.roll.servers) {
      least = std::min(least, servers[deployment.topology.at(server).cluster] - 1);
    }
  }
  return least;
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
    const std::size_t most = largest_batch(deployment);
    for (const std::size_t batch : {1U, 2U, 3U}) {
      if (batch != roll->roll.batch_size && batch <= std::max<std::size_t>(1, most)) {
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
