#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "tests/postgresql/interleaving.hpp"

namespace spindrift::postgresql {

/// A connection to the server that `with_postgresql` started. Throws when there is none.
class Connection {
 public:
  Connection();

  /// Runs one statement and returns the first column. Throws what the server says against it.
  std::vector<std::string> query(const std::string& statement);

  /// Sends a statement without waiting.
  void send(const std::string& statement);
  /// How the statement ended, once it has; a failed one's transaction is rolled back then.
  std::optional<Answer> poll(std::size_t session);

  [[nodiscard]] bool is_busy() const { return busy_; }
  [[nodiscard]] int process() const { return PQbackendPID(connection_.get()); }
  [[nodiscard]] int socket() const { return PQsocket(connection_.get()); }

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::unique_ptr<PGconn, Finish> connection_;
  bool busy_ = false;
};

/// A real PostgreSQL. Whether a session waits for a lock it learns from `pg_locks`, never by
/// letting time pass. Every driver has its own row.
class RealDriver final : public Driver {
 public:
  /// `patience`: the timeouts that `limit_lock` and `limit_statement` set.
  explicit RealDriver(std::chrono::milliseconds patience);

  void send(const Step& step, const Keys& keys) override;
  std::vector<Answer> settle() override;
  void await(std::size_t session) override;
  void kill(std::size_t session) override;
  std::optional<Keys> committed() override;

 private:
  [[nodiscard]] std::string statement(const Step& step, const Keys& keys) const;
  void listen(std::vector<Answer>& answers);
  [[nodiscard]] bool all_busy_wait_for_locks();
  void rest();

  std::chrono::milliseconds patience_;
  std::chrono::steady_clock::time_point give_up_at_;
  Connection control_;
  std::string row_;
  std::vector<std::unique_ptr<Connection>> sessions_;
  std::vector<Answer> early_;  ///< those that `await` came by
};

}  // namespace spindrift::postgresql
