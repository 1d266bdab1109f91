#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "sim/kernel/signal.hpp"
#include "sim/kernel/task.hpp"
#include "sim/model/transaction.hpp"
#include "tests/model/deployment_builder.hpp"
#include "tests/postgresql/interleaving.hpp"

namespace spindrift::postgresql {

/// The model's datastore, with a process for each session.
class ModelDriver final : public Driver {
 public:
  ModelDriver();
  ~ModelDriver() override;
  ModelDriver(const ModelDriver&) = delete;
  ModelDriver& operator=(const ModelDriver&) = delete;
  ModelDriver(ModelDriver&&) = delete;
  ModelDriver& operator=(ModelDriver&&) = delete;

  void send(const Step& step, const Keys& keys) override;
  std::vector<Answer> settle() override;
  void await(std::size_t session) override;
  void kill(std::size_t session) override;
  std::optional<Keys> committed() override;

  /// What the datastore wrote down, to look at afterwards.
  [[nodiscard]] const model::Recorder& history() const { return seen_; }

 private:
  struct Session {
    explicit Session(kernel::Simulation& simulation) : told{simulation} {}
    kernel::Signal told;
    std::optional<Step> asked;
    Keys keys;
    std::unique_ptr<model::Datastore::Transaction> transaction;
    std::uint64_t sequence = 0;
  };

  kernel::Process serve(std::size_t number);
  kernel::Task<> carry_out(std::size_t number, Answer& answer);
  kernel::Task<> write(std::size_t number, bool first);

  model::Recorder seen_;
  model::Deployment deployment_;
  model::World world_;
  model::Datastore& store_;
  std::map<std::size_t, Session> sessions_;
  std::vector<Answer> answers_;
};

}  // namespace spindrift::postgresql
