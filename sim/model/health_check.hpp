#pragma once

#include "sim/kernel/process.hpp"
#include "sim/kernel/task.hpp"
#include "sim/kernel/ticker.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

class ServerLife;

/// How a server process looks after itself (R7b): when it begins to listen and every minute after
/// that it signs with its X.509 authority, and it is ill for good once too many steps of rotation
/// have failed.
///
/// Only a KMS notices the signatures. Where they may be counted (`RunOptions::count_signatures`),
/// those that nothing can hold up are: from a server's beginning to its end, a KMS call a minute.
class HealthCheck {
 public:
  /// Its looks begin at this moment, or 1 s later when that is too early (R7b).
  HealthCheck(World& world, ServerLife& server);

  kernel::Process watch();

  /// That many steps of a rotation have failed.
  void rotation_failed(int steps);

  /// From here on, each signature may have to wait, or no longer: the key manager makes a key.
  void key_manager_is_busy(bool is_busy);

  /// From here on each signature is made at its time, for good.
  void sign_for_good();

  /// Writes down what was counted until `last_gone`, the latest moment whose looks are over.
  void settle(Time last_gone);
  /// The same at any time of the run.
  void settle();

 private:
  [[nodiscard]] bool is_ill() const;
  [[nodiscard]] bool signs_one_by_one() const;
  [[nodiscard]] Time due() const;
  [[nodiscard]] std::uint64_t signatures_after(Time from, Time until) const;
  [[nodiscard]] bool comes_too_early() const;
  kernel::Task<> sign();
  kernel::Task<> look_after_each_look();
  [[nodiscard]] bool tell_of_illness();

  World& world_;
  ServerLife& server_;
  Time began_at_;
  Duration interval_;
  kernel::Ticker looks_;
  bool signs_in_kms_;
  bool may_be_counted_;
  bool key_manager_busy_ = false;
  bool is_waiting_ = false;       ///< for a look, and not for the answer to one
  bool look_is_pending_ = false;  ///< it came while the one before was still under way
  Time settled_until_{};          ///< looks up to here were made, or are counted
  int failed_steps_ = 0;
  bool illness_reported_ = false;
};

}  // namespace spindrift::model
