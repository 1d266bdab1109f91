#include "sim/model/shared_keys.hpp"

#include "sim/model/authorities.hpp"
#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

/// What a server and its key manager do for JWT keys that they share.
namespace spindrift::model {

using history::ActivateReason;
using kernel::MutexHold;
using kernel::Task;

bool Authorities::shares(KeyType type) const {
  return type == KeyType::jwt && server_.behaviour().keys_shared_in_cluster;
}

SharedKeys& Authorities::shared() const {
  return world_.site(server_.host().cluster()).shared_keys;
}

bool Authorities::has_news() const { return shared().version != shared_version_; }

/// Whoever comes first at a tick does what is due; the others find it done.
Task<> Authorities::rotate_shared(KeyType type) {
  if (due(type) > world_.now()) co_return;
  const MutexHold turn = co_await shared().turn.lock();
  const Key before = pair(type).current.key;
  co_await load_shared(type);
  const KeySlot& found = pair(type).current;
  if (!found.is_empty() && found.key != before) {
    world_.record(history::KeyActivated{server_.id(), found.key, found.slot, found.not_after,
                                        ActivateReason::threshold});
  }
  co_await rotate_slots(type);
  co_await save_shared(type);
}

Task<> Authorities::load_shared(KeyType type) {
  if (!has_news()) co_return;
  // The row comes with the bundle: from PostgreSQL, and not at all while that is away.
  const BundleVersion bundle = co_await server_.datastore().read_bundle();
  pair(type) = shared().slots;
  shared_version_ = shared().version;
  for (KeySlot* const slot : {&pair(type).current, &pair(type).next}) {
    server_.key_manager().note(type, slot->slot, slot->key);
    const bool is_lost = bundle && slot->key.exists() && !bundle->has(slot->key);
    if (is_lost && !server_.is_listening()) *slot = KeySlot{slot->slot};  // R3
  }
  if (on_change) on_change();
}

Task<> Authorities::save_shared(KeyType type) {
  const SlotPair& own = pair(type);
  if (own == shared().slots) co_return;
  JournalRow row;
  row.server = server_.id();
  for (const KeySlot* const slot : {&own.next, &own.current}) {
    if (!slot->key.exists()) continue;
    row.list(type).push_back({slot->key, slot->slot, slot->status,
                              world_.whole_seconds(slot->issued_at),
                              world_.whole_seconds(slot->not_after)});
  }
  shared().row = co_await server_.datastore().save_journal(server_.id(), row, shared().row);
  shared().slots = pair(type);
  shared_version_ = ++shared().version;
  for (const history::ServerId each : world_.site(server_.host().cluster()).cluster().servers) {
    ServerLife* const life = world_.host(each).life();
    if (life != nullptr && life->authorities().on_change) life->authorities().on_change();
  }
}

bool KeyManager::shares(KeyType type) const {
  return type == KeyType::jwt && behaviour_.keys_shared_in_cluster;
}

const std::string& KeyManager::identity_of(KeyType type) const {
  return shares(type) ? shared_identity_ : identity_;
}

void KeyManager::note(KeyType type, Slot slot, Key key) {
  keys_[type_index(type)][slot_index(slot)] = key;
}

}  // namespace spindrift::model
