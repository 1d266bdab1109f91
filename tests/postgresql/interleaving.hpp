#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spindrift::postgresql {

/// What one session does next. All work on one row, as servers on their cluster's bundle; what they
/// read, change and write back is a list of keys.
enum class Verb {
  begin,             ///< a transaction at READ COMMITTED
  begin_repeatable,  ///< a transaction at REPEATABLE READ
  limit_lock,        ///< sets its lock_timeout
  limit_statement,   ///< sets its statement_timeout
  read,              ///< SELECT
  lock,              ///< SELECT … FOR UPDATE
  insert,            ///< INSERT of a row with one key
  write,             ///< UPDATE: what this session saw last, and one key more
  commit,
  rollback,
  await,  ///< nothing happens until its statement, which has a timeout, ends
  kill    ///< its backend is killed
};

struct Step {
  std::size_t session = 0;  ///< 0 is A, 1 is B …
  Verb verb{};
  int key = 0;  ///< of `insert` and `write`
};

using Script = std::vector<Step>;
using Keys = std::vector<int>;

/// "A begin, A lock, B begin, B write 3": throws `std::invalid_argument` at a word it does not
/// know.
Script parse(std::string_view text);
std::string to_text(const Step& step);
std::string to_text(const Script& script);

/// How a statement ended.
struct Answer {
  std::size_t session = 0;
  std::optional<Keys> keys;  ///< what a `read` or `lock` saw; none: no row
  std::string failure;       ///< "lock timeout" …; empty: it succeeded
};

/// Carries statements out, on something that claims to be a PostgreSQL.
class Driver {
 public:
  Driver() = default;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  Driver(Driver&&) = delete;
  Driver& operator=(Driver&&) = delete;
  virtual ~Driver() = default;

  /// Hands a statement to a session that waits for nothing. `keys`: what to write.
  virtual void send(const Step& step, const Keys& keys) = 0;
  /// Returns once every statement has ended or waits for a lock: those that ended, by session.
  /// A transaction whose statement failed is rolled back by then.
  virtual std::vector<Answer> settle() = 0;
  /// Lets time pass until the statement of a session ends.
  virtual void await(std::size_t session) = 0;
  virtual void kill(std::size_t session) = 0;
  /// The row as everybody sees it.
  virtual std::optional<Keys> committed() = 0;
};

/// What to do with a step that its session cannot take now, as it waits or has no transaction, or
/// after which PostgreSQL itself would not promise who is first.
enum class Impossible { refuse, skip };

/// A statement ended by its timeout before the script let it: the timeouts were too short for this
/// machine now. To be repeated with longer ones.
struct TooHasty {};

/// Takes the steps one by one, each when all is quiet; at the end rolls back what is open.
/// Returns what happened, a line each: "B lock: waits", "B lock: sees 1 2", …, "row: 1 2".
std::vector<std::string> carry_out(const Script& script, Driver& driver,
                                   Impossible impossible = Impossible::refuse);

}  // namespace spindrift::postgresql
