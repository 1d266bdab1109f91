#pragma once

#include <string>

#include "sim/kernel/signal.hpp"
#include "sim/kernel/task.hpp"
#include "sim/model/plan.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

/// Whoever carries out the plan: starts the servers for the first time, then does each action at
/// its time, and watches the number of keys.
class Operator {
 public:
  explicit Operator(World& world)
      : world_{world},
        roll_has_ended_(world.deployment.plan.size(), false),
        roll_ended_{world.simulation} {}
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;
  Operator(Operator&&) = delete;
  Operator& operator=(Operator&&) = delete;
  ~Operator() = default;

  void start();

 private:
  kernel::Process start_first_time();
  kernel::Process start_agents();
  kernel::Process carry_out(const Action& action);
  kernel::Process act_on_server(const Action& action, ServerId server);
  kernel::Task<> start_again(ServerHost& host, const std::string& version);
  kernel::Task<> local_authority(const Action& action, ServerId server);
  kernel::Process crash_loop(const Action& action, ServerId server);
  void act_on_cluster(const Action& action);
  kernel::Process clean_up(const Action& action);
  kernel::Process roll(const RollingRestart& plan);
  kernel::Task<> wait_for_turn(const RollingRestart& plan);
  kernel::Task<> wait_for_window(const RollingRestart& plan);
  kernel::Task<> wait_for_room(const RollingRestart& plan);
  kernel::Task<> wait_until_listening(ServerId server, std::uint32_t life_before);
  kernel::Task<> wait_for_acknowledgement(const RollingRestart& plan,
                                          const std::vector<ServerId>& batch);
  kernel::Process start_second_time(const RollingRestart& plan, ServerId server);
  kernel::Process replace_one(const RollingRestart& plan, ServerId server);
  kernel::Process watch(const Monitor& monitor, ClusterId cluster);
  void took(std::string action, ServerId server, ClusterId cluster, std::string detail);

  World& world_;
  std::vector<bool> roll_has_ended_;  ///< by place in the plan
  kernel::Signal roll_ended_;
};

[[nodiscard]] std::string_view to_string(ActionKind kind);

}  // namespace spindrift::model
