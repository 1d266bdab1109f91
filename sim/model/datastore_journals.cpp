#include <algorithm>
#include <utility>

#include "sim/model/datastore.hpp"
#include "sim/model/transaction.hpp"

/// The table of CA journals (R2, R16).
namespace spindrift::model {

using kernel::Mutex;
using kernel::MutexHold;
using kernel::Task;

Task<std::uint32_t> Datastore::save_journal(ServerId by, JournalRow row, std::uint32_t number) {
  Transaction transaction{*this};
  co_await transaction.statement();
  MutexHold table = co_await transaction.lock(journals_table_);
  table.release();  // a writer does not keep others out; it only waits for who locked the table
  const bool inserted = number == 0 || !journals_.contains(number);
  if (inserted) number = ++journals_inserted_;
  auto& row_lock = journal_rows_[number];
  if (!row_lock) row_lock = std::make_unique<Mutex>(world_.simulation);
  MutexHold hold = co_await transaction.lock(*row_lock);
  co_await transaction.commit();
  world_.record(history::JournalSaved{by, number, inserted, row.active_authority, row.x509.rows(),
                                      row.jwt.rows(), row.wit.rows()});
  journals_[number] = std::move(row);
  co_return number;
}

Task<std::optional<std::pair<std::uint32_t, JournalRow>>> Datastore::find_journal(Key authority) {
  Transaction transaction{*this};
  co_await transaction.statement();
  for (auto row = journals_.rbegin(); row != journals_.rend(); ++row) {
    if (row->second.active_authority == authority) co_return std::pair{row->first, row->second};
  }
  co_return std::nullopt;
}

const JournalRow* Datastore::journal_of(Key authority) const {
  if (!authority.exists()) return nullptr;
  for (auto row = journals_.rbegin(); row != journals_.rend(); ++row) {
    if (row->second.active_authority == authority) return &row->second;
  }
  return nullptr;
}

Task<> Datastore::prune_journals(ServerId by, Time limit) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const auto expired = [&](const JournalEntry& entry) { return entry.not_after < limit; };
  const auto all_expired = [&](const JournalRow::Entries& entries) {
    return std::all_of(entries.begin(), entries.end(), expired);
  };
  std::erase_if(journals_, [&](const auto& row) {
    return row.second.server != by && all_expired(row.second.x509) && all_expired(row.second.jwt);
  });
}

}  // namespace spindrift::model
