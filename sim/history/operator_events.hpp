#pragma once

#include <cstdint>
#include <string>

#include "sim/history/record.hpp"

/// What people do and see.
namespace spindrift::history {

/// An operator did something: `restart`, `replace`, `db_lock`, `prepare` …
struct ActionTaken {
  std::string action;
  ServerId server = ServerId::none;
  ClusterId cluster = ClusterId::none;
  ObserverId observer = ObserverId::none;
  std::string detail;
  SPINDRIFT_EVENT("action_taken") {
    visit("action", self.action);
    visit("server", self.server);
    visit("cluster", self.cluster);
    visit("observer", self.observer);
    visit("detail", self.detail);
  }
};

/// An action that lasts is over (a lock released, a rolling restart complete), or was refused.
struct ActionEnded {
  std::string action;
  ServerId server = ServerId::none;
  ClusterId cluster = ClusterId::none;
  std::string detail;
  SPINDRIFT_EVENT("action_ended") {
    visit("action", self.action);
    visit("server", self.server);
    visit("cluster", self.cluster);
    visit("detail", self.detail);
  }
};

/// A monitor saw the JWT key count of a bundle cross its threshold.
struct MonitorAlarm {
  ClusterId cluster = ClusterId::none;
  std::uint32_t keys = 0;
  std::uint32_t threshold = 0;
  bool raised = true;
  SPINDRIFT_EVENT("monitor_alarm") {
    visit("cluster", self.cluster);
    visit("keys", self.keys);
    visit("threshold", self.threshold);
    visit("raised", self.raised);
  }
};

}  // namespace spindrift::history
