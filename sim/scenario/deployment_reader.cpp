#include "sim/scenario/deployment_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/history/nearest_name.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/pattern.hpp"

namespace spindrift::scenario {

using history::ClusterId;
using history::ObserverId;
using history::ObserverKind;
using history::ServerId;

DeploymentReader::DeploymentReader(const Json& json, Scenario& scenario, Reading& reading)
    : json_{json},
      scenario_{scenario},
      deployment_{scenario.deployment},
      reading_{reading},
      problems_{nullptr, "", reading} {}

void DeploymentReader::read() {
  FieldReader top{&json_, "", reading_};
  top.member("$schema");
  top("name", scenario_.name, "short name");
  top("description", scenario_.description, "what it shows");
  top("seed", scenario_.seed, "of every random draw");
  top("until", deployment_.until, "when the history ends");
  top("read_at", scenario_.read_at, "the moment whose key counts are reported; none: the end");
  top("first_starts", deployment_.first_starts, "");
  top("traffic", deployment_.traffic, "");
  read_clusters(top);
  add_agents();
  read_monitors(top.member("monitors"));
  read_providers(top.member("discovery_providers"));
  read_relying_parties(top.member("relying_parties"));
  read_plan(top.member("plan"));
  read_expectations(top.member("expect"));
  top.finish();
  if (reading_.problems.empty()) check_sizes(json_);
}

bool DeploymentReader::read_version(const Json* json, const std::string& pointer,
                                    std::string& version) {
  if (json == nullptr) return true;
  if (!problems_.expect(*json, Json::Kind::string, pointer)) return false;
  if (!model::preset(json->text)) {
    std::vector<std::string> known(model::preset_versions().begin(),
                                   model::preset_versions().end());
    problems_.fail(*json, pointer,
                   fmt::format("expected a SPIRE version from 1.9.0, such as {}; found \"{}\"",
                               fmt::join(known, ", "), json->text));
    return false;
  }
  version = json->text;
  return true;
}

void DeploymentReader::read_clusters(FieldReader& top) {
  std::string version = "1.10.4";
  read_version(top.member("version"), "/version", version);
  reading_.settings.push_back({"/version", "\"" + version + "\"", "file or default"});
  const Json* const behaviour = top.member("behaviour");
  model::ClusterOptions defaults;
  describe(top, defaults);
  const Json* const groups = top.member("clusters");
  if (groups == nullptr) {
    problems_.fail(json_, "/clusters",
                   "\"clusters\" is missing: a list such as [{\"name\": "
                   "\"root\", \"servers\": 3}]");
    return;
  }
  if (!problems_.expect(*groups, Json::Kind::array, "/clusters")) return;
  if (groups->members.empty()) {
    problems_.fail(*groups, "/clusters", "expected at least one cluster, found none");
  }
  for (std::size_t place = 0; place < groups->members.size(); ++place) {
    read_group(&groups->members[place].value, "/clusters/" + std::to_string(place), behaviour,
               defaults, version);
  }
}

void DeploymentReader::read_group(const Json* group, const std::string& pointer,
                                  const Json* behaviour, const model::ClusterOptions& defaults,
                                  const std::string& default_version) {
  FieldReader fields{group, pointer, reading_};
  std::string name = "?";
  std::string upstream;
  std::uint32_t servers = 1;
  model::ClusterOptions options = defaults;
  options.version = default_version;
  if (group->find("name") == nullptr) problems_.fail(*group, pointer, "\"name\" is missing");
  fields("name", name, "a name, or a pattern such as region-{1..8}");
  fields("upstream", upstream, "name of the cluster above; {1} is the pattern's first number");
  fields("servers", servers, "how many share the datastore");
  read_version(fields.member("version"), pointer + "/version", options.version);
  options.behaviour = *model::preset(options.version);
  reading_.origin_of_defaults = "preset " + options.version;
  for (const Json* const own : {behaviour, fields.member("behaviour")}) {
    if (own == nullptr && own != behaviour) continue;
    const bool is_top = own == behaviour;
    FieldReader reader{own, is_top ? "/behaviour" : pointer + "/behaviour", reading_};
    describe(reader, options.behaviour);
    reader.finish();
  }
  reading_.origin_of_defaults = "as for all clusters";
  describe(fields, options);
  reading_.origin_of_defaults = "default";
  fields.finish();

  if (servers < 1 || servers > servers_a_cluster_max) {
    problems_.fail(
        *group, pointer + "/servers",
        fmt::format("expected 1 to {} servers, found {}", servers_a_cluster_max, servers));
    return;
  }
  const auto names = expand(name, clusters_max);
  if (names.empty() || name.find('/') != std::string::npos || name.find('*') != std::string::npos) {
    problems_.fail(*group, pointer + "/name",
                   fmt::format("expected a name without '/' and '*', or a pattern such as "
                               "region-{{1..8}} for at most {} clusters; found \"{}\"",
                               clusters_max, name));
    return;
  }
  for (const Expansion& expansion : names) {
    if (!add_cluster(*group, pointer, expansion, servers, options)) return;
  }
}

ClusterId DeploymentReader::find_upstream(const Json& upstream, const std::string& pointer,
                                          const Expansion& expansion) {
  const history::Topology& topology = deployment_.topology;
  const std::string above = fill_in(upstream.text, expansion.numbers);
  const ClusterId found = topology.find_cluster(above);
  if (found != ClusterId::none) return found;
  std::vector<std::string> known;
  for (const history::Cluster& other : topology.clusters) known.push_back(other.name);
  const std::string nearest = history::nearest_name(above, known);
  problems_.fail(upstream, pointer + "/upstream",
                 "no cluster \"" + above + "\" stands before this one" +
                     (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
  return found;
}

/// Adds one cluster of a group. False when it cannot be, which has then been said.
bool DeploymentReader::add_cluster(const Json& group, const std::string& pointer,
                                   const Expansion& expansion, std::uint32_t servers,
                                   const model::ClusterOptions& options) {
  auto& topology = deployment_.topology;
  if (topology.servers.size() + servers > servers_max) {
    problems_.fail(group, pointer, fmt::format("more than {} servers in all", servers_max));
    return false;
  }
  if (topology.find_cluster(expansion.name) != ClusterId::none) {
    problems_.fail(group, pointer + "/name", "a cluster " + expansion.name + " stands before");
    return false;
  }
  history::Cluster cluster;
  cluster.name = expansion.name;
  const Json* const upstream = group.find("upstream");
  if (upstream != nullptr && upstream->kind == Json::Kind::string) {
    cluster.upstream = find_upstream(*upstream, pointer, expansion);
    if (cluster.upstream == ClusterId::none) return false;
  }
  const ClusterId id{static_cast<std::uint32_t>(topology.clusters.size())};
  for (std::uint32_t number = 1; number <= servers; ++number) {
    cluster.servers.push_back(ServerId{static_cast<std::uint32_t>(topology.servers.size())});
    topology.servers.push_back({cluster.name + "/" + std::to_string(number), id});
  }
  topology.clusters.push_back(std::move(cluster));
  deployment_.clusters.push_back(options);
  return true;
}

void DeploymentReader::add_agents() {
  auto& topology = deployment_.topology;
  for (std::size_t place = 0; place < topology.clusters.size(); ++place) {
    if (!deployment_.clusters[place].agent.present) continue;
    history::Observer agent;
    agent.name = "agent-" + topology.clusters[place].name;
    agent.cluster = ClusterId{static_cast<std::uint32_t>(place)};
    topology.observers.push_back(std::move(agent));
  }
}

void DeploymentReader::read_monitors(const Json* json) {
  if (json == nullptr || !problems_.expect(*json, Json::Kind::array, "/monitors")) return;
  for (std::size_t place = 0; place < json->members.size(); ++place) {
    FieldReader fields{&json->members[place].value, "/monitors/" + std::to_string(place), reading_};
    describe(fields, deployment_.monitors.emplace_back());
    fields.finish();
  }
}

void DeploymentReader::read_providers(const Json* json) {
  if (json == nullptr || !problems_.expect(*json, Json::Kind::array, "/discovery_providers")) {
    return;
  }
  for (std::size_t place = 0; place < json->members.size(); ++place) {
    const std::string pointer = "/discovery_providers/" + std::to_string(place);
    const Json& own = json->members[place].value;
    FieldReader fields{&own, pointer, reading_};
    model::DiscoveryProvider provider;
    provider.name = "discovery-" + std::to_string(place + 1);
    fields("name", provider.name, "");
    fields("poll_interval", provider.poll_interval, "R20");
    const auto found = servers(fields.member("server"), pointer + "/server");
    fields.finish();
    if (found.size() != 1) {
      problems_.fail(own, pointer + "/server", "expected the name of one server, such as \"A/2\"");
      continue;
    }
    provider.server = found.front();
    history::Observer observer;
    observer.name = provider.name;
    observer.kind = ObserverKind::discovery_provider;
    observer.server = provider.server;
    observer.cluster = deployment_.topology.at(provider.server).cluster;
    deployment_.topology.observers.push_back(std::move(observer));
    deployment_.providers.push_back(std::move(provider));
  }
}

void DeploymentReader::read_relying_parties(const Json* json) {
  if (json == nullptr || !problems_.expect(*json, Json::Kind::array, "/relying_parties")) return;
  for (std::size_t place = 0; place < json->members.size(); ++place) {
    const std::string pointer = "/relying_parties/" + std::to_string(place);
    const Json& own = json->members[place].value;
    FieldReader fields{&own, pointer, reading_};
    model::RelyingParty party;
    std::string provider;
    party.name = "relying-party-" + std::to_string(place + 1);
    fields("name", party.name, "");
    fields("provider", provider, "name of a discovery provider");
    fields("refetches_on_miss", party.refetches_on_miss, "");
    fields("refetch_cooldown", party.refetch_cooldown, "");
    fields("cache_lifetime", party.cache_lifetime, "");
    fields("key_limit", party.key_limit, "AWS: 100; 0: none");
    fields.finish();
    party.provider = deployment_.topology.find_observer(provider);
    const bool is_provider =
        party.provider != ObserverId::none &&
        deployment_.topology.at(party.provider).kind == ObserverKind::discovery_provider;
    if (!is_provider) {
      problems_.fail(own, pointer + "/provider",
                     "no discovery provider \"" + provider + "\" in discovery_providers");
      continue;
    }
    history::Observer observer;
    observer.name = party.name;
    observer.kind = ObserverKind::relying_party;
    observer.cluster = deployment_.topology.at(party.provider).cluster;
    observer.source = party.provider;
    deployment_.topology.observers.push_back(std::move(observer));
    deployment_.relying_parties.push_back(std::move(party));
  }
}

}  // namespace spindrift::scenario
