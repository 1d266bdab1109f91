#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/history/names.hpp"
#include "sim/model/behaviour.hpp"

namespace spindrift::model {

using history::ClusterId;
using history::ObserverId;
using history::ServerId;

/// What an operator can do, or what can happen to a server from outside.
enum class ActionKind : std::uint8_t {
  restart,        ///< clean end, start; disk kept
  replace,        ///< clean end, disk lost, start
  stop,           ///< clean end
  start,          ///< start a server that does not run
  kill,           ///< SIGKILL: connections are reset by its host
  crash_restart,  ///< kill, start
  lose_disk,      ///< the disk is empty from now on; a running process is not disturbed
  vanish,         ///< the host is gone: connections hang until TCP gives up (R21)
  pause,          ///< SIGSTOP: alive to the load balancer, answers nothing
  resume,         ///< SIGCONT
  crash_loop,     ///< clean end, then a start after each back-off once the last life has ended
  prepare,        ///< localauthority jwt prepare (R18)
  activate,       ///< localauthority jwt activate
  taint,          ///< localauthority jwt taint, of this server's OLD key
  revoke,         ///< localauthority jwt revoke, of this server's OLD key
  database_lock,  ///< a foreign transaction holds the bundle row, or a whole table
  database_down,  ///< no connection to the cluster's database; existing ones are cut
  kms_fail,       ///< calls of one kind fail with one error, for all servers
  agent_stop,     ///< the agent beside the downstream servers ends (R23)
  agent_start,
  clean_up,  ///< a script deletes JWT keys from a bundle (safe: expired ones only)
  roll       ///< a rolling restart
};

/// The tables that `database_lock` can hold.
enum class Table : std::uint8_t { bundle_row, bundles, ca_journals };

/// When a rolling restart goes on to the next batch.
enum class RollWait : std::uint8_t {
  time,            ///< after `pause` since the batch was started
  health,          ///< when all of the batch listen, and `pause` more
  acknowledgement  ///< when every cluster lists all JWT keys of the batch, at most `cap`
};

/// Replaces servers in an order, some at a time.
struct RollingRestart {
  std::vector<ServerId> servers;  ///< in this order
  std::size_t batch_size = 1;
  ActionKind how = ActionKind::replace;  ///< replace, restart or crash_restart
  RollWait wait = RollWait::health;
  Duration pause{};                         ///< R: scenario's `wait`
  Duration cap = 24h;                       ///< give up waiting for an acknowledgement
  std::optional<Duration> second_start;     ///< restart once more this long after listening
  std::vector<ServerId> second_start_only;  ///< empty: all of them
  std::optional<Duration> window_begin;     ///< time of day at which a batch may begin
  std::optional<Duration> window_end;
  std::optional<std::size_t> key_limit;  ///< restart admission: wait while count + 1 > this
  bool in_turn = false;                  ///< begin when the rolls before it in the plan have ended
  Duration late{};                       ///< after its turn has come: how late the operator is
  std::string version;                   ///< upgrade to this on the way; empty: as it was
};

struct Action {
  Duration at{};       ///< since the start of the scenario
  Duration late_by{};  ///< replications of a comparison: moved by a draw up to this; else nothing
  ActionKind kind = ActionKind::restart;
  std::vector<ServerId> servers;        ///< whom; all at the same moment
  ClusterId cluster = ClusterId::none;  ///< database_*, agent_*, clean_up
  std::string version;                  ///< upgrade or downgrade to this; empty: as it was
  Duration lasts{};                     ///< database_*, kms_fail
  Table table = Table::bundle_row;
  std::string kms_call;            ///< kms_fail: "CreateKey" …; "*": all
  std::string kms_error;           ///< some are tried again by the SDK (R14)
  std::vector<Duration> back_off;  ///< crash_loop
  bool unsafe = false;             ///< clean_up: also keys that still sign (what a script may do)
  Duration every{};                ///< clean_up: again and again; 0: once
  RollingRestart roll;
};

/// Watches the number of JWT keys in the bundle of every cluster.
struct Monitor {
  std::uint32_t threshold = 90;
  Duration interval = 1min;
};

}  // namespace spindrift::model
