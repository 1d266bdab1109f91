#include "sim/model/key_manager.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "sim/kernel/completion.hpp"
#include "sim/model/server_host.hpp"

namespace spindrift::model {

using kernel::MutexHold;
using kernel::Process;
using kernel::Task;

namespace {

constexpr Duration alias_refresh_interval{6h};  // R14 and the constants: awskms.go
constexpr Duration stale_alias_interval{24h};
constexpr Duration stale_key_interval{48h};
constexpr Duration alias_is_stale_after{14 * 24h};
constexpr Duration key_is_stale_after{48h};
constexpr Duration deletion_window{7 * 24h};
constexpr std::size_t alias_page = 100;

/// A request about a key, or about none.
KmsRequest about(std::string call, Key key = {}, std::string slot = {}) {
  return {std::move(call), key, std::move(slot), {}, {}};
}

std::size_t type_index(KeyType type) { return static_cast<std::size_t>(type); }
std::size_t slot_index(Slot slot) { return static_cast<std::size_t>(slot); }

constexpr std::array all_types{KeyType::x509, KeyType::jwt, KeyType::wit};
constexpr std::array all_slots{Slot::a, Slot::b};

}  // namespace

std::string slot_name(KeyType type, Slot slot) {
  const std::string letter = slot == Slot::a ? "A" : "B";
  switch (type) {
    case KeyType::x509:
      return "x509-CA-" + letter;
    case KeyType::jwt:
      return "JWT-Signer-" + letter;
    case KeyType::wit:
      break;
  }
  return "WIT-Signer-" + letter;
}

KeyManager::KeyManager(World& world, ServerId server, const KeyManagerOptions& options, Disk& disk,
                       const Behaviour& behaviour, kernel::Scope& life)
    : world_{world},
      server_{server},
      options_{options},
      disk_{disk},
      behaviour_{behaviour},
      life_{life},
      exclusive_{world.simulation},
      disposal_{world.simulation} {
  if (options_.kind != KeyManagerKind::aws_kms) return;
  account_ = &world_.account(options_.account);
  const bool is_in_a_file = options_.identity == KmsIdentity::file;
  if (is_in_a_file && !disk_.identity) disk_.identity = account_->new_identity();
  identity_ = *world_.host(server_).kms_identity();
  const ClusterId cluster = world_.deployment.topology.at(server_).cluster;
  shared_identity_ = "shared-" + world_.deployment.topology.at(cluster).name;
}

Time KeyManager::deadline() const { return later(world_.now(), behaviour_.key_manager_timeout); }

Key KeyManager::in_slot(KeyType type, Slot slot) const {
  return keys_[type_index(type)][slot_index(slot)];
}

Task<> KeyManager::call(KmsRequest request, Time deadline) {
  return account_->call(server_, options_, std::move(request), deadline);
}

Task<> KeyManager::load() {
  if (options_.kind == KeyManagerKind::disk) keys_ = disk_.keys;
  if (options_.kind != KeyManagerKind::aws_kms) co_return;
  const std::size_t pages =
      std::max<std::size_t>(1, (account_->alias_count() + alias_page - 1) / alias_page);
  for (std::size_t page = 0; page < pages; ++page) {
    KmsRequest list = about("ListAliases");
    co_await call(std::move(list));
  }

  // All own aliases are described at the same time (R1).
  kernel::Scope concurrent{life_};
  struct Fetch {
    static Process run(KeyManager& manager, Key key, std::string slot,
                       kernel::Completion<std::string> done) {
      try {
        KmsRequest describe = about("DescribeKey", key, slot);
        co_await manager.call(std::move(describe));
        const KmsKey* const found = manager.account_->find(key);
        if (found == nullptr || found->deleted_at) {
          throw Failure{"kms: key of alias " + slot + " is not enabled"};
        }
        KmsRequest fetch = about("GetPublicKey", key, slot);
        co_await manager.call(std::move(fetch));
        done.set({});
      } catch (const Failure& failure) {
        done.set(failure.what());
      }
    }
  };
  KeySlots own{};
  for (const KeyType type : all_types) {
    own[type_index(type)] = account_->aliases[identity_of(type)].keys[type_index(type)];
  }
  std::vector<kernel::Completion<std::string>> fetches;
  for (const KeyType type : all_types) {
    for (const Slot slot : all_slots) {
      const Key key = own[type_index(type)][slot_index(slot)];
      if (!key.exists()) continue;
      fetches.emplace_back(world_.simulation);
      concurrent.start(
          order_of(Phase::key_manager, server_, static_cast<std::uint32_t>(fetches.size())),
          Fetch::run(*this, key, slot_name(type, slot), fetches.back()));
    }
  }
  for (const auto& fetch : fetches) {
    const std::optional<std::string> error = co_await fetch.wait_until(kernel::never);
    if (!error->empty()) throw Failure{*error};
  }
  keys_ = own;
}

/// One that is under way, from asking for the turn on.
class KeyManager::Generation {
 public:
  explicit Generation(KeyManager& manager) : manager_{manager} {
    if (manager_.generations_++ == 0 && manager_.on_busy) manager_.on_busy();
  }
  Generation(const Generation&) = delete;
  Generation& operator=(const Generation&) = delete;
  Generation(Generation&&) = delete;
  Generation& operator=(Generation&&) = delete;
  ~Generation() {
    if (--manager_.generations_ == 0 && manager_.on_free) manager_.on_free();
  }

