#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/bundle.hpp"
#include "sim/model/journal.hpp"
#include "sim/model/simulation.hpp"
#include "tests/model/recorder.hpp"

namespace spindrift::model {

/// Puts a deployment together, a line for each cluster and action. Servers are "A/1", "A/2" …,
/// with disk key managers, no agents, and constant latencies, unless told otherwise.
class DeploymentBuilder {
 public:
  explicit DeploymentBuilder(std::string version = "1.10.4") : version_{std::move(version)} {}

  DeploymentBuilder& cluster(std::string name, int servers, std::string_view upstream = {}) {
    auto& topology = deployment_.topology;
    const auto id = static_cast<ClusterId>(topology.clusters.size());
    history::Cluster added{name, topology.find_cluster(upstream), {}};
    for (int place = 1; place <= servers; ++place) {
      added.servers.push_back(static_cast<ServerId>(topology.servers.size()));
      topology.servers.push_back({name + "/" + std::to_string(place), id});
    }
    topology.clusters.push_back(std::move(added));
    deployment_.clusters.emplace_back();
    return version(name, version_);
  }
  DeploymentBuilder& agent(std::string_view cluster_name) {
    history::Observer added;
    added.name = "agent-" + std::string{cluster_name};
    added.cluster = find_cluster(cluster_name);
    deployment_.topology.observers.push_back(std::move(added));
    return *this;
  }
  DeploymentBuilder& version(std::string_view cluster_name, std::string_view text) {
    options(cluster_name).version = text;
    options(cluster_name).behaviour = preset(text).value();
    return *this;
  }
  DeploymentBuilder& ca_ttl(Duration ttl) {
    for (ClusterOptions& each : deployment_.clusters) each.ca_ttl = ttl;
    return *this;
  }
  DeploymentBuilder& key_manager(KeyManagerKind kind) {
    for (ClusterOptions& each : deployment_.clusters) each.key_manager.kind = kind;
    return *this;
  }
  DeploymentBuilder& until(Duration end) {
    deployment_.until = end;
    return *this;
  }

  /// Something done to servers. All of them at the same moment.
  DeploymentBuilder& at(Duration when, ActionKind kind,
                        const std::vector<std::string_view>& servers) {
    Action& action = deployment_.plan.emplace_back();
    action.at = when;
    action.kind = kind;
    for (const std::string_view name : servers) action.servers.push_back(server(name));
    return *this;
  }
  /// Something done to a cluster, for a while where it lasts.
  DeploymentBuilder& on_cluster(Duration when, ActionKind kind, std::string_view cluster_name,
                                Duration lasts = {}, Table table = Table::bundle_row) {
    Action& action = deployment_.plan.emplace_back();
    action.at = when;
    action.kind = kind;
    action.cluster = find_cluster(cluster_name);
    action.lasts = lasts;
    action.table = table;
    return *this;
  }
  /// KMS calls of that name fail with that error for a while.
  DeploymentBuilder& kms_fails(Duration when, std::string call, std::string error, Duration lasts) {
    Action& action = deployment_.plan.emplace_back();
    action.at = when;
    action.kind = ActionKind::kms_fail;
    action.kms_call = std::move(call);
    action.kms_error = std::move(error);
    action.lasts = lasts;
    return *this;
  }

  [[nodiscard]] ClusterOptions& options(std::string_view cluster_name) {
    return deployment_.clusters.at(history::index(find_cluster(cluster_name)));
  }
  [[nodiscard]] ClusterId find_cluster(std::string_view name) const {
    const ClusterId id = deployment_.topology.find_cluster(name);
    if (id == ClusterId::none) throw std::invalid_argument{"no cluster " + std::string{name}};
    return id;
  }
  [[nodiscard]] ServerId server(std::string_view name) const {
    const ServerId id = deployment_.topology.find_server(name);
    if (id == ServerId::none) throw std::invalid_argument{"no server " + std::string{name}};
    return id;
  }
  [[nodiscard]] Deployment& deployment() { return deployment_; }

  [[nodiscard]] Recorder run(std::uint64_t seed = 1, bool oracle = false) const {
    Recorder recorder;
    model::run(deployment_, seed, RunOptions{oracle}, recorder);
    return recorder;
  }

 private:
  std::string version_;
  Deployment deployment_;
};

}  // namespace spindrift::model
