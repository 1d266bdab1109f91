#include "analysis/sweep/database.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sqlite3.h>

namespace spindrift::sweep {

namespace {

/// Whether the same may succeed later: what a full disk, a quota, a file system that is away for a
/// moment or another process gives.
bool may_pass(int code, int system_error) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
      return true;
    case SQLITE_CANTOPEN: {
      constexpr std::array passing{ENOSPC, EDQUOT, EMFILE, ENFILE, EINTR, EIO, ESTALE};
      for (const int each : passing) {
        if (each == system_error) return true;
      }
      return false;
    }
    default:
      return false;
  }
}

int flags_for(Database::Access access) {
  switch (access) {
    case Database::Access::read:
      return SQLITE_OPEN_READONLY;
    case Database::Access::write:
      return SQLITE_OPEN_READWRITE;
    case Database::Access::create:
      break;
  }
  return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Database::Database(const std::filesystem::path& path, Access access)
    : path_{path.string()}, access_{access} {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path_.c_str(), &handle, flags_for(access) | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail(code);
  sqlite3_extended_result_codes(handle, 1);
}

void Database::execute(const std::string& statements) {
  const int code = sqlite3_exec(handle_.get(), statements.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

void Database::close() {
  const int code = sqlite3_close(handle_.get());
  if (code != SQLITE_OK) fail(code);
  static_cast<void>(handle_.release());
}

void Database::fail(int code) const {
  const int system_error = handle_ ? sqlite3_system_errno(handle_.get()) : 0;
  const char* const message = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
  const bool tells_more = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
  std::string text = fmt::format("{}: {}", path_, message);
  if (tells_more && system_error != 0) text += fmt::format(" ({})", std::strerror(system_error));
  if ((code & 0xff) == SQLITE_BUSY) {
    // Who only reads cannot finish what a killed process has left in its log either.
    text = path_ + (access_ == Access::read
                        ? ": not whole yet: another process is working on it, or was ended"
                        : ": another process is working on it");
  }
  if (may_pass(code, system_error)) throw TryAgain{text};
  throw DatabaseError{text};
}

void Statement::Finalise::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Database& database, std::string_view text) : database_{database} {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.get(), text.data(), static_cast<int>(text.size()),
                                      &statement, nullptr);
  statement_.reset(statement);
  check(code);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) database_.fail(code);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), parameter + 1, value));
  return *this;
}

Statement& Statement::bind(int parameter, double value) {
  check(sqlite3_bind_double(statement_.get(), parameter + 1, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view value) {
  check(sqlite3_bind_text(statement_.get(), parameter + 1, value.data(),
                          static_cast<int>(value.size()), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  check(sqlite3_bind_null(statement_.get(), parameter + 1));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  // The reset gives the statement's error again; what it was is known better before it.
  if (code != SQLITE_DONE) {
    try {
      database_.fail(code);
    } catch (...) {
      sqlite3_reset(statement_.get());
      throw;
    }
  }
  check(sqlite3_reset(statement_.get()));
  return false;
}

std::int64_t Statement::whole(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string Statement::text(int column) const {
  const unsigned char* const text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  std::string result(size, '\0');
  if (size > 0) std::memcpy(result.data(), text, size);
  return result;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Transaction::Transaction(Database& database) : database_{database} {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (is_open_) sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
  is_open_ = false;
}

}  // namespace spindrift::sweep
