#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace spindrift::sweep {

/// What could not be done now but may be done later: the disk is full, another process holds the
/// file. The same command then goes on where this one stopped.
class TryAgain : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A file that is no database, cannot be opened, or is not what it should be.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One connection to an SQLite file, for one thread at a time. All members throw `TryAgain` or
/// `DatabaseError`, which name the file.
class Database {
 public:
  enum class Access : unsigned char { read, write, create };

  Database(const std::filesystem::path& path, Access access);

  /// Runs statements that give no rows, or whose rows do not matter.
  void execute(const std::string& statements);

  /// Closes the file; it must not be used any more.
  void close();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] sqlite3* get() const { return handle_.get(); }
  [[noreturn]] void fail(int code) const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };

  std::string path_;
  Access access_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Parameters and columns are numbered from 0.
class Statement {
 public:
  Statement(Database& database, std::string_view text);

  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::uint64_t value) {
    return bind(parameter, static_cast<std::int64_t>(value));
  }
  Statement& bind(int parameter, double value);
  Statement& bind(int parameter, std::string_view value);
  Statement& bind_null(int parameter);

  /// Goes to the next row; false, and ready to be bound anew, when there is none.
  bool step();
  /// For a statement that gives no rows.
  void run() {
    while (step()) {
    }
  }

  [[nodiscard]] std::int64_t whole(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  struct Finalise {
    void operator()(sqlite3_stmt* statement) const;
  };
  void check(int code) const;

  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

/// All that is done until `commit` is done, or nothing of it.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  void commit();

 private:
  Database& database_;
  bool is_open_ = true;
};

}  // namespace spindrift::sweep
