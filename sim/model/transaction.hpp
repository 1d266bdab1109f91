#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/kernel/mutex.hpp"
#include "sim/model/datastore.hpp"

namespace spindrift::model {

/// How much of what others do meanwhile a transaction sees, as in PostgreSQL.
enum class Isolation : std::uint8_t {
  read_committed,   ///< each statement sees what is committed when it begins; SPIRE's (R15)
  repeatable_read,  ///< all see what the first one saw; who would change what changed since, fails
};

/// One transaction on one connection, statement by statement, as PostgreSQL 15 carries it out on
/// the bundle row: tests/postgresql runs the same interleavings on both.
///
/// Every step throws `Failure` when PostgreSQL would return an error. The transaction must then be
/// destroyed, which rolls it back: what it wrote is gone and its locks go to who waits next. A
/// server that is killed in the middle leaves it in the same way.
///
/// A difference that is left: PostgreSQL counts `lock_timeout` anew whenever somebody before the
/// waiting one has had the row, here it counts from when the wait began.
class Datastore::Transaction {
 public:
  explicit Transaction(Datastore& store, Isolation isolation = Isolation::read_committed);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction() = default;

  /// How long statements wait, instead of what the options of the datastore say.
  void set_timeouts(std::optional<Duration> lock, std::optional<Duration> statement);

  class Step;
  /// Awaited: the round trip of one statement; what it does comes after it.
  [[nodiscard]] Step statement();

  /// SELECT: the bundle as this transaction sees it, its own write included. None without a row.
  [[nodiscard]] BundleVersion read();
  class RowLock;
  /// Awaited: SELECT … FOR UPDATE, which waits for the row's lock. Nothing to see: none, and no
  /// lock.
  [[nodiscard]] RowLock read_for_update();
  /// INSERT: waits for the end of another's insert or update. Throws when there is a row then.
  kernel::Task<> insert(ServerId by, kernel::Shared<Bundle> first, BundleEdit edit);
  /// UPDATE of the whole row: waits for its lock. Whatever it was read from, it is `next` then:
  /// without the lock of `read_for_update`, what others added meanwhile is lost.
  /// REQUIRES: the transaction sees a row.
  kernel::Task<> update(ServerId by, kernel::Shared<Bundle> next, BundleEdit edit);
  class RowWrite;
  /// Awaited: the same for a row that it has locked and not written yet, as servers do it. Takes
  /// `edit`, which stays where it is until then.
  [[nodiscard]] RowWrite update_locked(ServerId by, kernel::Shared<Bundle> next, BundleEdit& edit);
  /// Awaited: flushes and makes known what was written; the locks go to who waits next.
  [[nodiscard]] Step commit();

  class Lock;
  /// Awaited: a lock of another kind, as one statement waits for it, with its timeouts.
  [[nodiscard]] Lock lock(kernel::Mutex& mutex);

  /// Its backend is killed: rolled back now, and the step that runs, or the next one, throws.
  void terminate();

 private:
  struct Write {
    ServerId by;
    kernel::Shared<Bundle> next;
    bool inserted;
    BundleEdit edit;
  };

  void check() const;
  void begin_statement();
  [[nodiscard]] const BundleVersion& seen() const;
  void refuse_what_changed_since() const;
  void publish();
  [[nodiscard]] RowLock lock_row();
  [[nodiscard]] RowWrite write_row(ServerId by, kernel::Shared<Bundle> next, BundleEdit& edit);

  Datastore& store_;
  Isolation isolation_;
  std::uint32_t cuts_;
  std::optional<Duration> lock_timeout_;
  std::optional<Duration> statement_timeout_;
  Time statement_began_;
  std::optional<BundleVersion> snapshot_;
  std::optional<Write> write_;
  bool terminated_ = false;
  kernel::MutexWait* waiting_ = nullptr;
  // Given back in the opposite order.
  kernel::MutexHold row_;
  kernel::MutexHold table_;
  kernel::MutexHold insert_;
};

// These are no tasks: a frame for each would cost more than all that they do.

/// What takes its time, and then happens at once.
class Datastore::Transaction::Step {
 public:
  Step(Transaction& transaction, Duration takes, void (Transaction::*happens)());
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    wait_.await_suspend(frame);
  }
  void await_resume() { (transaction_.*happens_)(); }

 private:
  Transaction& transaction_;
  void (Transaction::*happens_)();
  kernel::Until wait_;
};

class Datastore::Transaction::Lock {
 public:
  Lock(Transaction& transaction, kernel::Mutex& mutex, Time lock_deadline, Time statement_deadline);
  [[nodiscard]] bool await_ready() { return wait_.await_ready(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    transaction_.waiting_ = &wait_;
    wait_.await_suspend(frame);
  }
  kernel::MutexHold await_resume();

 private:
  Transaction& transaction_;
  bool lock_times_out_first_;
  kernel::MutexWait wait_;
};

class Datastore::Transaction::RowLock {
 public:
  /// When it is not needed, nobody waits.
  RowLock(Transaction& transaction, bool is_needed);
  [[nodiscard]] bool await_ready() { return !is_needed_ || wait_.await_ready(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    wait_.await_suspend(frame);
  }
  BundleVersion await_resume();

 private:
  Transaction& transaction_;
  bool is_needed_;
  Lock wait_;
};

class Datastore::Transaction::RowWrite {
 public:
  RowWrite(Transaction& transaction, ServerId by, kernel::Shared<Bundle> next, BundleEdit& edit);
  [[nodiscard]] bool await_ready() { return wait_.await_ready(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    wait_.await_suspend(frame);
  }
  void await_resume();

 private:
  Transaction& transaction_;
  ServerId by_;
  kernel::Shared<Bundle> next_;
  BundleEdit& edit_;
  Lock wait_;
};

}  // namespace spindrift::model
