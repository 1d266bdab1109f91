#include "analysis/keys_made.hpp"

namespace spindrift::analysis {

void KeysMade::begin(const history::Topology& topology) {
  topology_ = topology;
  servers_.assign(topology.servers.size(), {});
}

void KeysMade::on_event(const history::Event& event) {
  if (const auto* const prepared = std::get_if<history::KeyPrepared>(&event.what)) {
    ++at(prepared->server, prepared->key.type).prepared;
  } else if (const auto* const abandoned = std::get_if<history::KeyAbandoned>(&event.what)) {
    ++at(abandoned->server, abandoned->key.type).abandoned;
  } else if (const auto* const failed = std::get_if<history::PrepareFailed>(&event.what)) {
    ++at(failed->server, failed->type).failed;
  }
}

KeysMade::Count KeysMade::in(history::ClusterId cluster, history::KeyType type) const {
  Count sum;
  for (const history::ServerId server : topology_.at(cluster).servers) {
    const Count& own = by(server, type);
    sum.prepared += own.prepared;
    sum.abandoned += own.abandoned;
    sum.failed += own.failed;
  }
  return sum;
}

}  // namespace spindrift::analysis
