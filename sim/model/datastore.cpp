#include "sim/model/datastore.hpp"

#include <algorithm>

#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using kernel::Mutex;
using kernel::MutexHold;
using kernel::Process;
using kernel::Task;

/// One unit of work on one connection. Fails at its next step once the connection was cut.
class Datastore::Transaction {
 public:
  explicit Transaction(const Datastore& store) : store_{store}, cuts_{store.cuts_} { check(); }
  void check() const {
    if (store_.down_ || store_.cuts_ != cuts_) throw Failure{"datastore: connection refused"};
  }

 private:
  const Datastore& store_;
  std::uint32_t cuts_;
};

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

Task<> Datastore::statement(Transaction& transaction) {
  co_await pass(world_.simulation, draw(options_.statement, latencies_));
  transaction.check();
}

Task<> Datastore::commit(Transaction& transaction) {
  co_await pass(world_.simulation, draw(options_.commit, latencies_));
  transaction.check();
}

Task<MutexHold> Datastore::lock(Mutex& mutex, Transaction& transaction) {
  Time deadline = kernel::never;
  for (const auto& timeout : {options_.lock_timeout, options_.statement_timeout}) {
    if (timeout) deadline = std::min(deadline, later(world_.now(), *timeout));
  }
  MutexHold hold = co_await mutex.lock(deadline);
  transaction.check();
  if (!hold.is_held()) throw Failure{"datastore: canceling statement due to timeout"};
  co_return hold;
}

Task<> Datastore::open() {
  Transaction transaction{*this};
  if (migrated_) {
    co_await statement(transaction);
    co_return;
  }
  MutexHold hold = co_await lock(migration_, transaction);
  if (migrated_) throw Failure{"datastore: unique violation while migrating an empty database"};
  co_await statement(transaction);
  co_await pass(world_.simulation, draw(options_.create_tables, latencies_));
  co_await commit(transaction);
  migrated_ = true;
}

Task<BundleVersion> Datastore::read_bundle() {
  Transaction transaction{*this};
  co_await statement(transaction);
  co_return bundle_;
}

void Datastore::publish(ServerId by, Bundle next, bool inserted, BundleEdit edit) {
  if (followed_) {
    gone_since_.insert(gone_since_.end(), edit.keys_removed.begin(), edit.keys_removed.end());
  }
  next.event = history::number(world_.record(history::BundleChanged{
      cluster_, by, next.sequence, inserted, std::move(edit.added), std::move(edit.removed)}));
  bundle_ = std::make_shared<const Bundle>(std::move(next));
  if (ServerLife* const writer = world_.host(by).life()) writer->drop_cached_bundle();  // R17
  bundle_changed.raise();
}

void Datastore::publish(ServerId by, BundleEdit edit) {
  Bundle next = *bundle_;
  ++next.sequence;
  apply(next, edit);
  publish(by, std::move(next), false, std::move(edit));
}

// ---------------------------------------------------------------- append

Task<BundleVersion> Datastore::append(ServerId by, std::vector<BundleRecord> records) {
  return add(by, Offer{std::move(records), nullptr});
}

Task<BundleVersion> Datastore::append_keys_of(ServerId by, BundleVersion upstream) {
  return add(by, Offer{{}, std::move(upstream)});
}

BundleEdit Datastore::what_to_add(const Bundle& bundle, const Offer& offer) const {
  if (!offer.upstream) return what_is_missing(bundle, offer.records);
  const KeyList& theirs = offer.upstream->jwt_keys;
  const auto change = followed_ ? followed_->change_to(theirs) : std::nullopt;
  std::vector<KeyList::Entry> candidates = change ? change->added : theirs.entries();
  if (change) {
    // What was here once and is listed there still comes back (R13).
    for (const KeyList::Number number : gone_since_) {
      if (const auto place = theirs.place_of(number)) candidates.push_back({number, *place});
    }
    std::ranges::sort(candidates, {}, &KeyList::Entry::place);
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  }
  BundleEdit edit;
  for (const KeyList::Entry& candidate : candidates) {
    if (bundle.jwt_keys.place_of(candidate.number)) continue;
    edit.added.push_back(bundle.jwt_keys.numbers().record(candidate.number));
    edit.keys_added.push_back(candidate.number);
  }
  return edit;
}

void Datastore::took_over(const Offer& offer) {
  if (!offer.upstream) return;
  followed_ = offer.upstream->jwt_keys;
  gone_since_.clear();
}

Task<BundleVersion> Datastore::add(ServerId by, Offer offer) {
  Transaction transaction{*this};
  co_await statement(transaction);
  if (!bundle_) {
    MutexHold table = co_await lock(bundles_table_, transaction);
    MutexHold insert = co_await lock(bundle_insert_, transaction);
    if (bundle_) throw Failure{"datastore: unique violation on bundles"};
    Bundle first{0, 0, {}, {}, KeyList{world_.key_numbers}};
    BundleEdit edit = what_to_add(first, offer);
    co_await commit(transaction);
    apply(first, edit);
    publish(by, std::move(first), true, std::move(edit));
    took_over(offer);
    co_return bundle_;
  }
  MutexHold row = co_await lock(bundle_row_, transaction);
  BundleEdit edit = what_to_add(*bundle_, offer);
  if (!edit.added.empty()) {
    MutexHold table = co_await lock(bundles_table_, transaction);
    co_await commit(transaction);
    publish(by, std::move(edit));
  }
  took_over(offer);
  co_return bundle_;
}

