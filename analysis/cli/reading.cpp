#include "analysis/cli/reading.hpp"

#include <algorithm>

namespace spindrift::cli {

using analysis::MissingKey;
using history::ClusterId;

void Readings::on_event(const history::Event& event) {
  if (is_read_ || !at_ || event.at <= history::Time{*at_}) return;
  observed_.advance(history::Time{*at_});
  read();
}

void Readings::read() {
  is_read_ = true;
  moment_ = observed_.now;
  for (std::size_t place = 0; place < observed_.topology.clusters.size(); ++place) {
    const ClusterId cluster{static_cast<std::uint32_t>(place)};
    clusters_.push_back({observed_.counts.in(cluster).now(),
                         observed_.counts.in(cluster, history::KeyType::x509).now(),
                         {}});
  }
  for (const MissingKey& each : observed_.divergence.present()) {
    clusters_[index(each.cluster)].missing.push_back(each);
  }
}

std::vector<ClusterReading> Readings::take() {
  if (!is_read_) read();
  for (ClusterReading& cluster : clusters_) {
    for (MissingKey& missing : cluster.missing) {
      const auto& past = observed_.divergence.past();
      const auto ended = std::ranges::find_if(past, [&](const MissingKey& each) {
        return each.cluster == missing.cluster && each.key == missing.key &&
               each.since == missing.since;
      });
      if (ended != past.end()) missing = *ended;
    }
  }
  return clusters_;
}

}  // namespace spindrift::cli
