#include "sim/model/authorities.hpp"

#include <algorithm>
#include <utility>

#include "sim/model/cluster_site.hpp"
#include "sim/model/server_host.hpp"
#include "sim/model/server_life.hpp"

namespace spindrift::model {

using history::ActivateReason;
using history::BundleRecord;
using history::PrepareReason;
using kernel::MutexHold;
using kernel::Task;

Authorities::Authorities(World& world, ServerLife& server) : world_{world}, server_{server} {
  journal_.server = server.id();
}

bool Authorities::uses(KeyType type) const {
  return type != KeyType::wit || server_.behaviour().wit_keys;
}

// ---------------------------------------------------------------- rotation

Task<int> Authorities::rotate() {
  int failed = 0;
  for (const KeyType type : rotation_order) {
    if (!uses(type)) continue;
    try {
      co_await rotate_one(type);
    } catch (const Failure&) {
      ++failed;
    }
  }
  co_return failed;
}

Task<> Authorities::rotate_one(KeyType type) {
  return shares(type) ? rotate_shared(type) : rotate_slots(type);
}

Task<> Authorities::rotate_slots(KeyType type) {
  const Time now = world_.now();
  const Behaviour& behaviour = server_.behaviour();
  SlotPair& slots = pair(type);
  const bool is_gated =
      behaviour.hold_down > Duration{} || behaviour.acknowledgement_cap > Duration{};
  const bool holds_down = type == KeyType::jwt && is_gated;
  if (slots.current.is_empty() && holds_down) {
    // A gated key waits in next and signs nothing: until it was published so long, or everywhere.
    if (slots.next.is_empty()) co_await prepare(type, slots.next, PrepareReason::no_current_key);
    if (may_sign(slots.next)) co_await swap(type, ActivateReason::no_current_key);
    co_return;
  }
  if (slots.current.is_empty()) {
    co_await prepare(type, slots.current, PrepareReason::no_current_key);
    co_await activate(type, ActivateReason::no_current_key);
  }
  if (slots.next.is_empty() && now > slots.current.preparation_threshold(behaviour)) {
    co_await prepare(type, slots.next, PrepareReason::next_due);
  }
  const bool expired = slots.next.not_after <= now && !behaviour.expired_next_is_activated;
  if (now > slots.current.activation_threshold(behaviour) && may_sign(slots.next) && !expired) {
    co_await swap(type, ActivateReason::threshold);
  }
}

Time Authorities::may_sign_from(const KeySlot& slot) const {
  const Behaviour& behaviour = server_.behaviour();
  if (slot.is_empty()) return kernel::never;
  if (slot.key.type != KeyType::jwt) return Time{};
  Time from = later(slot.published_at, behaviour.hold_down);
  if (behaviour.acknowledgement_cap > Duration{}) {
    const bool everywhere =
        std::all_of(world_.clusters.begin(), world_.clusters.end(), [&](const auto& site) {
          const BundleVersion& bundle = site->datastore.committed();
          return bundle && bundle->has(slot.key);
        });
    if (!everywhere) from = std::max(from, later(slot.published_at, behaviour.acknowledgement_cap));
  }
  return from;
}

bool Authorities::may_sign(const KeySlot& slot) const {
  return may_sign_from(slot) <= world_.now();
}

Time Authorities::due(KeyType type) const {
  const SlotPair& slots = pair(type);
  const Behaviour& behaviour = server_.behaviour();
  constexpr Duration strictly_after{1};  // thresholds are strict (R8)
  if (shares(type) && has_news()) return world_.now();
  const auto next_may_sign = [&] {
    const Time from = may_sign_from(slots.next);
    if (behaviour.acknowledgement_cap == Duration{}) return from;
    // Nobody tells when the last cluster lists it: every tick looks.
    return std::min(from,
                    std::max(later(slots.next.published_at, behaviour.hold_down), world_.now()));
  };
  if (slots.current.is_empty()) {
    if (slots.next.is_empty() || type != KeyType::jwt) return world_.now();
    return next_may_sign();
  }
  if (slots.next.is_empty()) {
    return slots.current.preparation_threshold(behaviour) + strictly_after;
  }
  if (slots.next.not_after <= world_.now() && !behaviour.expired_next_is_activated) {
    return kernel::never;
  }
  return std::max(slots.current.activation_threshold(behaviour) + strictly_after, next_may_sign());
}

Time Authorities::due() const {
  Time earliest = kernel::never;
  for (const KeyType type : rotation_order) {
    if (uses(type)) earliest = std::min(earliest, due(type));
  }
  return earliest;
}

// ---------------------------------------------------------------- preparation

Task<> Authorities::prepare(KeyType type, KeySlot& slot, PrepareReason reason) {
  if (!slot.is_empty() && slot.status == KeyStatus::prepared) {
    world_.record(history::KeyAbandoned{server_.id(), slot.key});
  }
  const Key left_over = slot.key;
  const bool reuse = server_.behaviour().preparation_is_idempotent && left_over.exists() &&
                     slot.not_after == Time{};
  slot = KeySlot{slot.slot};
  if (on_change) on_change();  // a tick meanwhile finds it empty
  Key made;
  std::string error;
  try {
    KeySlot filled = slot;
    const Duration check_to_issue = server_.host().options().machine.check_to_issue;
    if (check_to_issue > Duration{}) co_await pass(world_.simulation, check_to_issue);
    filled.issued_at = world_.now();
    made = reuse ? left_over : co_await server_.key_manager().generate(type, slot.slot);
    filled.key = made;
    Key signed_by;
    if (type == KeyType::x509) co_await issue_x509(filled, signed_by);
    if (type == KeyType::jwt) co_await issue_jwt(filled);
    if (type == KeyType::wit) co_await issue_wit(filled);
    filled.published_at = world_.now();
    slot = filled;
    world_.record(history::KeyPrepared{server_.id(), slot.key, slot.slot, slot.issued_at,
                                       slot.not_after, reason, signed_by});
  } catch (const Failure& failure) {
    error = failure.what();
  }
  if (!error.empty()) {
    if (server_.behaviour().preparation_is_idempotent) {
      slot.key = made;
      slot.status = KeyStatus::old;
    }
    world_.record(history::PrepareFailed{server_.id(), type, made, error});
    if (on_change) on_change();
    throw Failure{error};
  }
  if (shares(type)) {
    if (on_change) on_change();
    co_return;
  }
  const JournalRow::Entries entries_before = journal_.list(type);
  model::append(
      journal_,
      JournalEntry{slot.key, slot.slot, KeyStatus::prepared, world_.whole_seconds(slot.issued_at),
                   world_.whole_seconds(slot.not_after)},
      server_.behaviour().journal_capacity);
  const bool saved = co_await save();
  // A failed append is forgotten, until the next save repairs it from 1.15.2 (R9).
  if (!saved && !server_.behaviour().failed_save_is_repaired) journal_.list(type) = entries_before;
  if (on_change) on_change();
}

Task<> Authorities::issue_x509(KeySlot& slot, Key& signed_by) {
  const Duration ca_ttl = server_.host().options().ca_ttl;
  if (UpstreamClient* const upstream = server_.upstream()) {
    co_await server_.key_manager().sign(slot.key);  // the request
    const Reply reply = co_await upstream->mint(ca_ttl, slot.key);
    slot.not_after = world_.whole_seconds(reply.not_after);
    slot.root = reply.root;
    signed_by = reply.signed_by;
  } else {
    slot.not_after = world_.whole_seconds(later(slot.issued_at, ca_ttl));
    slot.root = slot.key;
    const KeySlot& before = pair(KeyType::x509).current;
    if (server_.behaviour().x509_cross_signed && before.key != slot.key) {
      slot.cross_signed_by = before.key;
    }
    co_await server_.key_manager().sign(slot.key);
    std::vector<BundleRecord> root{BundleRecord{slot.key, slot.not_after, false}};
    co_await server_.datastore().append(server_.id(), std::move(root));
  }
  server_.host().remember_root(slot.key, slot.root);
}

Task<> Authorities::issue_jwt(KeySlot& slot) {
  slot.not_after = later(slot.issued_at, server_.host().options().ca_ttl);
  // Bundles keep whole seconds.
  const BundleRecord record{slot.key, world_.whole_seconds(slot.not_after), false};
  if (UpstreamClient* const upstream = server_.upstream()) {
    co_await upstream->publish(record);
  } else {
    std::vector<BundleRecord> keys{record};
    co_await server_.datastore().append(server_.id(), std::move(keys));
  }
}

Task<> Authorities::issue_wit(KeySlot& slot) {
  slot.not_after = later(slot.issued_at, server_.host().options().ca_ttl);
  std::vector<BundleRecord> keys{
      BundleRecord{slot.key, world_.whole_seconds(slot.not_after), false}};
  co_await server_.datastore().append(server_.id(), std::move(keys));
}

// ---------------------------------------------------------------- activation

/// Whether there is an entry for it. One whose append failed is forgotten, and old ones make room:
/// then there is nothing to save either.
bool Authorities::set_status(const KeySlot& slot, KeyStatus status) {
  const std::optional<Key> found =
      model::set_status(journal_, slot.key, world_.whole_seconds(slot.issued_at),
                        server_.behaviour().status_matched_by_issue_time, status);
  if (!found) return false;
  if (status == KeyStatus::active && slot.key.type == KeyType::x509) activated_authority_ = *found;
  return true;
}

Task<> Authorities::activate(KeyType type, ActivateReason reason) {
  KeySlot& slot = pair(type).current;
  slot.status = KeyStatus::active;
  if (on_change) on_change();
  world_.record(history::KeyActivated{server_.id(), slot.key, slot.slot, slot.not_after, reason});
  const bool is_in_journal = set_status(slot, KeyStatus::active);
  if (is_in_journal && !shares(type)) co_await save();
  if (type == KeyType::x509) signing_x509_ = pair(type).current;
  if (on_change) on_change();
}

Task<> Authorities::swap(KeyType type, ActivateReason reason) {
  SlotPair& slots = pair(type);
  std::swap(slots.current, slots.next);
  if (slots.next.key.exists()) {
    slots.next.status = KeyStatus::old;
    const bool is_in_journal = set_status(slots.next, KeyStatus::old);
    world_.record(history::KeyRetired{server_.id(), slots.next.key});
    // SPIRE saves once for either key.
    if (is_in_journal && !shares(type)) co_await save();
  }
  co_await activate(type, reason);
}

Task<bool> Authorities::save() {
  const bool has_authority = activated_authority_.exists();
  // From 1.9.6 no row is made before an X.509 authority is active (R9).
  if (journal_number_ == 0 && !has_authority && !server_.behaviour().journal_row_without_x509) {
    co_return true;
  }
  journal_.active_authority = activated_authority_;
  bool saved = false;
  try {
    journal_number_ =
        co_await server_.datastore().save_journal(server_.id(), journal_, journal_number_);
    saved = true;
  } catch (const Failure& failure) {
    world_.record(history::JournalSaveFailed{server_.id(), failure.what()});
  }
  co_return saved;
}

}  // namespace spindrift::model
