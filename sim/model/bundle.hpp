#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/kernel/shared.hpp"
#include "sim/model/key_list.hpp"
#include "sim/model/shared_list.hpp"

namespace spindrift::model {

using history::BundleRecord;
using history::KeyType;
using kernel::Duration;

/// The X.509 roots of a bundle, or its WIT keys, in the order of first append (R15).
using RecordList = SharedList<BundleRecord>;

/// The trust bundle of a cluster: what its verifiers accept. One row of its datastore.
/// The order of a list is the order of first append (R15). Nothing but prune and revoke ever takes
/// a JWT key away: a list from upstream only adds (R13b).
struct Bundle {
  std::uint64_t sequence = 0;
  std::uint64_t event = 0;  ///< the event of the history that wrote this version
  RecordList roots;
  RecordList wit_keys;
  KeyList jwt_keys;

  [[nodiscard]] bool has(const Key& key) const;
};

/// A version of a bundle. Never changed once others can see it.
using BundleVersion = kernel::Shared<const Bundle>;

/// What a transaction adds to a bundle and takes away. The JWT keys stand there by number as well.
struct BundleEdit {
  std::vector<BundleRecord> added;
  std::vector<BundleRecord> removed;
  std::vector<KeyList::Number> keys_added;
  std::vector<KeyList::Number> keys_removed;

  void add(const Bundle& bundle, const BundleRecord& record);
  void add_keys(const Bundle& bundle, std::span<const KeyList::Number> numbers);
  void remove(const Bundle& bundle, const BundleRecord& record);
  void remove_keys(const Bundle& bundle, std::span<const KeyList::Number> numbers);
};

/// The second edit follows the first.
void append(BundleEdit& edit, const BundleEdit& next);

/// Those of `records` that the bundle lacks, compared as whole records (R15), in their order.
[[nodiscard]] BundleEdit what_is_missing(const Bundle& bundle,
                                         std::span<const BundleRecord> records);

/// What a prune would do (R13).
struct PruneOutcome {
  BundleEdit edit;
  bool jwt_refused = false;   ///< no JWT key would be left
  bool x509_refused = false;  ///< no root would be left
};

/// Every record with notAfter ≤ `limit`, or none when a list would become empty (R13).
/// `empty_jwt_allowed`: from 1.14.0 a JWT list that was empty before blocks nothing.
[[nodiscard]] PruneOutcome what_expired(const Bundle& bundle, Time limit, bool empty_jwt_allowed);

/// Takes away first, then adds at the end.
void apply(Bundle& bundle, const BundleEdit& edit);

/// The version after `bundle`, to be written.
[[nodiscard]] kernel::Shared<Bundle> next_version(const Bundle& bundle, const BundleEdit& edit);

}  // namespace spindrift::model
