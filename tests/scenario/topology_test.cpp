#include <catch2/catch.hpp>

#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

std::vector<std::string> cluster_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const auto& cluster : scenario.deployment.topology.clusters) names.push_back(cluster.name);
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("three levels of clusters are three lines") {
  const Scenario scenario = scenario_of(R"({"clusters": [
    {"name": "root", "servers": 3},
    {"name": "region-{1..2}", "upstream": "root", "servers": 2},
    {"name": "edge-{1..2}-{1..2}", "upstream": "region-{1}"}]})");
  const history::Topology& topology = scenario.deployment.topology;
  CHECK(cluster_names(scenario) ==
        Names{"root", "region-1", "region-2", "edge-1-1", "edge-1-2", "edge-2-1", "edge-2-2"});
  CHECK(topology.servers.size() == 3 + 2 * 2 + 4);
  CHECK(topology.at(topology.clusters[5].upstream).name == "region-2");
  CHECK(topology.servers[4].name == "region-1/2");
  CHECK(scenario.deployment.clusters.size() == topology.clusters.size());
}

TEST_CASE("a thousand regions of three servers are one line") {
  const Scenario scenario = scenario_of(R"({"clusters": [
    {"name": "root", "servers": 5}, {"name": "r{1..1000}", "upstream": "root", "servers": 3}]})");
  CHECK(scenario.deployment.topology.servers.size() == 3'005);
  CHECK(cluster_names(scenario)[1000] == "r1000");
}

TEST_CASE("the order in which clusters are listed changes nothing") {
  const Scenario one = scenario_of(R"({"clusters": [
    {"name": "root"}, {"name": "r{1..12}", "upstream": "root", "servers": 2},
    {"name": "edge", "upstream": "r7", "ca_ttl": "30h"}]})");
  const Scenario other = scenario_of(R"({"clusters": [
    {"name": "edge", "upstream": "r7", "ca_ttl": "30h"},
    {"name": "r{12..8}", "upstream": "root", "servers": 2},
    {"name": "r{1..7}", "upstream": "root", "servers": 2}, {"name": "root"}]})");
  CHECK(cluster_names(one) == cluster_names(other));
  for (std::size_t place = 0; place < one.deployment.topology.servers.size(); ++place) {
    CHECK(one.deployment.topology.servers[place].name ==
          other.deployment.topology.servers[place].name);
  }
  CHECK(one.deployment.clusters.back().ca_ttl == other.deployment.clusters.back().ca_ttl);
}

TEST_CASE("an upstream stands before its downstreams, however deep") {
  const Scenario scenario = scenario_of(R"({"clusters": [
    {"name": "d", "upstream": "c"}, {"name": "c", "upstream": "b"},
    {"name": "b", "upstream": "a"}, {"name": "a"}, {"name": "z"}]})");
  CHECK(cluster_names(scenario) == Names{"a", "z", "b", "c", "d"});
}

TEST_CASE("a cluster without an agent has no observer") {
  const Scenario scenario = scenario_of(R"({"clusters": [
    {"name": "a", "agent": {"present": false}}, {"name": "b"}]})");
  REQUIRE(scenario.deployment.topology.observers.size() == 1);
  CHECK(scenario.deployment.topology.observers[0].name == "agent-b");
}

TEST_CASE("more servers or clusters than a machine can hold are refused") {
  CHECK(problems_of(R"({"clusters": [{"name": "r{1..50000}", "servers": 3}]})")
            .find("150000 servers; allowed are 50000 and 100000") != std::string::npos);
  CHECK(problems_of(R"({"clusters": [{"name": "a{1..30000}"}, {"name": "b{1..30000}"}]})")
            .find("60000 clusters") != std::string::npos);
  CHECK(problems_of(R"({"clusters": [{"name": "a", "servers": 10001}]})") != "");
}

}  // namespace
}  // namespace spindrift::scenario::test
