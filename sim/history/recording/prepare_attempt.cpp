#include "sim/history/recording/prepare_attempt.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace spindrift::history {
namespace {

/// How far the clocks of a log line and of the KMS proxy may disagree on the same moment.
constexpr Duration clock_slack = std::chrono::milliseconds{30};

std::optional<KeyType> type_named_in(const std::string& message) {
  if (message.find("X509 CA") != message.npos) return KeyType::x509;
  if (message.find("JWT key") != message.npos) return KeyType::jwt;
  if (message.find("WIT key") != message.npos) return KeyType::wit;
  return std::nullopt;
}

std::optional<KeyType> type_of_alias(const std::string& alias) {
  if (alias.find("/x509-CA-") != alias.npos) return KeyType::x509;
  if (alias.find("/JWT-Signer-") != alias.npos) return KeyType::jwt;
  if (alias.find("/WIT-Signer-") != alias.npos) return KeyType::wit;
  return std::nullopt;
}

/// The attempt of that server and type that goes on, if any.
PrepareAttempt* find_open(std::vector<PrepareAttempt>& attempts, ServerId server, KeyType type) {
  const auto found = std::find_if(attempts.rbegin(), attempts.rend(), [&](const auto& attempt) {
    return attempt.server == server && attempt.type == type;
  });
  const bool goes_on = found != attempts.rend() && !found->ended;
  return goes_on ? &*found : nullptr;
}

std::vector<PrepareAttempt> attempts_in_log(const Recording& recording) {
  std::vector<PrepareAttempt> attempts;
  for (const LogRow& row : recording.log) {
    const ServerId server = recording.inputs.topology.find_server(row.who);
    const auto type = type_named_in(row.message);
    if (server == ServerId::none || !type) continue;
    if (row.message.starts_with("Preparing ")) {
      PrepareAttempt attempt;
      attempt.server = server;
      attempt.type = *type;
      attempt.slot = row.slot == "B" ? Slot::b : Slot::a;
      attempt.began = row.at;
      attempts.push_back(std::move(attempt));
      continue;
    }
    PrepareAttempt* const attempt = find_open(attempts, server, *type);
    if (attempt == nullptr) continue;
    if (row.message.ends_with(" prepared")) {
      attempt->ended = row.at;
      attempt->id = row.authority;
      attempt->upstream_authority = row.upstream_authority;
    } else if (row.message.starts_with("Unable to rotate")) {
      attempt->ended = row.at;
      attempt->error = row.error;
    }
  }
  return attempts;
}

/// Tells each attempt which key the KMS made for it. A key that never got an alias, because its
/// maker never heard of it, belongs to the latest attempt that no other key tells of itself.
void add_kms_keys(const Recording& recording, std::vector<PrepareAttempt>& attempts) {
  std::map<std::string, KeyType> types;
  for (const KmsRow& row : recording.kms) {
    if (const auto type = type_of_alias(row.alias)) types.emplace(row.key, *type);
  }
  const auto add = [&](const KmsRow& row, const auto& may_be_its) {
    const ServerId server = server_of_kms_name(recording.inputs.topology, row.who);
    const auto found = std::find_if(attempts.rbegin(), attempts.rend(), [&](const auto& attempt) {
      return attempt.server == server && attempt.began <= row.began + clock_slack &&
             may_be_its(attempt);
    });
    if (found == attempts.rend()) return;
    found->kms_key = row.key;
    found->generated_at = row.began + row.took;
  };
  const auto makes_key = [](const KmsRow& row) {
    return row.call == "CreateKey" && row.status == 200;
  };
  for (const KmsRow& row : recording.kms) {
    const auto type = types.find(row.key);
    if (!makes_key(row) || type == types.end()) continue;
    add(row, [&](const PrepareAttempt& attempt) { return attempt.type == type->second; });
  }
  for (const KmsRow& row : recording.kms) {
    if (!makes_key(row) || types.contains(row.key)) continue;
    add(row, [](const PrepareAttempt& attempt) { return attempt.kms_key.empty(); });
  }
}

}  // namespace

ServerId server_of_kms_name(const Topology& topology, std::string_view name) {
  std::string dashed{name};
  const std::size_t dash = dashed.rfind('-');
  if (dash != dashed.npos) dashed[dash] = '/';
  return topology.find_server(dashed);
}

std::vector<PrepareAttempt> find_prepare_attempts(const Recording& recording) {
  std::vector<PrepareAttempt> attempts = attempts_in_log(recording);
  add_kms_keys(recording, attempts);
  std::map<std::pair<ServerId, KeyType>, std::uint32_t> numbers;
  for (PrepareAttempt& attempt : attempts) {
    const bool generated = recording.kms.empty()
                               ? attempt.error.find("keymanager(") == attempt.error.npos
                               : !attempt.kms_key.empty();
    if (!generated) continue;
    if (attempt.kms_key.empty()) attempt.generated_at = attempt.began;
    const std::uint32_t number = ++numbers[{attempt.server, attempt.type}];
    attempt.key = Key{attempt.server, attempt.type, number};
  }
  return attempts;
}

}  // namespace spindrift::history
