#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/history/names.hpp"
#include "sim/kernel/time.hpp"

/// The lines of a recording's tables, before anything is concluded from them.
namespace spindrift::history {

/// A line of `processes.jsonl`.
struct ProcessRow {
  kernel::Time at{};
  std::string event;   ///< "spawned", "healthy", "unhealthy", "action", "ended" …
  std::string who;     ///< a server, "agent-A", "oidc", "kms", "haproxy", or a cluster
  std::string action;  ///< of an "action"
  std::string version;
  std::optional<std::int64_t> exit_code;
  std::vector<std::string> kids;  ///< of a "bundle_show"
};

struct BundleKeyRow {
  std::string kid;
  std::int64_t not_after = 0;  ///< Unix seconds
  bool tainted = false;

  friend bool operator==(const BundleKeyRow&, const BundleKeyRow&) = default;
};

/// A version of a cluster's bundle row.
struct BundleRow {
  kernel::Time at{};
  std::string cluster;
  bool inserted = false;
  std::uint64_t sequence = 0;
  std::vector<BundleKeyRow> jwt_keys;
  std::vector<BundleKeyRow> wit_keys;
  std::vector<std::string> roots;  ///< a short hash of each certificate
};

struct JournalEntryRow {
  std::string id;    ///< the kid of a JWT key, the short authority id of an X.509 CA
  std::string slot;  ///< "A" or "B"
  std::string status;
  std::int64_t issued_at = 0;  ///< Unix seconds
  std::int64_t not_after = 0;
};

/// A version of a CA journal row.
struct JournalRow {
  kernel::Time at{};
  std::string cluster;
  bool inserted = false;
  std::uint32_t row = 0;
  std::string active_authority;  ///< its short id; empty: none
  std::vector<JournalEntryRow> x509;
  std::vector<JournalEntryRow> jwt;
  std::vector<JournalEntryRow> wit;
};

/// A line of a server's log.
struct LogRow {
  kernel::Time at{};
  std::string who;
  std::string message;
  std::string error;
  std::string slot;
  std::string authority;           ///< `local_authority_id`
  std::string upstream_authority;  ///< `upstream_authority_id`, long
  std::uint32_t x509_entries = 0;  ///< of "Journal loaded"
  std::uint32_t jwt_entries = 0;
};

/// A call to the KMS API.
struct KmsRow {
  kernel::Time began{};
  kernel::Duration took{};
  std::string who;  ///< "A-1"
  std::string call;
  std::int32_t status = 0;
  std::string key;
  std::string alias;
};

/// A token that was minted and shown to an agent, or could not be minted.
struct VerdictRow {
  kernel::Time at{};
  std::string signer;
  std::string kid;
  std::string verifier;  ///< the cluster of the agent
  bool accepted = false;
  std::string why;
  bool minting_failed = false;

  /// Whether the agent judged the token: any other complaint is about the connection to it.
  [[nodiscard]] bool is_judged() const {
    return !minting_failed && (accepted || why.find("not found in trust domain") != why.npos);
  }
};

/// A key set that the discovery provider served from then on.
struct KeySetRow {
  kernel::Time at{};
  std::string server;
  std::int64_t status = 0;
  std::vector<std::string> kids;
};

}  // namespace spindrift::history
