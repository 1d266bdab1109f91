#include <utility>

#include "sim/model/key_manager.hpp"
#include "sim/model/server_host.hpp"

namespace spindrift::model {

using kernel::Process;

namespace {

constexpr Duration alias_refresh_interval{6h};  // R14 and the constants: awskms.go
constexpr Duration stale_alias_interval{24h};
constexpr Duration stale_key_interval{48h};
constexpr Duration alias_is_stale_after{14 * 24h};
constexpr Duration key_is_stale_after{48h};
constexpr Duration deletion_window{7 * 24h};

}  // namespace

/// Only keys in a KMS need looking after.
void KeyManager::start_clocks() {
  if (options_.kind != KeyManagerKind::aws_kms) return;
  life_.start(order_of(Phase::key_manager, server_, 10), dispose_of_keys());
  life_.start(order_of(Phase::key_manager, server_, 11), refresh_aliases());
  life_.start(order_of(Phase::key_manager, server_, 12), sweep());
}

Process KeyManager::dispose_of_keys() {
  for (;;) {
    while (to_dispose_.empty()) co_await disposal_.wait();
    const auto [key, cause] = to_dispose_.front();
    to_dispose_.erase(to_dispose_.begin());
    world_.simulation.set_cause(cause);
    try {
      KmsRequest schedule = about(kms_calls::schedule_key_deletion, key);
      schedule.effect = [&world = world_, &account = *account_](Key doomed) {
        if (KmsKey* const found = account.find(doomed)) {
          found->deleted_at = later(world.now(), deletion_window);
          account.first_deletion = std::min(account.first_deletion, *found->deleted_at);
        }
      };
      co_await call(std::move(schedule));
    } catch (const Failure&) {
      // SPIRE tries again later; the queue is in memory and lost at exit (R14).
      to_dispose_.emplace_back(key, cause);
    }
    account_->forget_the_deleted();
  }
}

Process KeyManager::refresh_aliases() {
  for (;;) {
    co_await pass(world_.simulation, alias_refresh_interval);
    for (const KeyType type : all_types) {
      for (const Slot slot : all_slots) {
        const Key key = in_slot(type, slot);
        if (!key.exists()) continue;
        try {
          KmsRequest refresh = about(kms_calls::update_alias, key, slot_name(type, slot));
          co_await call(std::move(refresh));
        } catch (const Failure&) {
          continue;
        }
        KmsAliases& own = account_->aliases[identity_of(type)];
        own.refreshed_at = world_.now();
        // Who shares keys must not put back an alias that another server has moved (issue 6804).
        if (behaviour_.alias_refresh_repoints && !shares(type)) {
          own.keys[type_index(type)][slot_index(slot)] = key;
        }
      }
    }
  }
}

Process KeyManager::sweep() {
  int day = 0;
  for (;;) {
    co_await pass(world_.simulation, stale_alias_interval);
    const Time now = world_.now();
    std::vector<Key> doomed;
    for (auto& [identity, theirs] : account_->aliases) {
      const bool is_own = identity == identity_ || identity == shared_identity_;
      if (is_own || later(theirs.refreshed_at, alias_is_stale_after) > now) continue;
      for (auto& slots : theirs.keys) {
        for (Key& key : slots) {
          if (key.exists()) doomed.push_back(std::exchange(key, Key{}));
        }
      }
    }
    const bool keys_too = ++day % (stale_key_interval / stale_alias_interval) == 0;
    std::vector<Key> orphans;
    if (keys_too && behaviour_.keys_without_alias_are_swept) {
      for (const KmsKey& key : account_->keys) {
        const bool stale = later(key.created_at, key_is_stale_after) <= now;
        if (!key.has_alias && !key.deleted_at && stale) orphans.push_back(key.key);
      }
    }
    try {
      for (const Key& key : doomed) {
        KmsRequest remove = about(kms_calls::delete_alias, key);
        co_await call(std::move(remove));
        to_dispose_.emplace_back(key, world_.simulation.cause());
      }
    } catch (const Failure&) {
      // What is left is found again by the next sweep of any server.
    }
    for (const Key& key : orphans) to_dispose_.emplace_back(key, world_.simulation.cause());
    if (!to_dispose_.empty()) disposal_.raise();
  }
}

}  // namespace spindrift::model
