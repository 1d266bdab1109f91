#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "sim/scenario/deployment_builder.hpp"
#include "sim/scenario/pattern.hpp"

namespace spindrift::scenario {

using history::ClusterId;
using history::ServerId;

namespace {

constexpr std::size_t nothing = static_cast<std::size_t>(-1);

/// A cluster before it has its place.
struct Draft {
  std::string name;
  std::string upstream_name;
  std::size_t upstream = nothing;
  std::size_t group = 0;
  std::size_t depth = 0;  ///< 1: a root; 0: not known yet
};

class TopologyBuilder {
 public:
  TopologyBuilder(const ScenarioWritten& written, const Json& root, Reading& reading)
      : written_{written}, root_{root}, reading_{reading} {}

  void build(model::Deployment& deployment) {
    spell_out();
    if (reading_.has_problem_in("/clusters")) return;
    check_shared_keys();
    find_upstreams();
    find_depths();
    if (!reading_.has_problem_in("/clusters")) place_clusters(deployment);
  }

 private:
  [[nodiscard]] static std::string pointer(std::size_t group, std::string_view name) {
    return child(child("/clusters", group), name);
  }
  void fail(const std::string& pointer, std::string message) {
    reading_.fail(nearest_at(root_, pointer).position, pointer, std::move(message),
                  ProblemKind::meaning);
  }

  void spell_out() {
    std::size_t servers = 0;
    for (std::size_t group = 0; group < written_.clusters.size(); ++group) {
      const GroupWritten& own = written_.clusters[group];
      const auto names = expand(own.name, clusters_max);
      if (names.empty()) {
        fail(pointer(group, "name"),
             fmt::format("expected a name, or a pattern such as region-{{1..8}} for at most {} "
                         "clusters, found \"{}\"",
                         clusters_max, own.name));
        continue;
      }
      servers += names.size() * own.servers;
      if (drafts_.size() + names.size() > clusters_max || servers > servers_max) {
        return fail(child("/clusters", group),
                    fmt::format("with this group the scenario has {} clusters and {} servers; "
                                "allowed are {} and {}",
                                drafts_.size() + names.size(), servers, clusters_max, servers_max));
      }
      for (const Expansion& expansion : names) add(group, expansion);
    }
  }

  void add(std::size_t group, const Expansion& expansion) {
    const auto [before, is_new] = by_name_.emplace(expansion.name, drafts_.size());
    if (!is_new) {
      fail(pointer(group, "name"), fmt::format("the cluster \"{}\" is already in /clusters/{}",
                                               expansion.name, drafts_[before->second].group));
      return;
    }
    Draft& draft = drafts_.emplace_back();
    draft.name = expansion.name;
    draft.upstream_name = fill_in(written_.clusters[group].upstream, expansion.choices);
    draft.group = group;
    names_.push_back(expansion.name);
  }

  /// Keys that end with their process cannot be shared.
  void check_shared_keys() {
    for (std::size_t group = 0; group < written_.clusters.size(); ++group) {
      const model::ClusterOptions& options = written_.clusters[group].options;
      if (!options.behaviour.keys_shared_in_cluster) continue;
      if (options.key_manager.kind != model::KeyManagerKind::memory) continue;
      fail(child(pointer(group, "key_manager"), "kind"),
           fmt::format("the servers of \"{}\" share their JWT keys "
                       "(behaviour/keys_shared_in_cluster), which \"memory\" keeps in one process; "
                       "allowed: aws_kms or disk",
                       written_.clusters[group].name));
    }
  }

  void find_upstreams() {
    for (Draft& draft : drafts_) {
      if (draft.upstream_name.empty()) continue;
      const auto found = by_name_.find(draft.upstream_name);
      if (found != by_name_.end()) {
        draft.upstream = found->second;
        continue;
      }
      const std::string where = pointer(draft.group, "upstream");
      if (reading_.has_problem_in(where)) continue;
      fail(where,
           fmt::format("no cluster is named \"{}\", which would be above \"{}\"{}",
                       draft.upstream_name, draft.name, suggestion(draft.upstream_name, names_)));
    }
  }

  void find_depths() {
    for (std::size_t first = 0; first < drafts_.size(); ++first) {
      std::vector<std::size_t> way;
      std::size_t at = first;
      while (at != nothing && drafts_[at].depth == 0 && way.size() <= drafts_.size()) {
        way.push_back(at);
        at = drafts_[at].upstream;
      }
      if (way.size() > drafts_.size()) {
        return fail(pointer(drafts_[first].group, "upstream"),
                    fmt::format("the upstreams of \"{}\" lead back to a cluster on the way, and "
                                "never to a root",
                                drafts_[first].name));
      }
      std::size_t depth = at == nothing ? 0 : drafts_[at].depth;
      for (auto next = way.rbegin(); next != way.rend(); ++next) drafts_[*next].depth = ++depth;
    }
  }

  void place_clusters(model::Deployment& deployment) const {
    std::vector<std::size_t> order(drafts_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
      const Draft& one = drafts_[left];
      const Draft& other = drafts_[right];
      if (one.depth != other.depth) return one.depth < other.depth;
      return comes_before(one.name, other.name);
    });
    std::vector<ClusterId> ids(drafts_.size());
    history::Topology& topology = deployment.topology;
    for (const std::size_t place : order) {
      const Draft& draft = drafts_[place];
      const GroupWritten& group = written_.clusters[draft.group];
      const ClusterId id{static_cast<std::uint32_t>(topology.clusters.size())};
      ids[place] = id;
      history::Cluster& cluster = topology.clusters.emplace_back();
      cluster.name = draft.name;
      if (draft.upstream != nothing) cluster.upstream = ids[draft.upstream];
      for (std::uint32_t number = 1; number <= group.servers; ++number) {
        cluster.servers.push_back(ServerId{static_cast<std::uint32_t>(topology.servers.size())});
        topology.servers.push_back({fmt::format("{}/{}", cluster.name, number), id});
      }
      deployment.clusters.push_back(group.options);
    }
  }

  const ScenarioWritten& written_;
  const Json& root_;
  Reading& reading_;
  std::vector<Draft> drafts_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::vector<std::string> names_;
};

}  // namespace

void build_topology(const ScenarioWritten& written, const Json& root, Reading& reading,
                    model::Deployment& deployment) {
  TopologyBuilder{written, root, reading}.build(deployment);
  history::Topology& topology = deployment.topology;
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    if (!deployment.clusters[place].agent.present) continue;
    history::Observer& agent = topology.observers.emplace_back();
    agent.name = "agent-" + topology.clusters[place].name;
    agent.cluster = ClusterId{static_cast<std::uint32_t>(place)};
  }
}

}  // namespace spindrift::scenario
