#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/history/record.hpp"
#include "sim/history/recording/recording.hpp"

namespace spindrift::history {

/// One attempt of a server to prepare a key (R9), pieced together from its log and the KMS calls.
struct PrepareAttempt {
  ServerId server = ServerId::none;
  KeyType type = KeyType::jwt;
  Slot slot = Slot::a;
  Time began{};
  std::optional<Time> ended;  ///< empty: the process ended first
  std::string id;             ///< the kid or the short authority id; empty: it failed
  std::string upstream_authority;
  std::string error;
  std::string kms_key;  ///< what it made in the KMS; empty: none, or no KMS
  Key key;              ///< exists when a key was generated
  Time generated_at{};
};

/// All attempts in order of their beginning, with keys numbered in order of generation for each
/// server and type.
///
/// Whether a key was generated: the KMS made one; without a KMS, unless the log says that the key
/// manager failed.
[[nodiscard]] std::vector<PrepareAttempt> find_prepare_attempts(const Recording& recording);

/// The server that a KMS table calls "A-1".
[[nodiscard]] ServerId server_of_kms_name(const Topology& topology, std::string_view name);

}  // namespace spindrift::history
