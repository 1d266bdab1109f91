#include "analysis/operations.hpp"

#include <algorithm>
#include <string_view>

namespace spindrift::analysis {
namespace {

constexpr std::string_view roll_name = "roll";
constexpr std::string_view refusal = "refused: ";

}  // namespace

void Operations::see(const history::ActionTaken& what, const history::Event& event) {
  ++actions_;
  if (what.action == roll_name) rolls_.push_back({event.at, std::nullopt});
}

void Operations::see(const history::ActionEnded& what, const history::Event& event) {
  if (what.detail.starts_with(refusal)) {
    refused_.push_back({what.action, what.server, event.at, what.detail.substr(refusal.size())});
  } else if (what.action == roll_name) {
    const auto open = std::ranges::find_if(rolls_, [](const Roll& roll) { return !roll.ended; });
    if (open != rolls_.end()) open->ended = event.at;
  }
}

void Operations::see(const history::MonitorAlarm& what, const history::Event& event) {
  if (what.raised) {
    alarms_.push_back({what.cluster, what.keys, what.threshold, event.at, std::nullopt});
    return;
  }
  const auto open = std::ranges::find_if(alarms_, [&](const Alarm& each) {
    return each.cluster == what.cluster && each.threshold == what.threshold && !each.cleared;
  });
  if (open != alarms_.end()) open->cleared = event.at;
}

}  // namespace spindrift::analysis
