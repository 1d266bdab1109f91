#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "sim/model/behaviour.hpp"
#include "sim/model/journal.hpp"

namespace spindrift::model {

using history::Time;

/// One of the two places for keys of a type, and the key in it.
struct KeySlot {
  KeySlot() = default;
  explicit KeySlot(Slot place) : slot{place} {}

  Slot slot = Slot::a;
  KeyStatus status = KeyStatus::prepared;
  Key key;
  Time issued_at{};
  Time not_after{};
  Time published_at{};  ///< not from the journal: only since this process prepared it
  Key root;             ///< X.509: the root authority that its chain hangs under
  Key cross_signed_by;  ///< X.509 of a root: the authority before, if it signed this one as well

  bool operator==(const KeySlot&) const = default;

  /// An OLD key counts as empty wherever it sits (R4).
  [[nodiscard]] bool is_empty() const { return !key.exists() || status == KeyStatus::old; }

  /// Past this a next key is prepared (R8b): half of its life, at most 30 days, before the end.
  [[nodiscard]] Time preparation_threshold(const Behaviour& behaviour) const {
    return not_after -
           std::min<kernel::Duration>((not_after - issued_at) / 2, behaviour.prepare_threshold_cap);
  }
  /// Past this the next key is activated (R8c): a sixth of its life, at most 7 days, before the
  /// end.
  [[nodiscard]] Time activation_threshold(const Behaviour& behaviour) const {
    return not_after - std::min<kernel::Duration>((not_after - issued_at) / 6,
                                                  behaviour.activate_threshold_cap);
  }
};

/// The two slots of a key type: the key that signs, and the one that will.
struct SlotPair {
  KeySlot current{Slot::a};
  KeySlot next{Slot::b};

  bool operator==(const SlotPair&) const = default;
};

/// Fills the slots from a journal's entries of one type (R4). `usable` says of an entry whether its
/// key is the one that the key manager holds in that slot, and may be used.
template <class Usable>
SlotPair fill_slots(std::span<const JournalEntry> entries, const Usable& usable) {
  const auto slot_of = [](const JournalEntry& entry) {
    KeySlot slot;
    slot.slot = entry.slot;
    slot.key = entry.key;
    slot.status = entry.status;
    slot.issued_at = entry.issued_at;
    slot.not_after = entry.not_after;
    return slot;
  };
  const JournalEntry* current = nullptr;
  const JournalEntry* next = nullptr;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (current != nullptr && next != nullptr) break;
    if (!usable(*entry)) continue;
    // Of two ACTIVE entries the older one wins, as long as there is no other.
    if (entry->status == KeyStatus::active) {
      current = &*entry;
    } else if (next == nullptr) {
      next = &*entry;
    }
  }
  if (current == nullptr) std::swap(current, next);
  SlotPair pair;
  if (current != nullptr) pair.current = slot_of(*current);
  pair.next.slot = pair.current.slot == Slot::a ? Slot::b : Slot::a;
  if (next != nullptr && next->slot != pair.current.slot) pair.next = slot_of(*next);
  return pair;
}

}  // namespace spindrift::model
