#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "sim/kernel/mutex.hpp"
#include "sim/kernel/signal.hpp"
#include "sim/kernel/task.hpp"
#include "sim/model/failure.hpp"
#include "sim/model/kms.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

using history::KeyType;
using history::Slot;

/// What a server's disk holds. Gone when the disk is lost.
struct Disk {
  KeySlots keys{};                        ///< of a disk key manager
  std::optional<std::uint32_t> identity;  ///< contents of the key identifier file (R14)
};

/// The key manager of one server process (R14): up to two keys of each type, one a slot. Where
/// they are kept decides what a later process finds.
class KeyManager {
 public:
  /// All that it is given must outlive it.
  KeyManager(World& world, ServerId server, const KeyManagerOptions& options, Disk& disk,
             const Behaviour& behaviour, kernel::Scope& life);

  /// Finds the keys of this identity (R1). Throws when the KMS fails.
  kernel::Task<> load();

  /// Makes a key in a slot; the one before it is queued for deletion. 30 s in all; no signature is
  /// made meanwhile (R14). Throws on a failure, which may leave a KMS key behind.
  kernel::Task<Key> generate(KeyType type, Slot slot);

  /// One signature with that key: one KMS call, or nothing worth a moment.
  kernel::Task<> sign(Key key);

  /// When the KMS answers a signature that is asked for at `asked_at`, if it does so at once.
  [[nodiscard]] Time signature_answered_at(Time asked_at) const;

  /// Called when signatures may have to wait for a key that is being made, and when no longer.
  std::function<void(bool is_busy)> on_busy;

  /// The key in a slot; none when it is empty.
  [[nodiscard]] Key in_slot(KeyType type, Slot slot) const;

  /// What a slot holds now that another server, with whom keys of this type are shared, wrote it.
  void note(KeyType type, Slot slot, Key key);

  /// Clocks of the AWS KMS plugin: alias refresh, stale aliases, stale keys, deletions.
  void start_clocks();

 private:
  class Generation;
  kernel::Task<Key> generate_in_kms(KeyType type, Slot slot);
  kernel::Task<> call(KmsRequest request, Time deadline = kernel::never);
  kernel::Task<> point_alias(KeyType type, Slot slot, Key key, Time deadline);
  kernel::Process dispose_of_keys();
  kernel::Process refresh_aliases();
  kernel::Process sweep();
  [[nodiscard]] Time deadline() const;
  [[nodiscard]] bool shares(KeyType type) const;
  [[nodiscard]] const std::string& identity_of(KeyType type) const;

  World& world_;
  const KeyManagerOptions& options_;
  ServerId server_;
  std::size_t generations_ = 0;  ///< that hold `exclusive_`, or wait for it
  kernel::Mutex exclusive_;
  Disk& disk_;
  KeySlots keys_{};
  const Behaviour& behaviour_;
  kernel::Scope& life_;
  KmsAccount* account_ = nullptr;
  std::string identity_;
  std::string shared_identity_;  ///< of keys that the servers of a cluster share
  bool knows_its_name_ = false;
  kernel::Signal disposal_;
  /// Keys to delete, each with the event that made it superfluous.
  std::vector<std::pair<Key, std::uint64_t>> to_dispose_;
};

/// "x509-CA-A", "JWT-Signer-B", "WIT-Signer-A": how SPIRE names a slot.
[[nodiscard]] history::KmsName slot_name(KeyType type, Slot slot);

}  // namespace spindrift::model
