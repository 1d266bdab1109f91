#include "analysis/review/plan_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/words.hpp"

namespace spindrift::review {
namespace {

using kernel::Duration;
using model::Action;
using model::ActionKind;
using scenario::to_text;

/// "r1/1 to r8/3 (24 servers)".
std::string servers_text(const std::vector<history::ServerId>& servers,
                         const history::Topology& topology) {
  if (servers.empty()) return "";
  if (servers.size() == 1) return topology.at(servers.front()).name;
  return fmt::format("{} to {} ({} servers)", topology.at(servers.front()).name,
                     topology.at(servers.back()).name, servers.size());
}

std::string wait_text(const model::RollingRestart& roll) {
  std::string text;
  switch (roll.wait) {
    case model::RollWait::time:
      return fmt::format("start the next {} later", to_text(roll.pause));
    case model::RollWait::health:
      text = "wait until they listen";
      break;
    case model::RollWait::acknowledgement:
      text = fmt::format("wait until every cluster lists their JWT keys, at most {}",
                         to_text(roll.cap));
      break;
  }
  if (roll.pause > Duration{}) text += fmt::format(" and {} more", to_text(roll.pause));
  return text;
}

std::string roll_text(const model::RollingRestart& roll, const history::Topology& topology) {
  std::string text =
      fmt::format("roll {}: {} {} at a time, {}", servers_text(roll.servers, topology),
                  scenario::word_for(roll.how), roll.batch_size, wait_text(roll));
  if (roll.in_turn) text += "; begin after the rolls before have ended";
  if (roll.window_begin && roll.window_end) {
    text += fmt::format("; only between {} and {} of a day", to_text(*roll.window_begin),
                        to_text(*roll.window_end));
  }
  if (roll.key_limit)
    text += fmt::format("; not while a bundle could pass {} keys", *roll.key_limit);
  if (!roll.version.empty()) text += fmt::format("; to version {}", roll.version);
  if (roll.second_start) {
    text += fmt::format("; start each once more {} later", to_text(*roll.second_start));
  }
  return text;
}

std::string action_text(const Action& action, const history::Topology& topology) {
  if (action.kind == ActionKind::roll) return roll_text(action.roll, topology);
  std::string text{scenario::word_for(action.kind)};
  if (!action.servers.empty()) text += " " + servers_text(action.servers, topology);
  if (action.cluster != history::ClusterId::none) text += " " + topology.at(action.cluster).name;
  if (!action.version.empty()) text += fmt::format(" to version {}", action.version);
  if (action.lasts > Duration{}) text += fmt::format(" for {}", to_text(action.lasts));
  if (action.every > Duration{}) text += fmt::format(", every {}", to_text(action.every));
  return text;
}

}  // namespace

std::vector<std::string> plan_in_words(const scenario::Scenario& scenario) {
  const model::Deployment& deployment = scenario.deployment;
  std::vector<std::string> lines;
  for (const Action& action : deployment.plan) {
    std::string line =
        fmt::format("at {}: {}", to_text(action.at), action_text(action, deployment.topology));
    if (action.late_by > Duration{})
      line += fmt::format(" (up to {} later)", to_text(action.late_by));
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace spindrift::review
