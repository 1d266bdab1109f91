#include "tests/postgresql/real_driver.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <poll.h>

namespace spindrift::postgresql {

namespace {

constexpr std::chrono::seconds longest_script{120};

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

std::string_view text_of(const char* text) { return text == nullptr ? "" : text; }

/// The model's words for PostgreSQL's error codes; an unexpected error in PostgreSQL's own.
std::string failure_of(const PGresult* result) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{{
      {"40001", "serialization failure"},
      {"23505", "unique violation"},
      {"55P03", "lock timeout"},
      {"57014", "statement timeout"},
      {"57P01", "killed"},
  }};
  const std::string_view code = text_of(PQresultErrorField(result, PG_DIAG_SQLSTATE));
  for (const auto& [state, word] : known) {
    if (code == state) return std::string{word};
  }
  return std::string{text_of(PQresultErrorMessage(result))};
}

bool is_failure(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
}

Keys keys_in(const std::string& text) {
  std::istringstream words{text};
  Keys keys;
  for (int key = 0; words >> key;) keys.push_back(key);
  return keys;
}

}  // namespace

// ---------------------------------------------------------------- one connection

Connection::Connection() {
  const char* const address = std::getenv("SPINDRIFT_POSTGRESQL");
  if (address == nullptr) {
    throw std::runtime_error{"no server: start this program through with_postgresql"};
  }
  connection_.reset(PQconnectdb(address));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw std::runtime_error{PQerrorMessage(connection_.get())};
  }
  query("SET client_min_messages = error");
}

std::vector<std::string> Connection::query(const std::string& statement) {
  const Result result{PQexec(connection_.get(), statement.c_str())};
  if (is_failure(result.get())) throw std::runtime_error{failure_of(result.get())};
  std::vector<std::string> column;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    column.emplace_back(PQgetvalue(result.get(), row, 0));
  }
  return column;
}

void Connection::send(const std::string& statement) {
  if (PQsendQuery(connection_.get(), statement.c_str()) == 0) {
    throw std::runtime_error{PQerrorMessage(connection_.get())};
  }
  busy_ = true;
}

std::optional<Answer> Connection::poll(std::size_t session) {
  if (!busy_) return std::nullopt;
  const bool alive = PQconsumeInput(connection_.get()) != 0;
  if (alive && PQisBusy(connection_.get()) != 0) return std::nullopt;
  Answer answer{session, {}, {}};
  while (const Result result{PQgetResult(connection_.get())}) {
    if (is_failure(result.get()) && answer.failure.empty()) {
      answer.failure = failure_of(result.get());
    }
    if (PQntuples(result.get()) > 0) answer.keys = keys_in(PQgetvalue(result.get(), 0, 0));
  }
  busy_ = false;
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    if (answer.failure.empty()) answer.failure = "connection lost";
  } else if (!answer.failure.empty()) {
    query("ROLLBACK");
  }
  return answer;
}

// ---------------------------------------------------------------- all of a script

RealDriver::RealDriver(std::chrono::milliseconds patience)
    : patience_{patience}, give_up_at_{std::chrono::steady_clock::now() + longest_script} {
  control_.query(
      "CREATE TABLE IF NOT EXISTS bundles (trust_domain integer PRIMARY KEY, keys text);"
      "CREATE SEQUENCE IF NOT EXISTS scripts");
  row_ = control_.query("SELECT nextval('scripts')").at(0);
}

std::string RealDriver::statement(const Step& step, const Keys& keys) const {
  std::string list;
  for (const int key : keys) list += std::to_string(key) + ' ';
  const std::string here = " WHERE trust_domain = " + row_;
  const std::string limit = " = " + std::to_string(patience_.count());
  switch (step.verb) {
    case Verb::begin:
      return "BEGIN ISOLATION LEVEL READ COMMITTED";
    case Verb::begin_repeatable:
      return "BEGIN ISOLATION LEVEL REPEATABLE READ";
    case Verb::limit_lock:
      return "SET LOCAL lock_timeout" + limit;
    case Verb::limit_statement:
      return "SET LOCAL statement_timeout" + limit;
    case Verb::read:
      return "SELECT keys FROM bundles" + here;
    case Verb::lock:
      return "SELECT keys FROM bundles" + here + " FOR UPDATE";
    case Verb::insert:
      return "INSERT INTO bundles VALUES (" + row_ + ", '" + list + "')";
    case Verb::write:
      return "UPDATE bundles SET keys = '" + list + "'" + here;
    case Verb::commit:
      return "COMMIT";
    case Verb::rollback:
      return "ROLLBACK";
    case Verb::await:
    case Verb::kill:
      break;
  }
  throw std::invalid_argument{"not a statement: " + to_text(step)};
}

void RealDriver::send(const Step& step, const Keys& keys) {
  if (sessions_.size() <= step.session) sessions_.resize(step.session + 1);
  auto& session = sessions_[step.session];
  if (!session) session = std::make_unique<Connection>();
  session->send(statement(step, keys));
}

void RealDriver::listen(std::vector<Answer>& answers) {
  for (std::size_t number = 0; number < sessions_.size(); ++number) {
    if (!sessions_[number]) continue;
    if (auto answer = sessions_[number]->poll(number)) answers.push_back(*std::move(answer));
  }
}

/// One look shows all locks at one moment. If none of those who have not answered runs, each waits,
/// over others that wait, for a session whose next statement is the script's: nothing will move.
bool RealDriver::all_busy_wait_for_locks() {
  const auto waiting = control_.query("SELECT pid FROM pg_locks WHERE NOT granted");
  return std::all_of(sessions_.begin(), sessions_.end(), [&](const auto& session) {
    if (!session || !session->is_busy()) return true;
    const std::string process = std::to_string(session->process());
    return std::find(waiting.begin(), waiting.end(), process) != waiting.end();
  });
}

/// Until something arrives, or for a moment.
void RealDriver::rest() {
  if (std::chrono::steady_clock::now() > give_up_at_) {
    throw std::runtime_error{"PostgreSQL neither answers nor waits for a lock"};
  }
  std::vector<pollfd> sockets;
  for (const auto& session : sessions_) {
    if (session && session->is_busy()) sockets.push_back({session->socket(), POLLIN, 0});
  }
  constexpr int milliseconds = 1;
  poll(sockets.data(), sockets.size(), milliseconds);
}

std::vector<Answer> RealDriver::settle() {
  std::vector<Answer> answers = std::exchange(early_, {});
  for (listen(answers); !all_busy_wait_for_locks(); listen(answers)) rest();
  std::sort(answers.begin(), answers.end(),
            [](const Answer& one, const Answer& other) { return one.session < other.session; });
  return answers;
}

void RealDriver::await(std::size_t session) {
  for (listen(early_); sessions_.at(session)->is_busy(); listen(early_)) rest();
}

void RealDriver::kill(std::size_t session) {
  const std::string process = std::to_string(sessions_.at(session)->process());
  control_.query("SELECT pg_terminate_backend(" + process + ")");
  const std::string is_there = "SELECT pid FROM pg_stat_activity WHERE pid = " + process;
  while (!control_.query(is_there).empty()) rest();
  listen(early_);
  sessions_[session].reset();
}

std::optional<Keys> RealDriver::committed() {
  const auto rows = control_.query("SELECT keys FROM bundles WHERE trust_domain = " + row_);
  if (rows.empty()) return std::nullopt;
  return keys_in(rows[0]);
}

}  // namespace spindrift::postgresql