 private:
  KeyManager& manager_;
};

Task<Key> KeyManager::generate(KeyType type, Slot slot) {
  const Generation under_way{*this};
  const Time latest = deadline();
  MutexHold alone = co_await exclusive_.lock(latest);
  if (!alone.is_held()) throw Failure{"key manager: context deadline exceeded"};
  if (options_.kind == KeyManagerKind::aws_kms) co_return co_await generate_in_kms(type, slot);
  kernel::RandomStream latencies =
      world_.stream(world_.name(server_) + "/keymanager@" + std::to_string(world_.recorded));
  co_await pass(world_.simulation, draw(options_.disk_generate, latencies));
  const Key key = world_.host(server_).next_key(type);
  keys_[type_index(type)][slot_index(slot)] = key;
  if (options_.kind == KeyManagerKind::disk) disk_.keys = keys_;
  world_.record(history::KeyGenerated{server_, key, slot});
  co_return key;
}

Task<Key> KeyManager::generate_in_kms(KeyType type, Slot slot) {
  const Time latest = deadline();
  KmsAccount& account = *account_;
  if (!options_.key_policy_is_set && !knows_its_name_) {
    KmsRequest who_am_i = about("GetCallerIdentity");
    co_await call(std::move(who_am_i), latest);
    knows_its_name_ = true;
  }
  // A key that was asked for is made, whether or not anybody waits for it; a failed creation does
  // not use up a number.
  const auto made = std::make_shared<Key>();
  KmsRequest create = about("CreateKey");
  create.creates = [&host = world_.host(server_), type, made](bool answered) {
    return *made = answered ? host.next_key(type) : host.peek_key(type);
  };
  create.effect = [&world = world_, &account, server = server_, slot](Key created) {
    account.keys.push_back({created, world.now(), false, std::nullopt});
    world.record(history::KeyGenerated{server, created, slot});
  };
  co_await call(std::move(create), latest);
  const Key key = *made;
  KmsRequest fetch = about("GetPublicKey", key);
  co_await call(std::move(fetch), latest);
  co_await point_alias(type, slot, key, latest);
  co_return key;
}

/// The slot's alias names that key from now on; the key before it is to be deleted (R14).
Task<> KeyManager::point_alias(KeyType type, Slot slot, Key key, Time latest) {
  Key& place = keys_[type_index(type)][slot_index(slot)];
  const Key before = place;
  KmsRequest point =
      about(before.exists() ? "UpdateAlias" : "CreateAlias", key, slot_name(type, slot));
  point.effect = [&world = world_, &account = *account_, identity = identity_of(type), type, slot,
                  before](Key named) {
    KmsAliases& own = account.aliases[identity];
    own.keys[type_index(type)][slot_index(slot)] = named;
    own.refreshed_at = world.now();
    if (KmsKey* const found = account.find(named)) found->has_alias = true;
    if (KmsKey* const old = account.find(before)) old->has_alias = false;
  };
  co_await call(std::move(point), latest);
  place = key;
  if (!before.exists()) co_return;
  to_dispose_.emplace_back(before, world_.simulation.cause());
  disposal_.raise();
}

Task<> KeyManager::sign(Key key) {
  if (options_.kind != KeyManagerKind::aws_kms) co_return;
  const Time latest = deadline();
  MutexHold turn = co_await exclusive_.lock(latest);
  if (!turn.is_held()) throw Failure{"key manager: context deadline exceeded"};
  turn.release();  // signatures run side by side; they only wait for a generate
  KmsRequest request = about("Sign", key);
  co_await call(std::move(request), latest);
}

Time KeyManager::signature_answered_at(Time asked_at) const {
  return account_->answered_at(server_, options_, "Sign", asked_at);
}

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
      KmsRequest schedule = about("ScheduleKeyDeletion", key);
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
          KmsRequest refresh = about("UpdateAlias", key, slot_name(type, slot));
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
        KmsRequest remove = about("DeleteAlias", key);
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
