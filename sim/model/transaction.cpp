#include "sim/model/transaction.hpp"

#include "sim/model/failure.hpp"

namespace spindrift::model {

using kernel::Mutex;
using kernel::MutexHold;
using kernel::Shared;
using kernel::Task;

Datastore::Transaction::Transaction(Datastore& store, Isolation isolation)
    : store_{store},
      isolation_{isolation},
      cuts_{store.cuts_},
      lock_timeout_{store.options_.lock_timeout},
      statement_timeout_{store.options_.statement_timeout},
      statement_began_{store.world_.now()} {
  check();
}

void Datastore::Transaction::set_timeouts(std::optional<Duration> lock,
                                          std::optional<Duration> statement) {
  lock_timeout_ = lock;
  statement_timeout_ = statement;
}

void Datastore::Transaction::check() const {
  if (terminated_) {
    throw Failure{"datastore: terminating connection due to administrator command"};
  }
  store_.check_connection(cuts_);
}

void Datastore::Transaction::begin_statement() {
  check();
  statement_began_ = store_.world_.now();
  if (!snapshot_ && isolation_ == Isolation::repeatable_read) snapshot_ = store_.bundle_;
}

Datastore::Transaction::Step::Step(Transaction& transaction, Duration takes,
                                   void (Transaction::*happens)())
    : transaction_{transaction},
      happens_{happens},
      wait_{pass(transaction.store_.world_.simulation, takes)} {}

Datastore::Transaction::Step Datastore::Transaction::statement() {
  return {*this, store_.options_.statement.draw(store_.latencies_), &Transaction::begin_statement};
}

const BundleVersion& Datastore::Transaction::seen() const {
  return snapshot_ ? *snapshot_ : store_.bundle_;
}

BundleVersion Datastore::Transaction::read() {
  begin_statement();
  return write_ ? BundleVersion::make(*write_->next) : seen();
}

/// The version that the snapshot shows has a successor: nobody needs to wait to know that.
void Datastore::Transaction::refuse_what_changed_since() const {
  if (snapshot_ && *snapshot_ != store_.bundle_) {
    throw Failure{"datastore: could not serialize access due to concurrent update"};
  }
}

Datastore::Transaction::RowLock Datastore::Transaction::read_for_update() {
  begin_statement();
  return !write_ && seen() ? lock_row() : RowLock{*this, false};
}

Datastore::Transaction::RowLock Datastore::Transaction::lock_row() {
  const bool is_needed = !row_.is_held();
  if (is_needed) refuse_what_changed_since();
  return {*this, is_needed};
}

Task<> Datastore::Transaction::insert(ServerId by, Shared<Bundle> first, BundleEdit edit) {
  begin_statement();
  // A row that is there already is in the way only once it is known that its change, if somebody
  // writes it now, is committed or not.
  if (!write_) {
    table_ = co_await lock(store_.bundles_table_);
    insert_ = co_await lock(store_.bundle_insert_);
  }
  if (write_ || store_.bundle_) throw Failure{"datastore: unique violation on bundles"};
  write_.emplace(by, std::move(first), true, std::move(edit));
}

Task<> Datastore::Transaction::update(ServerId by, Shared<Bundle> next, BundleEdit edit) {
  begin_statement();
  if (write_) {
    write_->next = std::move(next);
    model::append(write_->edit, edit);
    co_return;
  }
  co_await lock_row();
  co_await write_row(by, std::move(next), edit);
}

Datastore::Transaction::RowWrite Datastore::Transaction::update_locked(ServerId by,
                                                                       Shared<Bundle> next,
                                                                       BundleEdit& edit) {
  begin_statement();
  return write_row(by, std::move(next), edit);
}

Datastore::Transaction::RowWrite Datastore::Transaction::write_row(ServerId by, Shared<Bundle> next,
                                                                   BundleEdit& edit) {
  return {*this, by, std::move(next), edit};
}

Datastore::Transaction::Step Datastore::Transaction::commit() {
  return {*this, store_.options_.commit.draw(store_.latencies_), &Transaction::publish};
}

void Datastore::Transaction::publish() {
  check();
  if (!write_) return;
  store_.publish(write_->by, std::move(write_->next), write_->inserted, write_->edit);
  write_.reset();
}

Datastore::Transaction::Lock Datastore::Transaction::lock(Mutex& mutex) {
  const auto deadline_of = [](Time began, const std::optional<Duration>& timeout) {
    return timeout ? later(began, *timeout) : kernel::never;
  };
  return {*this, mutex, deadline_of(store_.world_.now(), lock_timeout_),
          deadline_of(statement_began_, statement_timeout_)};
}

Datastore::Transaction::Lock::Lock(Transaction& transaction, Mutex& mutex, Time lock_deadline,
                                   Time statement_deadline)
    : transaction_{transaction},
      lock_times_out_first_{lock_deadline <= statement_deadline},
      wait_{mutex, std::min(lock_deadline, statement_deadline)} {}

MutexHold Datastore::Transaction::Lock::await_resume() {
  transaction_.waiting_ = nullptr;
  transaction_.check();
  MutexHold hold = wait_.await_resume();
  if (hold.is_held()) return hold;
  throw Failure{lock_times_out_first_ ? "datastore: canceling statement due to lock timeout"
                                      : "datastore: canceling statement due to statement timeout"};
}

Datastore::Transaction::RowLock::RowLock(Transaction& transaction, bool is_needed)
    : transaction_{transaction},
      is_needed_{is_needed},
      wait_{transaction.lock(transaction.store_.bundle_row_)} {}

BundleVersion Datastore::Transaction::RowLock::await_resume() {
  if (is_needed_) {
    transaction_.row_ = wait_.await_resume();
    transaction_.refuse_what_changed_since();
  }
  if (transaction_.write_) return transaction_.read();
  return transaction_.seen() ? transaction_.store_.bundle_ : nullptr;
}

Datastore::Transaction::RowWrite::RowWrite(Transaction& transaction, ServerId by,
                                           Shared<Bundle> next, BundleEdit& edit)
    : transaction_{transaction},
      by_{by},
      next_{std::move(next)},
      edit_{edit},
      wait_{transaction.lock(transaction.store_.bundles_table_)} {}

void Datastore::Transaction::RowWrite::await_resume() {
  transaction_.table_ = wait_.await_resume();
  transaction_.write_.emplace(by_, std::move(next_), false, std::move(edit_));
}

void Datastore::Transaction::terminate() {
  terminated_ = true;
  write_.reset();
  insert_.release();
  table_.release();
  row_.release();
  if (waiting_ != nullptr) waiting_->dismiss();
}

}  // namespace spindrift::model
