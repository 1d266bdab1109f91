#include "sim/model/datastore.hpp"

#include <algorithm>
#include <utility>

#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"
#include "sim/model/transaction.hpp"

namespace spindrift::model {

using kernel::Mutex;
using kernel::MutexHold;
using kernel::Process;
using kernel::Shared;
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
  co_await pass(world_.simulation, options_.create_tables.draw(latencies_));
  co_await transaction.commit();
  migrated_ = true;
}

void Datastore::check_connection(std::uint32_t cuts) const {
  if (down_ || cuts_ != cuts) throw Failure{"datastore: connection refused"};
}

Datastore& Datastore::Read::connect(Datastore& store) {
  store.check_connection(store.cuts_);
  return store;
}

Datastore::Read::Read(Datastore& store)
    : store_{connect(store)},
      cuts_{store.cuts_},
      wait_{pass(store.world_.simulation, store.options_.statement.draw(store.latencies_))} {}

BundleVersion Datastore::Read::await_resume() const {
  store_.check_connection(cuts_);
  return store_.bundle_;
}

Datastore::Read Datastore::read_bundle() { return Read{*this}; }

bool Datastore::everybody_answers_with(const BundleVersion& version) const {
  if (!version || version != bundle_ || down_) return false;
  const Duration cached_for =
      world_.deployment.clusters.at(history::index(cluster_)).behaviour.bundle_cache_lifetime;
  return world_.now() >= later(changed_at_, cached_for);
}

void Datastore::publish(ServerId by, Shared<Bundle> next, bool inserted, BundleEdit& edit) {
  followed_.lost(edit.keys_removed);
  next->event = history::number(world_.record(history::BundleChanged{
      cluster_, by, next->sequence, inserted, std::move(edit.added), std::move(edit.removed)}));
  replaced_ = std::exchange(bundle_, std::move(next));
  changed_at_ = world_.now();
  if (ServerLife* const writer = world_.host(by).life()) writer->drop_cached_bundle();  // R17
  bundle_changed.raise();
}

// ---------------------------------------------------------------- append

Task<BundleVersion> Datastore::append(ServerId by, std::vector<BundleRecord> records) {
  return add(by, Offer{Offer::What::records, nullptr, std::move(records)}, {});
}

Task<BundleVersion> Datastore::append_roots_of(ServerId by, BundleVersion upstream) {
  return add(by, Offer{Offer::What::roots, std::move(upstream), {}}, {});
}

Task<BundleVersion> Datastore::append_keys_of(ServerId by, BundleVersion upstream) {
  return add(by, Offer{Offer::What::jwt_keys, std::move(upstream), {}}, {});
}

Task<BundleVersion> Datastore::append_all_of(ServerId by, BundleVersion roots, BundleVersion keys) {
  return add(by, Offer{Offer::What::roots, std::move(roots), {}},
             Offer{Offer::What::jwt_keys, std::move(keys), {}});
}

BundleEdit Datastore::what_to_add(const Bundle& bundle, const Offer& offer) {
  if (offer.what == Offer::What::records) return what_is_missing(bundle, offer.records);
  BundleEdit edit;
  if (offer.what == Offer::What::roots) {
    const RecordList& theirs = offer.upstream->roots;
    if (bundle.roots.is_copy_of(roots_with_all_.own) && theirs.is_copy_of(roots_with_all_.theirs)) {
      return edit;
    }
    edit = what_is_missing(bundle, theirs);
    if (edit.added.empty()) roots_with_all_ = {bundle.roots, theirs};
    return edit;
  }
  edit.add_keys(bundle, followed_.missing(bundle.jwt_keys, offer.upstream->jwt_keys));
  return edit;
}

Task<BundleVersion> Datastore::add(ServerId by, Offer first, Offer second) {
  // A task for each would cost as much as what they mostly find: nothing to add.
  const Offer* offer = &first;
  while (offer != nullptr) {
    Transaction transaction{*this};
    co_await transaction.statement();
    const BundleVersion now = co_await transaction.read_for_update();
    if (!now) {
      auto begun = Shared<Bundle>::make(Bundle{0, 0, {}, {}, KeyList{world_.key_numbers}});
      BundleEdit edit = what_to_add(*begun, *offer);
      apply(*begun, edit);
      co_await transaction.insert(by, std::move(begun), std::move(edit));
      co_await transaction.commit();
    } else {
      BundleEdit edit = what_to_add(*now, *offer);
      if (!edit.added.empty()) {
        co_await transaction.update_locked(by, next_version(*now, edit), edit);
        co_await transaction.commit();
      }
    }
    if (offer->what == Offer::What::jwt_keys) followed_.took_over(offer->upstream->jwt_keys);
    if (ServerLife* const writer = world_.host(by).life()) writer->drop_cached_bundle();  // R17
    const bool is_more = offer == &first && second.what != Offer::What::nothing;
    offer = is_more ? &second : nullptr;
  }
  co_return bundle_;
}

