#include <algorithm>

#include "sim/model/cluster_site.hpp"
#include "sim/model/kms.hpp"
#include "sim/model/server_host.hpp"

namespace spindrift::model {
namespace {

/// Starts that are no further apart meet in an empty database.
constexpr Duration together{100ms};

Key in_slot(const KmsAliases& aliases, history::KeyType type, history::Slot slot) {
  return aliases.keys[static_cast<std::size_t>(type)][static_cast<std::size_t>(slot)];
}

}  // namespace

/// How many keys a start now will make: those that a row of the journals and the KMS do not hold.
int ServerHost::keys_to_make() const {
  constexpr int one_of_each_type = 2;
  const auto identity = kms_identity();
  if (!identity) return one_of_each_type;
  const KmsAliases& own = world_.account(options().key_manager.account).aliases[*identity];
  const Datastore& store = world_.site(cluster_).datastore;
  for (const history::Slot slot : {history::Slot::a, history::Slot::b}) {
    const JournalRow* const row = store.journal_of(in_slot(own, history::KeyType::x509, slot));
    if (row == nullptr) continue;
    const bool has_jwt_key = std::ranges::any_of(row->jwt, [&](const JournalEntry& entry) {
      const BundleVersion& bundle = store.committed();
      return entry.key == in_slot(own, history::KeyType::jwt, entry.slot) &&
             (!bundle || bundle->has(entry.key));
    });
    return has_jwt_key ? 0 : 1;
  }
  return one_of_each_type;
}

/// What a start of this server waits for the KMS, as the requests follow each other (R1, R9, R14).
Duration ServerHost::expected_kms_time() const {
  const KeyManagerOptions& keys = options().key_manager;
  if (keys.kind != KeyManagerKind::aws_kms) return {};
  const auto time_of = [&](const char* call) {
    const auto own = keys.kms_call_by_name.find(call);
    return own == keys.kms_call_by_name.end() ? keys.kms_call.typical() : own->second.typical();
  };
  const int keys_made = keys_to_make();
  const bool finds_keys = keys_made < 2;
  const bool is_nested = world_.deployment.topology.at(cluster_).upstream != ClusterId::none;
  const Duration finding =
      finds_keys ? time_of("DescribeKey") + time_of("GetPublicKey") : Duration{};
  const int signatures_of_an_x509_key = is_nested ? 3 : 1;
  const int signatures = finds_keys ? 1 : 1 + signatures_of_an_x509_key;
  return time_of("ListAliases") + finding + signatures * time_of("Sign") +
         keys_made * (time_of("CreateKey") + time_of("GetPublicKey") + time_of("CreateAlias"));
}

std::optional<ServerHost::RecordedStart> ServerHost::recorded_start(
    std::uint32_t life_number) const {
  const auto lives = world_.deployment.recorded_lives.find(id_);
  if (lives == world_.deployment.recorded_lives.end()) return std::nullopt;
  if (life_number == 0 || life_number > lives->second.size()) return std::nullopt;
  const RecordedLife& life = lives->second[life_number - 1];
  const Duration typical = options().machine.process_start.typical();
  RecordedStart start;
  start.process_start = typical;
  start.listening_at = life.listening_at;
  const bool is_beside_another = life_number == 1 && starts_beside_another(life.spawned_at);
  if (is_beside_another) {
    // The health of servers that start at once is asked for one after the other: it tells who came
    // to listen, not when. On an empty database one makes the tables and the others end (R1).
    const bool comes_first = life.listening_at.has_value();
    if (!comes_first) start.process_start += options().datastore.create_tables.typical() / 2;
    start.is_exact = true;
    start.listening_at.reset();
  } else if (life.listening_at) {
    // Medians over all starts of the recordings, on two busy cores: 55 % of a start pass before the
    // first look at the keys, and its listeners answer for 22 % before the health check, which asks
    // now and then, finds out. Waiting for the KMS comes on top of both.
    const Duration whole =
        std::max(*life.listening_at - spawned_at_ - expected_kms_time(), Duration{});
    // The machine alone never needed more than four times its median. A start that took twice as
    // long as that waited for something that the model knows (a lock, its upstream), and says
    // nothing of the machine.
    const Duration slowest = 4 * typical * 100 / 55;
    const bool has_waited = whole > 2 * slowest;
    const Duration machine = has_waited ? typical * 100 / 55 : whole;
    if (typical > Duration{}) start.per_cent_of_usual = std::min(machine, slowest) * 55 / typical;
    start.process_start = std::min(machine, slowest) * 55 / 100;
    start.listening_at = *life.listening_at - machine * 22 / 100;
  }
  return start;
}

bool ServerHost::starts_beside_another(Time spawned_at) const {
  return std::ranges::any_of(world_.site(cluster_).cluster().servers, [&](ServerId other) {
    const auto lives = world_.deployment.recorded_lives.find(other);
    if (other == id_ || lives == world_.deployment.recorded_lives.end()) return false;
    return std::chrono::abs(lives->second.front().spawned_at - spawned_at) <= together;
  });
}

}  // namespace spindrift::model
