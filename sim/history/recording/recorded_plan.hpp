#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/time.hpp"

namespace spindrift::history {

/// A cluster of a recording's deployment.
struct RecordedCluster {
  std::string name;
  std::string upstream;  ///< empty: a root
  std::size_t servers = 0;
};

/// What was done, at a time that counts from the moment at which the actions began.
struct RecordedAction {
  kernel::Duration at{};
  std::string what;     ///< "restart", "db_lock" …
  std::string who;      ///< a server, or a cluster for `db_lock` and `db_down`
  std::string version;  ///< runs this from then on; empty: as before
  kernel::Duration lasts{};
  std::string table;                       ///< db_lock: empty for the bundle row
  std::vector<kernel::Duration> back_off;  ///< crash_loop
};

/// A time in which one kind of KMS call was answered with an error; counted like actions.
struct RecordedOutage {
  std::string call;
  kernel::Duration from{};
  kernel::Duration to{};
  std::string error;
};

/// `plan.json`: the deployment of a recording and the actions. All of it is input.
struct RecordedPlan {
  std::string name;
  std::string version;
  std::string trust_domain = "example.org";
  kernel::Duration ca_ttl{};
  std::string key_manager;  ///< "disk", "memory", "aws_kms_file" or "aws_kms_value"
  std::vector<RecordedCluster> clusters;
  std::vector<RecordedAction> actions;
  kernel::Duration until{};  ///< how long it went on after the actions began
  bool together = false;     ///< servers of a cluster were started at the same moment
  std::optional<kernel::Duration> verify_every;
  std::string discovery_at;  ///< the server beside which a discovery provider ran
  std::map<std::string, kernel::Duration> kms_latency;  ///< by call; "*": all others
  std::vector<RecordedOutage> kms_outages;
  std::map<std::string, kernel::Duration> shortened;  ///< constants of a `-short` version
  /// Moment 0 in Unix time, split: whole seconds, and what comes after them.
  std::int64_t start_seconds = 0;
  kernel::Duration start_fraction{};
};

}  // namespace spindrift::history
