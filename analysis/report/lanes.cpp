#include "analysis/report/lanes.hpp"

#include <algorithm>

namespace spindrift::report {
namespace {

constexpr std::size_t servers_max = 40;
constexpr std::size_t clusters_max = 24;
constexpr double bundle_height = 12;
constexpr double server_height = 16;
constexpr double gap = 3;
constexpr double cluster_gap = 9;

/// Whether it came or went, or made a key that somebody missed.
bool has_change(const Material& material, history::ServerId server, const ActivityWindow& window,
                const std::vector<analysis::MissingKey>& absences) {
  const auto inside = [&](history::Time at) { return at >= window.from && at <= window.until; };
  return std::ranges::any_of(material.lives.of(server),
                             [&](const Life& life) {
                               return inside(life.spawned) || (life.ended && inside(*life.ended));
                             }) ||
         std::ranges::any_of(absences, [&](const analysis::MissingKey& each) {
           return each.key.maker == server && inside(each.published_at);
         });
}

/// Whether the event stands for the making of a key, or for another bundle that got it.
bool is_origin(const history::Event& event, history::ClusterId target) {
  if (const auto* const changed = std::get_if<history::BundleChanged>(&event.what)) {
    return changed->cluster != target;
  }
  const auto* const made = std::get_if<history::KeyGenerated>(&event.what);
  return made != nullptr && made->key.type == history::KeyType::jwt;
}

}  // namespace

Lanes::Lanes(const Material& material, const ActivityWindow& window) {
  const history::Topology& topology = material.topology();
  const std::vector<analysis::MissingKey> absences = material.absences();
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    const history::ClusterId id{static_cast<std::uint32_t>(place)};
    std::vector<history::ServerId> servers;
    for (const history::ServerId server : topology.at(id).servers) {
      if (has_change(material, server, window, absences)) servers.push_back(server);
    }
    if (servers.empty() && topology.clusters.size() > clusters_max) continue;
    if (height_ > 0) height_ += cluster_gap;
    by_cluster_.emplace(id, lanes_.size());
    lanes_.push_back({id, history::ServerId::none, height_, bundle_height});
    height_ += bundle_height + gap;
    for (const history::ServerId server : servers) {
      if (by_server_.size() == servers_max) {
        ++left_out_;
        continue;
      }
      by_server_.emplace(server, lanes_.size());
      lanes_.push_back({id, server, height_, server_height});
      height_ += server_height + gap;
    }
  }
}

const Lanes::Lane* Lanes::of(history::ServerId server) const {
  const auto found = by_server_.find(server);
  return found == by_server_.end() ? nullptr : &lanes_[found->second];
}

const Lanes::Lane* Lanes::of(history::ClusterId cluster) const {
  const auto found = by_cluster_.find(cluster);
  return found == by_cluster_.end() ? nullptr : &lanes_[found->second];
}

std::vector<CauseArrow> arrows_of(const Material& material, const analysis::CauseGraph& causes,
                                  const Lanes& lanes, history::Time from, history::Time until,
                                  std::size_t most) {
  std::vector<CauseArrow> arrows;
  for (const history::Event& event : material.history.events) {
    if (event.at > until || arrows.size() == most) break;
    const auto* const changed = std::get_if<history::BundleChanged>(&event.what);
    if (changed == nullptr || event.at < from || event.cause == history::EventId::none) continue;
    CauseArrow arrow;
    for (const history::BundleRecord& record : changed->added) {
      if (record.key.type == history::KeyType::jwt) arrow.keys.push_back(record.key);
    }
    arrow.target = lanes.of(changed->cluster);
    if (arrow.keys.empty() || arrow.target == nullptr) continue;
    const auto origin = causes.nearest_cause(event.cause, [&](const history::Event& cause) {
      return is_origin(cause, changed->cluster);
    });
    if (!origin || causes.event(*origin).at < from) continue;
    const history::Event& cause = causes.event(*origin);
    if (const auto* const bundle = std::get_if<history::BundleChanged>(&cause.what)) {
      arrow.source = lanes.of(bundle->cluster);
    } else {
      const history::ServerId server = std::get<history::KeyGenerated>(cause.what).server;
      arrow.source = lanes.of(server);
      arrow.is_own = material.topology().at(server).cluster == changed->cluster;
    }
    if (arrow.source == nullptr) continue;
    arrow.from = cause.at;
    arrow.to = event.at;
    arrows.push_back(std::move(arrow));
  }
  return arrows;
}

}  // namespace spindrift::report