// ---------------------------------------------------------------- prune and revocation

Task<> Datastore::prune(ServerId by, Time limit, bool empty_jwt_allowed) {
  Transaction transaction{*this};
  co_await statement(transaction);
  if (!bundle_) co_return;
  MutexHold row = co_await lock(bundle_row_, transaction);
  PruneOutcome outcome = what_expired(*bundle_, limit, empty_jwt_allowed);
  for (const auto& [refused, type] : {std::pair{outcome.jwt_refused, KeyType::jwt},
                                      std::pair{outcome.x509_refused, KeyType::x509}}) {
    if (refused) world_.record(history::PruneRefused{by, type});
  }
  if (outcome.edit.removed.empty()) co_return;
  co_await commit(transaction);
  publish(by, std::move(outcome.edit));
}

namespace {

/// The record of that key, tainted or not; nothing when there is none such.
std::optional<BundleRecord> find(const Bundle& bundle, const Key& key, bool tainted) {
  const std::vector<BundleRecord> all = key.type == KeyType::jwt    ? bundle.jwt_keys.records()
                                        : key.type == KeyType::x509 ? bundle.roots
                                                                    : bundle.wit_keys;
  const auto found = std::ranges::find_if(all, [&](const BundleRecord& record) {
    return record.key == key && record.tainted == tainted;
  });
  return found == all.end() ? std::nullopt : std::optional{*found};
}

/// The tainted record stands where the other one stood.
void taint(Bundle& bundle, const BundleRecord& record, const BundleEdit& edit) {
  if (record.key.type == KeyType::jwt) {
    bundle.jwt_keys.replace(edit.keys_removed.front(), edit.keys_added.front());
    return;
  }
  for (auto* records : {&bundle.roots, &bundle.wit_keys}) {
    std::ranges::replace(*records, record, edit.added.front());
  }
}

}  // namespace

Task<> Datastore::taint(ServerId by, Key key) {
  Transaction transaction{*this};
  co_await statement(transaction);
  MutexHold row = co_await lock(bundle_row_, transaction);
  if (!bundle_) throw Failure{"no bundle"};
  const auto record = find(*bundle_, key, false);
  if (!record) throw Failure{"no untainted key with that id in the bundle"};
  BundleEdit edit;
  edit.remove(*bundle_, *record);
  edit.add(*bundle_, BundleRecord{record->key, record->not_after, true});
  co_await commit(transaction);
  Bundle next = *bundle_;
  ++next.sequence;
  model::taint(next, *record, edit);
  publish(by, std::move(next), false, std::move(edit));
}

Task<> Datastore::revoke(ServerId by, Key key) {
  Transaction transaction{*this};
  co_await statement(transaction);
  MutexHold row = co_await lock(bundle_row_, transaction);
  if (!bundle_) throw Failure{"no bundle"};
  const auto record = find(*bundle_, key, true);
  if (!record) throw Failure{"it is not possible to revoke an untainted key"};
  BundleEdit edit;
  edit.remove(*bundle_, *record);
  co_await commit(transaction);
  publish(by, std::move(edit));
}

Task<> Datastore::delete_jwt_keys(ServerId by, std::vector<Key> keys) {
  Transaction transaction{*this};
  co_await statement(transaction);
  MutexHold row = co_await lock(bundle_row_, transaction);
  if (!bundle_) co_return;
  BundleEdit edit;
  for (const BundleRecord& record : bundle_->jwt_keys.records()) {
    if (std::ranges::find(keys, record.key) != keys.end()) edit.remove(*bundle_, record);
  }
  if (edit.removed.empty()) co_return;
  co_await commit(transaction);
  publish(by, std::move(edit));
}

// ---------------------------------------------------------------- journals

Task<std::uint32_t> Datastore::save_journal(ServerId by, JournalRow row, std::uint32_t number) {
  Transaction transaction{*this};
  co_await statement(transaction);
  MutexHold table = co_await lock(journals_table_, transaction);
  table.release();  // a writer does not keep others out; it only waits for who locked the table
  const bool inserted = number == 0 || !journals_.contains(number);
  if (inserted) number = ++journals_inserted_;
  auto& row_lock = journal_rows_[number];
  if (!row_lock) row_lock = std::make_unique<Mutex>(world_.simulation);
  MutexHold hold = co_await lock(*row_lock, transaction);
  co_await commit(transaction);
  world_.record(history::JournalSaved{by, number, inserted, row.active_authority, row.x509, row.jwt,
                                      row.wit});
  journals_.insert_or_assign(number, std::move(row));
  co_return number;
}

Task<std::optional<std::pair<std::uint32_t, JournalRow>>> Datastore::find_journal(Key authority) {
  Transaction transaction{*this};
  co_await statement(transaction);
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
  co_await statement(transaction);
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