// ---------------------------------------------------------------- prune and revocation

Task<> Datastore::prune(ServerId by, Time limit, bool empty_jwt_allowed) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  if (!now) co_return;
  PruneOutcome outcome = what_expired(*now, limit, empty_jwt_allowed);
  for (const auto& [refused, type] : {std::pair{outcome.jwt_refused, KeyType::jwt},
                                      std::pair{outcome.x509_refused, KeyType::x509}}) {
    if (refused) world_.record(history::PruneRefused{by, type});
  }
  if (outcome.edit.removed.empty()) co_return;
  co_await transaction.update_locked(by, next_version(*now, outcome.edit), outcome.edit);
  co_await transaction.commit();
}

namespace {

/// The record of that key, tainted or not; nothing when there is none such.
std::optional<BundleRecord> find(const Bundle& bundle, const Key& key, bool tainted) {
  const auto first_of = [&](const auto& records) {
    const auto found = std::ranges::find_if(records, [&](const BundleRecord& record) {
      return record.key == key && record.tainted == tainted;
    });
    return found == records.end() ? std::nullopt : std::optional{*found};
  };
  if (key.type == KeyType::jwt) return first_of(bundle.jwt_keys.records());
  return first_of(key.type == KeyType::x509 ? bundle.roots : bundle.wit_keys);
}

/// The tainted record stands where the other one stood.
void taint(Bundle& bundle, const BundleRecord& record, const BundleEdit& edit) {
  if (record.key.type == KeyType::jwt) {
    bundle.jwt_keys.replace(edit.keys_removed.front(), edit.keys_added.front());
    return;
  }
  for (auto* records : {&bundle.roots, &bundle.wit_keys}) {
    records->replace(record, edit.added.front());
  }
}

}  // namespace

Task<> Datastore::taint(ServerId by, Key key) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  if (!now) throw Failure{"no bundle"};
  const auto record = find(*now, key, false);
  if (!record) throw Failure{"no untainted key with that id in the bundle"};
  BundleEdit edit;
  edit.remove(*now, *record);
  edit.add(*now, BundleRecord{record->key, record->not_after, true});
  auto next = next_version(*now, {});
  model::taint(*next, *record, edit);
  co_await transaction.update_locked(by, std::move(next), edit);
  co_await transaction.commit();
}

Task<> Datastore::revoke(ServerId by, Key key) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  if (!now) throw Failure{"no bundle"};
  const auto record = find(*now, key, true);
  if (!record) throw Failure{"it is not possible to revoke an untainted key"};
  BundleEdit edit;
  edit.remove(*now, *record);
  co_await transaction.update_locked(by, next_version(*now, edit), edit);
  co_await transaction.commit();
}

Task<> Datastore::delete_jwt_keys(ServerId by, std::vector<Key> keys) {
  Transaction transaction{*this};
  co_await transaction.statement();
  const BundleVersion now = co_await transaction.read_for_update();
  if (!now) co_return;
  BundleEdit edit;
  for (const BundleRecord& record : now->jwt_keys.records()) {
    if (std::ranges::find(keys, record.key) != keys.end()) edit.remove(*now, record);
  }
  if (edit.removed.empty()) co_return;
  co_await transaction.update_locked(by, next_version(*now, edit), edit);
  co_await transaction.commit();
}

// ---------------------------------------------------------------- what happens to it

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
  world_.site(cluster_).calm_may_end.raise();
  bundle_changed.raise();  // who would have read the same again now finds nothing
  for (Mutex* mutex :
       {&bundle_row_, &bundle_insert_, &migration_, &bundles_table_, &journals_table_}) {
    mutex->dismiss_waiters();
  }
  for (auto& [number, mutex] : journal_rows_) mutex->dismiss_waiters();
  co_await pass(world_.simulation, lasts);
  down_ = false;
}

}  // namespace spindrift::model
