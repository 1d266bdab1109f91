#pragma once

#include <cstdint>
#include <vector>

#include "sim/history/record.hpp"

/// Bundles: what a cluster lists.
namespace spindrift::history {

/// A version of a cluster's bundle row was written: what it adds and takes away (R15, R13, R18).
/// Added records stand at the end of the list, in this order.
struct BundleChanged {
  ClusterId cluster = ClusterId::none;
  ServerId by = ServerId::none;
  std::uint64_t sequence = 0;
  bool inserted = false;
  std::vector<BundleRecord> added;
  std::vector<BundleRecord> removed;
  SPINDRIFT_EVENT("bundle_changed") {
    visit("cluster", self.cluster);
    visit("by", self.by);
    visit("sequence", self.sequence);
    visit("inserted", self.inserted);
    visit("added", self.added);
    visit("removed", self.removed);
  }
};

/// Prune found that no key of the type would be left, and left everything (R13).
struct PruneRefused {
  ServerId server = ServerId::none;
  KeyType type = KeyType::jwt;
  SPINDRIFT_EVENT("prune_refused") {
    visit("server", self.server);
    visit("type", self.type);
  }
};

}  // namespace spindrift::history
