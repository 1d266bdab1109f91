#pragma once

#include <string>

#include "sim/history/record.hpp"

/// A server's life.
namespace spindrift::history {

/// A process was started (R1).
struct ServerSpawned {
  ServerId server = ServerId::none;
  std::string version;
  SPINDRIFT_EVENT("server_spawned") {
    visit("server", self.server);
    visit("version", self.version);
  }
};

/// Its listeners are up: from now on it answers agents, downstreams and operators (R6).
struct ServerListening {
  ServerId server = ServerId::none;
  SPINDRIFT_EVENT("server_listening") { visit("server", self.server); }
};

/// The process is gone. `by_itself`: no action stopped it, SPIRE ended it (R6, R7, R12).
struct ServerEnded {
  ServerId server = ServerId::none;
  bool by_itself = false;
  std::string why;
  SPINDRIFT_EVENT("server_ended") {
    visit("server", self.server);
    visit("by_itself", self.by_itself);
    visit("why", self.why);
  }
};

/// The health check turned to not live (R7b).
struct ServerUnhealthy {
  ServerId server = ServerId::none;
  std::string why;
  SPINDRIFT_EVENT("server_unhealthy") {
    visit("server", self.server);
    visit("why", self.why);
  }
};

}  // namespace spindrift::history
