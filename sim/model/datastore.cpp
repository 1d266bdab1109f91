#include "sim/model/datastore.hpp"

#include <algorithm>
#include <iterator>

#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"
#include "sim/model/transaction.hpp"

namespace spindrift::model {

using kernel::Mutex;
using kernel::MutexHold;
using kernel::Process;
using kernel::Task;

Datastore::Datastore(World& world, ClusterId cluster, const DatastoreOptions& options)
    : bundle_changed{world.simulation},
      world_{world},
      cluster_{cluster},
      options_{options},
      latencies_{world.stream(world.deployment.topology.at(cluster).name + "/datastore")},
      bundle_row_{world.simulation},
      bundle_insert_{world.simulation},
      migration_{world.simulation},
      bundles_table_{world.simulation},
      journals_table_{world.simulation} {}

Task<> Datastore::open() {
  Transaction transaction{*this};
  if (migrated_) {
    co_await transaction.statement();
    co_return;
  }
  MutexHold hold = co_await transaction.lock(migration_);
  if (migrated_) throw Failure{"datastore: unique violation while migrating an empty database"};
  co_await transaction.statement();
  co_await transaction.commit();
  migrated_ = true;
}

Task<BundleVersion> Datastore::read_bundle() {
  Transaction transaction{*this};
  co_await transaction.statement();
  co_return bundle_;
}

void Datastore::publish(ServerId by, Bundle next, bool inserted, std::vector<BundleRecord> added,
                        std::vector<BundleRecord> removed) {
  next.event = history::number(world_.record(history::BundleChanged{
      cluster_, by, next.sequence, inserted, std::move(added), std::move(removed)}));
  bundle_ = std::make_shared<const Bundle>(std::move(next));
  if (ServerLife* const writer = world_.host(by).life()) writer->drop_cached_bundle();  // R17
  bundle_changed.raise();
}

Task<> Datastore::change(Transaction& transaction, ServerId by, Bundle next,
                         std::vector<BundleRecord> added, std::vector<BundleRecord> removed) {
  ++next.sequence;
  co_await transaction.update(by, std::move(next), std::move(added), std::move(removed));
  co_await transaction.commit();
}

Task<BundleVersion> Datastore::append(ServerId by, std::vector<BundleRecord> records) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  Bundle next = now ? *now : Bundle{};
  auto added = model::append(next, records);
  if (!now) {
    co_await transaction.insert(by, std::move(next), std::move(added));
    co_await transaction.commit();
  } else if (!added.empty()) {
    std::vector<BundleRecord> nothing;
    co_await change(transaction, by, std::move(next), std::move(added), std::move(nothing));
  }
  co_return bundle_;
}

Task<> Datastore::prune(ServerId by, Time limit, bool empty_jwt_allowed) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  if (!now) co_return;
  Bundle next = *now;
  PruneOutcome outcome = model::prune(next, limit, empty_jwt_allowed);
  for (const auto& [refused, type] : {std::pair{outcome.jwt_refused, KeyType::jwt},
                                      std::pair{outcome.x509_refused, KeyType::x509}}) {
    if (refused) world_.record(history::PruneRefused{by, type});
  }
  if (outcome.removed.empty()) co_return;
  std::vector<BundleRecord> nothing;
  co_await change(transaction, by, std::move(next), std::move(nothing), std::move(outcome.removed));
}

Task<> Datastore::taint(ServerId by, Key key) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  if (!now) throw Failure{"no bundle"};
  Bundle next = *now;
  auto& list = next.list(key.type);
  const auto found = std::find_if(list.begin(), list.end(), [&](const BundleRecord& record) {
    return record.key == key && !record.tainted;
  });
  if (found == list.end()) throw Failure{"no untainted key with that id in the bundle"};
  std::vector<BundleRecord> before{*found};
  found->tainted = true;
  std::vector<BundleRecord> after{*found};
  co_await change(transaction, by, std::move(next), std::move(after), std::move(before));
}

Task<> Datastore::revoke(ServerId by, Key key) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  if (!now) throw Failure{"no bundle"};
  Bundle next = *now;
  auto& list = next.list(key.type);
  const auto found = std::find_if(list.begin(), list.end(), [&](const BundleRecord& record) {
    return record.key == key && record.tainted;
  });
  if (found == list.end()) throw Failure{"it is not possible to revoke an untainted key"};
  std::vector<BundleRecord> removed{*found};
  list.erase(found);
  std::vector<BundleRecord> nothing;
  co_await change(transaction, by, std::move(next), std::move(nothing), std::move(removed));
}

Task<> Datastore::delete_jwt_keys(ServerId by, std::vector<Key> keys) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  if (!now) co_return;
  Bundle next = *now;
  const auto doomed = [&](const BundleRecord& record) {
    return std::find(keys.begin(), keys.end(), record.key) != keys.end();
  };
  std::vector<BundleRecord> removed;
  std::copy_if(next.jwt_keys.begin(), next.jwt_keys.end(), std::back_inserter(removed), doomed);
  std::erase_if(next.jwt_keys, doomed);
  if (removed.empty()) co_return;
  std::vector<BundleRecord> nothing;
  co_await change(transaction, by, std::move(next), std::move(nothing), std::move(removed));
}

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
  world_.record(history::JournalSaved{by, number, inserted, row.active_authority, row.x509, row.jwt,
                                      row.wit});
  journals_.insert_or_assign(number, std::move(row));
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

Task<> Datastore::prune_journals(ServerId by, Time limit) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const auto expired = [&](const JournalEntry& entry) { return entry.not_after < limit; };
  const auto all_expired = [&](const std::vector<JournalEntry>& entries) {
    return std::all_of(entries.begin(), entries.end(), expired);
  };
  std::erase_if(journals_, [&](const auto& row) {
    return row.second.server != by && all_expired(row.second.x509) && all_expired(row.second.jwt);
  });
}

Process Datastore::hold_lock(Table table, Duration lasts) {
  Mutex& mutex = table == Table::bundle_row ? bundle_row_
                 : table == Table::bundles  ? bundles_table_
                                            : journals_table_;
  MutexHold hold = co_await mutex.lock();
  co_await pass(world_.simulation, lasts);
}

Process Datastore::go_down(Duration lasts) {
  down_ = true;
  ++cuts_;
  for (Mutex* mutex :
       {&bundle_row_, &bundle_insert_, &migration_, &bundles_table_, &journals_table_}) {
    mutex->dismiss_waiters();
  }
  for (auto& [number, mutex] : journal_rows_) mutex->dismiss_waiters();
  co_await pass(world_.simulation, lasts);
  down_ = false;
}

}  // namespace spindrift::model
