#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "sim/kernel/mutex.hpp"
#include "sim/kernel/signal.hpp"
#include "sim/kernel/task.hpp"
#include "sim/model/bundle.hpp"
#include "sim/model/failure.hpp"
#include "sim/model/followed_keys.hpp"
#include "sim/model/journal.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

/// The PostgreSQL that the servers of one cluster share (R15–R17): the bundle row and the CA
/// journals. Read-modify-write goes through row locks with a queue; statements have no deadline
/// of their own; a killed backend gives its locks back.
class Datastore {
 public:
  class Transaction;

  Datastore(World& world, ClusterId cluster, const DatastoreOptions& options);

  /// Opens and, on an empty database, migrates it (R1). Servers that migrate at once collide: all
  /// but one throw.
  kernel::Task<> open();

  class Read;
  /// Awaited: the newest committed bundle, uncached; none before the first append. Throws when
  /// away.
  [[nodiscard]] Read read_bundle();

  /// One transaction: lock the bundle row, add what is missing, commit (R15). Returns the list as
  /// it is afterwards. Two first appends collide on the unique key: one throws.
  kernel::Task<BundleVersion> append(ServerId by, std::vector<BundleRecord> records);

  /// The same for all roots of the upstream's bundle.
  kernel::Task<BundleVersion> append_roots_of(ServerId by, BundleVersion upstream);
  /// The same for all JWT keys of the upstream's list. Costs what has changed there since the last
  /// time, and here.
  kernel::Task<BundleVersion> append_keys_of(ServerId by, BundleVersion upstream);
  /// Both, one after the other.
  kernel::Task<BundleVersion> append_all_of(ServerId by, BundleVersion roots, BundleVersion keys);

  /// One transaction that drops what expired (R13). Throws when no key of a type would be left.
  kernel::Task<> prune(ServerId by, Time limit, bool empty_jwt_allowed);

  /// Marks the record of `key` as tainted (R18). Throws when it is not there.
  kernel::Task<> taint(ServerId by, Key key);

  /// Removes the tainted record of `key` (R18). Throws when it is not tainted.
  kernel::Task<> revoke(ServerId by, Key key);

  /// Removes JWT keys that expired before `limit` (what a clean-up script does).
  kernel::Task<> delete_jwt_keys(ServerId by, std::vector<Key> keys);

  /// Rewrites a journal row, or inserts one when `row` is 0 (R16). Returns the row's number.
  kernel::Task<std::uint32_t> save_journal(ServerId by, JournalRow row, std::uint32_t number);

  /// The newest row whose active X.509 authority is `authority` (R2).
  kernel::Task<std::optional<std::pair<std::uint32_t, JournalRow>>> find_journal(Key authority);
  /// The row of that active X.509 authority, without asking PostgreSQL; null when there is none.
  [[nodiscard]] const JournalRow* journal_of(Key authority) const;

  /// Deletes rows whose every entry expired before `limit`.
  kernel::Task<> prune_journals(ServerId by, Time limit);

  // ------------------------------------------------------------- what happens to it

  /// A foreign transaction holds the bundle row or a table until `release` time.
  kernel::Process hold_lock(Table table, Duration lasts);
  /// No connections for that long; existing ones are cut (R17).
  kernel::Process go_down(Duration lasts);

  [[nodiscard]] bool is_down() const { return down_; }
  /// What is committed now; for looking on, not for servers.
  [[nodiscard]] const BundleVersion& committed() const { return bundle_; }
  /// Whether a server that is asked now answers with that version, cached copies and all (R17).
  [[nodiscard]] bool everybody_answers_with(const BundleVersion& version) const;
  /// When that was committed, and what it replaced.
  [[nodiscard]] Time changed_at() const { return changed_at_; }
  [[nodiscard]] const BundleVersion& replaced() const { return replaced_; }
  [[nodiscard]] std::size_t waiting_for_bundle_row() const { return bundle_row_.waiting(); }

  /// Raised at each new version of the bundle.
  kernel::Signal bundle_changed;

 private:
  /// What an append brings: records, or the roots or JWT keys of the upstream's bundle.
  struct Offer {
    enum class What : std::uint8_t { nothing, records, roots, jwt_keys };
    What what = What::nothing;
    BundleVersion upstream;
    std::vector<BundleRecord> records;
  };
  /// One after the other, each in a transaction of its own.
  kernel::Task<BundleVersion> add(ServerId by, Offer first, Offer second);
  [[nodiscard]] BundleEdit what_to_add(const Bundle& bundle, const Offer& offer);
  /// Throws when there are no connections, or those of back then are cut.
  void check_connection(std::uint32_t cuts) const;
  void publish(ServerId by, kernel::Shared<Bundle> next, bool inserted, BundleEdit& edit);

  World& world_;
  ClusterId cluster_;
  DatastoreOptions options_;
  kernel::RandomStream latencies_;
  kernel::Mutex bundle_row_;
  kernel::Mutex bundle_insert_;
  kernel::Mutex migration_;
  std::map<std::uint32_t, std::unique_ptr<kernel::Mutex>> journal_rows_;
  kernel::Mutex bundles_table_;
  kernel::Mutex journals_table_;
  BundleVersion bundle_;
  BundleVersion replaced_;
  Time changed_at_{};
  FollowedKeys followed_;  ///< of the upstream
  /// The last lists of roots of which the own one had all that the upstream's had.
  struct {
    RecordList own;
    RecordList theirs;
  } roots_with_all_;
  std::map<std::uint32_t, JournalRow> journals_;
  std::uint32_t journals_inserted_ = 0;
  bool migrated_ = false;
  bool down_ = false;
  std::uint32_t cuts_ = 0;
};

/// One SELECT of the bundle, which needs no transaction around it.
class Datastore::Read {
 public:
  explicit Read(Datastore& store);
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> frame) {
    wait_.await_suspend(frame);
  }
  [[nodiscard]] BundleVersion await_resume() const;

 private:
  [[nodiscard]] static Datastore& connect(Datastore& store);

  Datastore& store_;
  std::uint32_t cuts_;
  kernel::Until wait_;
};

}  // namespace spindrift::model
