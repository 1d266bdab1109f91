#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/process.hpp"
#include "sim/kernel/task.hpp"
#include "sim/model/failure.hpp"
#include "sim/model/kms_calls.hpp"
#include "sim/model/world.hpp"

namespace spindrift::model {

using history::Key;
using history::KmsName;

/// Keys by type and slot; none where the slot is empty.
using KeySlots = std::array<std::array<Key, 2>, 3>;

constexpr std::size_t type_index(history::KeyType type) { return static_cast<std::size_t>(type); }
constexpr std::size_t slot_index(history::Slot slot) { return static_cast<std::size_t>(slot); }

inline constexpr std::array all_types{history::KeyType::x509, history::KeyType::jwt,
                                      history::KeyType::wit};
inline constexpr std::array all_slots{history::Slot::a, history::Slot::b};

/// A key in the account: enabled until its deletion is scheduled, gone 7 days later.
struct KmsKey {
  Key key;
  Time created_at{};
  bool has_alias = false;
  std::optional<Time> deleted_at;  ///< end of the deletion window, once scheduled
};

/// The aliases of one server identity: which key each slot points at, and when they were last
/// refreshed.
struct KmsAliases {
  KeySlots keys{};
  Time refreshed_at{};
};

/// What is asked of the KMS.
struct KmsRequest {
  KmsName call;
  Key key;       ///< none for those that name no key; of `CreateKey`: set by `creates`
  KmsName slot;  ///< for aliases
  /// `CreateKey`: the number that a new key gets, known when it is answered.
  std::function<Key(bool answered)> creates;
  /// What a good answer changes in the account.
  std::function<void(Key key)> effect;
};

/// A request about a key, or about none.
inline KmsRequest about(KmsName call, Key key = {}, KmsName slot = {}) {
  return {call, key, slot, {}, {}};
}

/// One AWS account and region: keys, aliases, and its quotas, shared by all servers that use it
/// (R14).
class KmsAccount {
 public:
  KmsAccount(World& world, std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }

  /// One request of the SDK: three attempts when throttled, with back-off. Every attempt is
  /// recorded. Throws when the last one failed, or when `deadline` passes. What was sent is done
  /// and recorded even when the server is killed or tired of waiting before the answer (R14).
  kernel::Task<> call(ServerId who, const KeyManagerOptions& options, KmsRequest request,
                      Time deadline);

  /// When the first attempt of a call is answered that this server makes at `asked_at`.
  [[nodiscard]] Time answered_at(ServerId who, const KeyManagerOptions& options, KmsName call_name,
                                 Time asked_at) const;

  /// From now on, for `lasts`, calls of that name ("*": all) fail with that error.
  void fail(std::string call_name, std::string error, Duration lasts);

  std::map<std::string, KmsAliases> aliases;  ///< by server identity
  std::vector<KmsKey> keys;                   ///< that exist or are pending deletion
  Time first_deletion = kernel::never;        ///< of those that are pending

  /// Drops the keys whose deletion window is over.
  void forget_the_deleted();

  [[nodiscard]] KmsKey* find(const Key& key);
  [[nodiscard]] std::size_t alias_count() const;
  /// A new key identifier, for a server whose file is gone.
  std::uint32_t new_identity() { return ++identities_; }

 private:
  [[nodiscard]] kernel::ShortStream luck_of(ServerId who, KmsName call_name, Time asked_at) const;
  class Sent;
  struct Outage {
    std::string call_name;
    std::string error;
    Time from;
    Time until;
  };
  kernel::Process answer_later(Sent sent);
  [[nodiscard]] std::string error_now(KmsName call_name, const KeyManagerOptions& options);

  World& world_;
  std::string name_;
  std::vector<Outage> outages_;
  std::map<std::string, std::pair<Time, std::uint32_t>> used_in_second_;
  std::uint32_t identities_ = 0;
  std::uint32_t sent_ = 0;
};

}  // namespace spindrift::model
