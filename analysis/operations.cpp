#include "analysis/operations.hpp"

#include <algorithm>
#include <string_view>

namespace spindrift::analysis {
namespace {

constexpr std::string_view roll_name = "roll";
constexpr std::string_view refusal = "refused: ";

}  // namespace

void Operations::on_event(const history::Event& event) {
  if (const auto* const taken = std::get_if<history::ActionTaken>(&event.what)) {
    ++actions_;
    if (taken->action == roll_name) rolls_.push_back({event.at, std::nullopt});
  } else if (const auto* const ended = std::get_if<history::ActionEnded>(&event.what)) {
    if (ended->detail.starts_with(refusal)) {
      refused_.push_back(
          {ended->action, ended->server, event.at, ended->detail.substr(refusal.size())});
    } else if (ended->action == roll_name) {
      const auto open = std::ranges::find_if(rolls_, [](const Roll& roll) { return !roll.ended; });
      if (open != rolls_.end()) open->ended = event.at;
    }
  } else if (const auto* const alarm = std::get_if<history::MonitorAlarm>(&event.what)) {
    on_alarm(*alarm, event.at);
  }
}

void Operations::on_alarm(const history::MonitorAlarm& alarm, history::Time at) {
  if (alarm.raised) {
    alarms_.push_back({alarm.cluster, alarm.keys, alarm.threshold, at, std::nullopt});
    return;
  }
  const auto open = std::ranges::find_if(alarms_, [&](const Alarm& each) {
    return each.cluster == alarm.cluster && each.threshold == alarm.threshold && !each.cleared;
  });
  if (open != alarms_.end()) open->cleared = at;
}

}  // namespace spindrift::analysis
