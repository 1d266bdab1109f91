#pragma once

#include <array>
#include <functional>
#include <string>

#include "sim/kernel/task.hpp"
#include "sim/model/journal.hpp"
#include "sim/model/shared_keys.hpp"
#include "sim/model/slots.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

class ServerLife;

/// The order in which the key types take their steps (R6, R8).
inline constexpr std::array rotation_order{KeyType::x509, KeyType::jwt, KeyType::wit};

/// The signing keys of a server process and their rotation: SPIRE's CA manager and rotator
/// (R2–R5b, R8, R9, R18).
class Authorities {
 public:
  Authorities(World& world, ServerLife& server);

  /// Finds the journal and fills the slots from it (R2–R4).
  kernel::Task<> load();

  /// Activates what was loaded and may sign (R5), then rotates once (R6). Throws on any error.
  kernel::Task<> rotate_at_start();

  /// What a tick of the run phase does: each key type in turn. An error of one type does not keep
  /// the others from their step; the number of types that failed is returned (R7b, R8).
  kernel::Task<int> rotate();

  /// The earliest moment from which a tick can find something to do.
  [[nodiscard]] Time due() const;

  kernel::Task<> prepare_jwt_by_hand();
  kernel::Task<> activate_jwt_by_hand();
  /// This server's OLD JWT key (R18). Throws when it has none.
  [[nodiscard]] Key old_jwt_key() const;

  [[nodiscard]] const KeySlot& current(KeyType type) const { return pair(type).current; }
  [[nodiscard]] const KeySlot& next(KeyType type) const { return pair(type).next; }
  /// The X.509 authority that signs: it is the current one only once the journal was saved, so that
  /// what is signed in the tick that swaps is still signed by the old one (R8).
  [[nodiscard]] const KeySlot& signing_x509() const { return signing_x509_; }

  /// Called after anything that may change `due`.
  std::function<void()> on_change;

 private:
  kernel::Task<> rotate_one(KeyType type);
  kernel::Task<> rotate_slots(KeyType type);
  [[nodiscard]] bool shares(KeyType type) const;
  [[nodiscard]] SharedKeys& shared() const;
  [[nodiscard]] bool has_news() const;
  kernel::Task<> rotate_shared(KeyType type);
  kernel::Task<> load_shared(KeyType type);
  kernel::Task<> save_shared(KeyType type);
  kernel::Task<> prepare(KeyType type, KeySlot& slot, history::PrepareReason reason);
  kernel::Task<> issue_x509(KeySlot& slot, Key& signed_by);
  kernel::Task<> issue_jwt(KeySlot& slot);
  kernel::Task<> issue_wit(KeySlot& slot);
  kernel::Task<> activate(KeyType type, history::ActivateReason reason);
  kernel::Task<> swap(KeyType type, history::ActivateReason reason);
  /// Whether the row is written, or needs none yet.
  kernel::Task<bool> save();
  [[nodiscard]] bool may_sign(const KeySlot& slot) const;
  [[nodiscard]] Time may_sign_from(const KeySlot& slot) const;
  [[nodiscard]] Time due(KeyType type) const;
  bool set_status(const KeySlot& slot, KeyStatus status);
  [[nodiscard]] SlotPair& pair(KeyType type) { return slots_[static_cast<std::size_t>(type)]; }
  [[nodiscard]] const SlotPair& pair(KeyType type) const {
    return slots_[static_cast<std::size_t>(type)];
  }
  [[nodiscard]] bool uses(KeyType type) const;

  World& world_;
  ServerLife& server_;
  std::array<SlotPair, 3> slots_;
  JournalRow journal_;
  std::uint32_t journal_number_ = 0;  ///< of its row; 0: none yet
  std::uint32_t shared_version_ = 0;  ///< of the shared keys that this process has loaded
  KeySlot signing_x509_;
  Key activated_authority_;  ///< the X.509 authority that *this process* activated (R5b)
};

}  // namespace spindrift::model
