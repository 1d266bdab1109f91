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

constexpr std::size_t alias_page = 100;  // R14 and the constants: awskms.go

}  // namespace

KmsName slot_name(KeyType type, Slot slot) {
  static const std::array<std::array<KmsName, 2>, 3> names{{{"x509-CA-A", "x509-CA-B"},
                                                            {"JWT-Signer-A", "JWT-Signer-B"},
                                                            {"WIT-Signer-A", "WIT-Signer-B"}}};
  return names[type_index(type)][slot_index(slot)];
}

KeyManager::KeyManager(World& world, ServerId server, const KeyManagerOptions& options, Disk& disk,
                       const Behaviour& behaviour, kernel::Scope& life)
    : world_{world},
      options_{options},
      server_{server},
      exclusive_{world.simulation},
      disk_{disk},
      behaviour_{behaviour},
      life_{life},
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
    KmsRequest list = about(kms_calls::list_aliases);
    co_await call(std::move(list));
  }

  // All own aliases are described at the same time (R1).
  kernel::Scope concurrent{life_};
  struct Fetch {
    static Process run(KeyManager& manager, Key key, KmsName slot,
                       kernel::Completion<std::string> done) {
      try {
        KmsRequest describe = about(kms_calls::describe_key, key, slot);
        co_await manager.call(std::move(describe));
        const KmsKey* const found = manager.account_->find(key);
        if (found == nullptr || found->deleted_at) {
          throw Failure{"kms: key of alias " + slot.text() + " is not enabled"};
        }
        KmsRequest fetch = about(kms_calls::get_public_key, key, slot);
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
    if (manager_.generations_++ == 0 && manager_.on_busy) manager_.on_busy(true);
  }
  Generation(const Generation&) = delete;
  Generation& operator=(const Generation&) = delete;
  Generation(Generation&&) = delete;
  Generation& operator=(Generation&&) = delete;
  ~Generation() {
    if (--manager_.generations_ == 0 && manager_.on_busy) manager_.on_busy(false);
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
  kernel::StreamName name{world_.name(server_)};
  kernel::ShortStream latencies =
      world_.short_stream(name.add("/keymanager@").add(world_.recorded));
  co_await pass(world_.simulation, options_.disk_generate.draw(latencies));
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
    KmsRequest who_am_i = about(kms_calls::get_caller_identity);
    co_await call(std::move(who_am_i), latest);
    knows_its_name_ = true;
  }
  // A key that was asked for is made, whether or not anybody waits for it; a failed creation does
  // not use up a number.
  const auto made = std::make_shared<Key>();
  KmsRequest create = about(kms_calls::create_key);
  create.creates = [&host = world_.host(server_), type, made](bool answered) {
    return *made = answered ? host.next_key(type) : host.peek_key(type);
  };
  create.effect = [&world = world_, &account, server = server_, slot](Key created) {
    account.keys.push_back({created, world.now(), false, std::nullopt});
    world.record(history::KeyGenerated{server, created, slot});
  };
  co_await call(std::move(create), latest);
  const Key key = *made;
  KmsRequest fetch = about(kms_calls::get_public_key, key);
  co_await call(std::move(fetch), latest);
  co_await point_alias(type, slot, key, latest);
  co_return key;
}

/// The slot's alias names that key from now on; the key before it is to be deleted (R14).
Task<> KeyManager::point_alias(KeyType type, Slot slot, Key key, Time latest) {
  Key& place = keys_[type_index(type)][slot_index(slot)];
  const Key before = place;
  KmsRequest point = about(before.exists() ? kms_calls::update_alias : kms_calls::create_alias, key,
                           slot_name(type, slot));
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
  // Signatures run side by side; they only wait for a generate.
  if (exclusive_.is_locked()) {
    const MutexHold turn = co_await exclusive_.lock(latest);
    if (!turn.is_held()) throw Failure{"key manager: context deadline exceeded"};
  }
  KmsRequest request = about(kms_calls::sign, key);
  co_await call(std::move(request), latest);
}

Time KeyManager::signature_answered_at(Time asked_at) const {
  return account_->answered_at(server_, options_, kms_calls::sign, asked_at);
}

}  // namespace spindrift::model
