#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/history/watcher.hpp"

namespace spindrift::analysis {

/// A rolling restart from its beginning until its last server was done.
struct Roll {
  history::Time began{};
  std::optional<history::Time> ended;  ///< empty: it was not complete when the history ended
};

/// An action that was refused, or a command that failed.
struct RefusedAction {
  std::string action;
  history::ServerId server = history::ServerId::none;
  history::Time at{};
  std::string why;
};

/// An alarm of a monitor: from the look that raised it to the one that cleared it.
struct Alarm {
  history::ClusterId cluster = history::ClusterId::none;
  std::size_t keys = 0;  ///< seen when it was raised
  std::size_t threshold = 0;
  history::Time raised{};
  std::optional<history::Time> cleared;
};

/// Watches what operators do and what their monitors tell them.
class Operations final : public history::Watching<Operations> {
 public:
  void begin(const history::Topology&) override {}
  void see(const history::ActionTaken& what, const history::Event& event);
  void see(const history::ActionEnded& what, const history::Event& event);
  void see(const history::MonitorAlarm& what, const history::Event& event);

  [[nodiscard]] const std::vector<Roll>& rolls() const { return rolls_; }
  [[nodiscard]] const std::vector<RefusedAction>& refused() const { return refused_; }
  [[nodiscard]] const std::vector<Alarm>& alarms() const { return alarms_; }
  [[nodiscard]] std::size_t actions() const { return actions_; }

 private:
  std::vector<Roll> rolls_;
  std::vector<RefusedAction> refused_;
  std::vector<Alarm> alarms_;
  std::size_t actions_ = 0;
};

}  // namespace spindrift::analysis
