#include <catch2/catch.hpp>

#include "tests/scenario/loading.hpp"

namespace spindrift::scenario::test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a few lines are a whole scenario") {
  const Scenario scenario = scenario_of(R"({"clusters": [{"name": "root"}]})");
  CHECK(scenario.name == "f");
  CHECK(scenario.seed == 1);
  CHECK(scenario.deployment.until == 24h);
  REQUIRE(scenario.deployment.topology.servers.size() == 1);
  CHECK(scenario.deployment.topology.servers[0].name == "root/1");
  CHECK(scenario.deployment.topology.observers.at(0).name == "agent-root");
  CHECK(scenario.deployment.clusters.at(0).version == "1.10.4");
  CHECK(scenario.deployment.clusters.at(0).ca_ttl == 24h);
}

TEST_CASE("a version brings its behaviour, and what is said of behaviour overrides it") {
  const Scenario scenario = scenario_of(R"({
    "version": "1.12.4", "behaviour": {"hold_down": "30s"},
    "clusters": [
      {"name": "a"},
      {"name": "b", "version": "1.10.4", "behaviour": {"publish_timeout": "6s"}},
      {"name": "c", "behaviour": {"always_subscribed": false, "hold_down": "1m"}}
    ]})");
  const auto& clusters = scenario.deployment.clusters;
  CHECK(clusters[0].behaviour.always_subscribed);
  CHECK(clusters[0].behaviour.hold_down == 30s);
  CHECK_FALSE(clusters[1].behaviour.always_subscribed);
  CHECK(clusters[1].behaviour.hold_down == 30s);
  CHECK(clusters[1].behaviour.publish_timeout == 6s);
  CHECK(clusters[1].behaviour.version == "1.10.4");
  CHECK_FALSE(clusters[2].behaviour.always_subscribed);
  CHECK(clusters[2].behaviour.hold_down == 1min);
}

TEST_CASE("what overrides a preset overrides that of a version that the plan brings, too") {
  const Scenario scenario = scenario_of(R"({
    "behaviour": {"hold_down": "30s"},
    "clusters": [{"name": "a"}, {"name": "b", "behaviour": {"wit_keys": true}}],
    "plan": [{"at": "1h", "do": "roll", "who": "a", "version": "1.12.4"}]})");
  const auto& clusters = scenario.deployment.clusters;
  CHECK(clusters[0].upgrades.at("1.12.4").always_subscribed);
  CHECK(clusters[0].upgrades.at("1.12.4").hold_down == 30s);
  CHECK(clusters[0].upgrades.at("1.12.4").version == "1.12.4");
  CHECK_FALSE(clusters[0].upgrades.at("1.12.4").wit_keys);
  CHECK(clusters[1].upgrades.at("1.12.4").wit_keys);
}

TEST_CASE("a group of clusters overrides single values of what stands at the top") {
  const Scenario scenario = scenario_of(R"({
    "ca_ttl": "48h", "network": {"round_trip": "7ms", "tcp_gives_up": "1m"},
    "datastore": {"lock_timeout": "3s"}, "downstream_entry_ttl": "2h",
    "clusters": [
      {"name": "a"},
      {"name": "b", "ca_ttl": "36h", "network": {"round_trip": "9ms"},
       "datastore": {"lock_timeout": null}, "downstream_entry_ttl": null}
    ]})");
  const auto& clusters = scenario.deployment.clusters;
  CHECK(clusters[0].ca_ttl == 48h);
  CHECK(clusters[0].network.round_trip == model::always(7ms));
  CHECK(clusters[0].datastore.lock_timeout == kernel::Duration{3s});
  CHECK(clusters[1].ca_ttl == 36h);
  CHECK(clusters[1].network.round_trip == model::always(9ms));
  CHECK(clusters[1].network.tcp_gives_up == 1min);
  CHECK_FALSE(clusters[1].datastore.lock_timeout);
  CHECK_FALSE(clusters[1].downstream_entry_ttl);
}

