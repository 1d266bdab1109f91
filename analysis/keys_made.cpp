#include "analysis/keys_made.hpp"

namespace spindrift::analysis {

void KeysMade::begin(const history::Topology& topology) {
  topology_ = topology;
  servers_.assign(topology.servers.size(), {});
}

void KeysMade::see(const history::KeyPrepared& what, const history::Event&) {
  ++at(what.server, what.key.type).prepared;
}

void KeysMade::see(const history::KeyAbandoned& what, const history::Event&) {
  ++at(what.server, what.key.type).abandoned;
}

void KeysMade::see(const history::PrepareFailed& what, const history::Event&) {
  ++at(what.server, what.type).failed;
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
