#include <utility>

#include "sim/model/authorities.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using history::ActivateReason;
using kernel::Task;

Task<> Authorities::load() {
  KeyManager& keys = server_.key_manager();
  Datastore& store = server_.datastore();
  bool found = false;
  for (const Slot slot : {Slot::a, Slot::b}) {
    const Key key = keys.in_slot(KeyType::x509, slot);
    if (!key.exists()) continue;
    const auto row = co_await store.find_journal(key);
    if (!row) continue;
    journal_number_ = row->first;
    journal_ = row->second;
    journal_.server = server_.id();
    // The row is remembered, not its active id: a save before this process has activated an
    // authority writes an empty one (R5b).
    journal_.active_authority = Key{};
    found = true;
    break;
  }
  world_.record(history::JournalLoaded{server_.id(), found,
                                       static_cast<std::uint32_t>(journal_.x509.size()),
                                       static_cast<std::uint32_t>(journal_.jwt.size())});
  if (!found) co_return;

  const BundleVersion bundle = co_await store.read_bundle();
  const bool is_root = server_.upstream() == nullptr;
  const auto usable = [&](const JournalEntry& entry) {
    if (entry.key != keys.in_slot(entry.key.type, entry.slot)) return false;
    if (server_.behaviour().expired_entries_are_skipped && entry.not_after <= world_.now()) {
      return false;
    }
    // R3: without a bundle every entry is kept.
    const bool judged =
        entry.key.type == KeyType::jwt || (is_root && entry.key.type == KeyType::x509);
    return !judged || !bundle || bundle->has(entry.key);
  };
  for (const KeyType type : rotation_order) {
    if (uses(type) && !shares(type)) pair(type) = fill_slots(journal_.list(type), usable);
  }
  for (const Slot slot : {Slot::a, Slot::b}) {
    for (KeySlot* place : {&pair(KeyType::x509).current, &pair(KeyType::x509).next}) {
      if (place->key.exists() && place->slot == slot) {
        place->root = server_.host().root_of(place->key);
      }
    }
  }
}

Task<> Authorities::rotate_at_start() {
  if (shares(KeyType::jwt)) co_await load_shared(KeyType::jwt);
  for (const KeyType type : {KeyType::x509, KeyType::jwt, KeyType::wit}) {
    if (!uses(type)) continue;
    const KeySlot& slot = pair(type).current;
    const bool past = world_.now() > slot.activation_threshold(server_.behaviour());
    if (!slot.is_empty() && !past) co_await activate(type, ActivateReason::loaded_at_start);
  }
  std::string error;
  for (const KeyType type : rotation_order) {
    if (!uses(type)) continue;
    const bool without_x509 = !error.empty() && pair(KeyType::x509).current.is_empty();
    if (without_x509 && !server_.behaviour().jwt_rotates_without_x509) break;
    try {
      co_await rotate_one(type);
    } catch (const Failure& failure) {
      if (error.empty()) error = failure.what();
    }
  }
  if (!error.empty()) throw Failure{error};
}

}  // namespace spindrift::model
