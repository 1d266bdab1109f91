#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/field_reader.hpp"
#include "sim/scenario/pattern.hpp"
#include "sim/scenario/scenario.hpp"

namespace spindrift::scenario {

/// Turns a scenario's JSON into a deployment and its expectations, collecting every problem.
class DeploymentReader {
 public:
  DeploymentReader(const Json& json, Scenario& scenario, Reading& reading);

  void read();

 private:
  void read_clusters(FieldReader& top);
  void read_group(const Json* group, const std::string& pointer, const Json* behaviour,
                  const model::ClusterOptions& defaults, const std::string& version);
  model::ClusterId find_upstream(const Json& upstream, const std::string& pointer,
                                 const Expansion& expansion);
  bool add_cluster(const Json& group, const std::string& pointer, const Expansion& expansion,
                   std::uint32_t servers, const model::ClusterOptions& options);
  bool read_version(const Json* json, const std::string& pointer, std::string& version);
  void add_agents();
  void read_providers(const Json* json);
  void read_relying_parties(const Json* json);
  void read_monitors(const Json* json);
  void read_plan(const Json* json);
  void read_action(const Json& json, const std::string& pointer);
  void read_roll(FieldReader& fields, const std::string& pointer, model::Action& action);
  void read_expectations(const Json* json);
  void read_expectation(const Json& json, const std::string& pointer);
  void read_bound(FieldReader& fields, const std::string& name, const std::string& pointer,
                  std::optional<double>& bound);
  void check_sizes(const Json& json);

  /// The servers or clusters that a text or a list of texts with patterns names.
  std::vector<model::ServerId> servers(const Json* json, const std::string& pointer);
  std::vector<model::ClusterId> clusters(const Json* json, const std::string& pointer);
  std::vector<const Json*> texts(const Json* json, const std::string& pointer);
  void nobody(const Json& json, const std::string& pointer, bool among_servers);

  const Json& json_;
  Scenario& scenario_;
  model::Deployment& deployment_;
  Reading& reading_;
  FieldReader problems_;  ///< for its messages
};

}  // namespace spindrift::scenario
