#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/history/event.hpp"

namespace spindrift::model {

using history::BundleRecord;
using history::Key;
using history::KeyType;
using kernel::Duration;
using kernel::Time;

/// The trust bundle of a cluster: what its verifiers accept. One row of its datastore.
/// The order of a list is the order of first append (R15). Nothing but prune and revoke ever takes
/// a JWT key away: a list from upstream only adds (R13b).
struct Bundle {
  std::uint64_t sequence = 0;
  std::uint64_t event = 0;  ///< the event of the history that wrote this version
  std::vector<BundleRecord> roots;
  std::vector<BundleRecord> jwt_keys;
  std::vector<BundleRecord> wit_keys;

  [[nodiscard]] std::vector<BundleRecord>& list(KeyType type);
  [[nodiscard]] const std::vector<BundleRecord>& list(KeyType type) const;
  [[nodiscard]] bool has(const Key& key) const;
};

/// A version of a bundle. Never changed once others can see it.
using BundleVersion = std::shared_ptr<const Bundle>;

/// Adds those of `records` that the bundle lacks, compared as whole records (R15).
/// Returns what was added, in order.
std::vector<BundleRecord> append(Bundle& bundle, const std::vector<BundleRecord>& records);

/// What a prune would do (R13).
struct PruneOutcome {
  std::vector<BundleRecord> removed;
  bool jwt_refused = false;   ///< no JWT key would be left
  bool x509_refused = false;  ///< no root would be left
};

/// Drops every record with notAfter ≤ `limit`, or nothing when a list would become empty (R13).
/// `empty_jwt_allowed`: from 1.14.0 a JWT list that was empty before blocks nothing.
PruneOutcome prune(Bundle& bundle, Time limit, bool empty_jwt_allowed);

}  // namespace spindrift::model