TEST_CASE("every value says where it comes from") {
  const Scenario scenario = scenario_of(R"({
  "ca_ttl": "48h",
  "clusters": [{"name": "a"},
    {"name": "b", "agent": {"sync_interval": "6s"}}]})");
  CHECK(setting_at(scenario, "/ca_ttl").value == "\"2d\"");
  CHECK(setting_at(scenario, "/ca_ttl").origin == "f.json:2:13");
  CHECK_FALSE(setting_at(scenario, "/ca_ttl").is_inherited);
  CHECK(setting_at(scenario, "/clusters/1/ca_ttl").origin == "f.json:2:13");
  CHECK(setting_at(scenario, "/clusters/1/ca_ttl").is_inherited);
  CHECK(setting_at(scenario, "/clusters/1/agent/sync_interval").origin == "f.json:4:46");
  CHECK_FALSE(setting_at(scenario, "/clusters/1/agent/sync_interval").is_inherited);
  CHECK(setting_at(scenario, "/clusters/1/agent/back_off_cap").origin == "default");
  CHECK(setting_at(scenario, "/clusters/1/behaviour/wit_keys").origin == "preset 1.10.4");
  CHECK(setting_at(scenario, "/clusters/0/servers").origin == "default");
  CHECK(setting_at(scenario, "/version").value == "\"1.10.4\"");
}

TEST_CASE("latencies are written by what people know of them") {
  using Shape = model::Latency::Shape;
  const Scenario scenario = scenario_of(R"({
    "clusters": [{"name": "a"}],
    "machine": {
      "process_start": {"shape": "lognormal", "median": "15ms", "p99": "100ms"},
      "until_listening": {"shape": "uniform", "from": "1s", "to": "3s"},
      "clean_end": {"shape": "exponential", "mean": "2s"}},
    "datastore": {"statement": {"shape": "constant", "value": "3ms"}, "commit": "4ms"},
    "key_manager": {"kms_call_by_name": {"Sign": "1ms", "CreateKey": "2ms"}}})");
  const model::ClusterOptions& options = scenario.deployment.clusters.at(0);
  CHECK(options.machine.process_start == model::Latency{Shape::lognormal, 15ms, 85ms});
  CHECK(options.machine.until_listening == model::Latency{Shape::uniform, 2s, 1s});
  CHECK(options.machine.clean_end == model::Latency{Shape::exponential, 2s, {}});
  CHECK(options.datastore.statement == model::always(3ms));
  CHECK(options.datastore.commit == model::always(4ms));
  CHECK(options.key_manager.kms_call_by_name.at("CreateKey") == model::always(2ms));
}

TEST_CASE("the seed has all 63 bits, and a seed from outside overrides it") {
  const char* const text = R"({"seed": 9223372036854775807, "clusters": [{"name": "a"}]})";
  CHECK(scenario_of(text).seed == 9223372036854775807U);
  Overrides overrides;
  overrides.seed = 7;
  const Scenario scenario = scenario_of(text, overrides);
  CHECK(scenario.seed == 7);
  CHECK(setting_at(scenario, "/seed").origin == "--seed 7");
  overrides.seed = 18446744073709551615U;
  CHECK(problems_of(text, overrides).find("--seed 18446744073709551615: /seed: expected") == 0);
}

TEST_CASE("monitors, traffic, observers and the moment of reading reach the deployment") {
  const Scenario scenario = scenario_of(R"({
    "read_at": "3h", "clusters": [{"name": "root", "servers": 2}],
    "monitors": [{"threshold": 80, "interval": "5m"}, {}],
    "traffic": {"verifications_per_second": 2.5,
      "by_hour": [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3.5]},
    "discovery_providers": [{"server": "root/2", "poll_interval": "20s"}],
    "relying_parties": [{"provider": "discovery-root/2", "key_limit": 100, "cache_lifetime": "0s",
      "refetches_on_miss": true, "refetch_cooldown": "30s"}],
    "first_starts": {"gap": "2s", "together": true, "spread": "1m"}})");
  const model::Deployment& deployment = scenario.deployment;
  CHECK(scenario.read_at == kernel::Duration{3h});
  REQUIRE(deployment.monitors.size() == 2);
  CHECK(deployment.monitors[0].threshold == 80);
  CHECK(deployment.monitors[1].interval == 1min);
  CHECK(deployment.traffic.verifications_per_second == 2.5);
  CHECK(deployment.traffic.by_hour[23] == 3.5);
  const auto& observers = deployment.topology.observers;
  REQUIRE(observers.size() == 3);
  CHECK(observers[1].name == "discovery-root/2");
  CHECK(observers[1].server == history::ServerId{1});
  CHECK(observers[2].name == "discovery-root/2-relying-party-1");
  CHECK(observers[2].source == history::ObserverId{1});
  CHECK(deployment.providers.at(0).poll_interval == 20s);
  CHECK(deployment.relying_parties.at(0).provider == history::ObserverId{1});
  CHECK(deployment.relying_parties.at(0).key_limit == 100);
  CHECK(deployment.relying_parties.at(0).refetches_on_miss);
  CHECK(deployment.first_starts.together);
  CHECK(deployment.first_starts.spread == 1min);
}

}  // namespace
}  // namespace spindrift::scenario::test
