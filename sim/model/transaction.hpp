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

  /// The round trip of one statement; what it does comes after it.
  kernel::Task<> statement();

  /// SELECT: the bundle as this transaction sees it, its own write included. None without a row.
  [[nodiscard]] BundleVersion read();
  /// SELECT … FOR UPDATE: waits for the row's lock. Nothing to see: none, and no lock.
  kernel::Task<BundleVersion> read_for_update();
  /// INSERT: waits for the end of another's insert or update. Throws when there is a row then.
  kernel::Task<> insert(ServerId by, Bundle first, BundleEdit edit);
  /// UPDATE of the whole row: waits for its lock. Whatever it was read from, it is `next` then:
  /// without the lock of `read_for_update`, what others added meanwhile is lost.
  /// REQUIRES: the transaction sees a row.
  kernel::Task<> update(ServerId by, Bundle next, BundleEdit edit);
  /// Flushes and makes known what was written; the locks go to who waits next.
  kernel::Task<> commit();

  /// Waits for a lock of another kind as one statement does, with its timeouts.
  kernel::Task<kernel::MutexHold> lock(kernel::Mutex& mutex);

  /// Its backend is killed: rolled back now, and the step that runs, or the next one, throws.
  void terminate();

 private:
  struct Write {
    ServerId by;
    Bundle next;
    bool inserted;
    BundleEdit edit;
  };

  void check() const;
  void begin_statement();
  [[nodiscard]] const BundleVersion& seen() const;
  void refuse_what_changed_since() const;
  kernel::Task<> lock_row();

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

}  // namespace spindrift::model
