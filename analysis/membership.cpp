#include "analysis/membership.hpp"

#include <algorithm>

namespace spindrift::analysis {

using history::ClusterId;
using history::Key;

void Membership::begin(const history::Topology& topology) {
  counts_.assign(topology.clusters.size(), 0);
}

void Membership::see(const history::BundleChanged& what, const history::Event& event) {
  std::size_t& count = counts_.at(index(what.cluster));
  const std::size_t before = count;
  for (const history::BundleRecord& record : what.added) {
    if (record.key.type != type_) continue;
    Held& held = held_[{what.cluster, record.key}];
    if (held.records++ == 0) {
      held.listing = listings_.size();
      listings_.push_back(
          {what.cluster, record.key, event.at, std::nullopt, event.id, history::EventId::none});
    }
    ++count;
  }
  for (const history::BundleRecord& record : what.removed) {
    if (record.key.type != type_) continue;
    Held& held = held_[{what.cluster, record.key}];
    if (held.records == 0) continue;
    if (--held.records == 0) {
      listings_[held.listing].until = event.at;
      listings_[held.listing].removed_by = event.id;
    }
    --count;
  }
  if (count != before) steps_.push_back({event.at, what.cluster, count});
}

std::vector<Key> Membership::keys(ClusterId cluster) const {
  std::vector<Key> keys;
  for (const Listing& listing : listings_) {
    if (listing.cluster == cluster && !listing.until) keys.push_back(listing.key);
  }
  return keys;
}

const Listing* Membership::find(ClusterId cluster, const Key& key) const {
  const auto found = held_.find({cluster, key});
  return found == held_.end() ? nullptr : &listings_.at(found->second.listing);
}

}  // namespace spindrift::analysis
