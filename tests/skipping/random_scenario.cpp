#include "tests/skipping/random_scenario.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/kernel/random.hpp"

namespace spindrift::test {
namespace {

using Json = nlohmann::json;

class Generator {
 public:
  explicit Generator(std::uint64_t number) : number_{number}, random_{number, "random scenario"} {}

  Json scenario() {
    Json scenario{{"name", "random-" + std::to_string(number_)},
                  {"seed", random_.below(1'000'000)},
                  {"version", version()},
                  {"supervised", chance(80)},
                  {"liveness_probe", chance(30)}};
    hours_ = static_cast<std::int64_t>(8 + random_.below(40));
    scenario["until"] = std::to_string(hours_) + "h";
    scenario["ca_ttl"] = one_of({"1h", "6h", "24h", "24h", "47h", "30d"});
    add_parts(scenario);
    add_clusters(scenario);
    add_observers(scenario);
    scenario["plan"] = plan();
    return scenario;
  }

 private:
  [[nodiscard]] bool chance(std::uint64_t percent) { return random_.below(100) < percent; }
  std::string one_of(const std::vector<std::string>& words) {
    return words[random_.below(words.size())];
  }
  std::string version() {
    return one_of({"1.9.5", "1.10.4", "1.10.4", "1.11.0", "1.11.2", "1.12.3", "1.12.4", "1.15.0",
                   "1.15.3", "1.15.3"});
  }

  Json latency(const std::string& constant, const std::string& from, const std::string& to) {
    if (chance(60)) return constant;
    if (chance(50)) return {{"shape", "uniform"}, {"from", from}, {"to", to}};
    return {{"shape", "lognormal"}, {"median", from}, {"p99", to}};
  }

  void add_parts(Json& scenario) {
    Json keys{{"kind", one_of({"disk", "disk", "memory", "aws_kms"})}};
    if (keys["kind"] == "aws_kms") {
      keys["identity"] = one_of({"value", "file"});
      keys["kms_call"] = latency("15ms", "5ms", "40ms");
      if (chance(20)) keys["quotas"] = {{{"call", "CreateKey"}, {"per_second", 2}}};
    }
    scenario["key_manager"] = keys;
    Json datastore{{"statement", latency("1ms", "1ms", "9ms")},
                   {"commit", latency("2ms", "1ms", "20ms")}};
    if (chance(20)) datastore["lock_timeout"] = "3s";
    scenario["datastore"] = datastore;
    if (chance(40)) {
      scenario["network"] = {{"round_trip", one_of({"0s", "2ms", "150ms"})},
                             {"connection_idle_close", one_of({"0s", "0s", "3m", "20m"})}};
    }
    scenario["agent"] = {{"present", chance(70)}};
    scenario["first_starts"] = {{"together", chance(40)}, {"gap", one_of({"0s", "1s", "7m"})}};
    if (chance(30)) scenario["first_starts"]["spread"] = "90s";
  }

  void add_clusters(Json& scenario) {
    const auto servers = [&] { return 1 + random_.below(3); };
    Json& clusters = scenario["clusters"];
    const auto add = [&](const std::string& name, const std::string& upstream) {
      Json cluster{{"name", name}, {"servers", servers()}};
      if (!upstream.empty()) cluster["upstream"] = upstream;
      if (chance(25)) cluster["version"] = version();
      if (chance(15)) cluster["ca_ttl"] = one_of({"2h", "24h", "72h"});
      for (std::uint64_t each = 1; each <= cluster["servers"].get<std::uint64_t>(); ++each) {
        servers_.push_back(name + '/' + std::to_string(each));
      }
      names_.push_back(name);
      clusters.push_back(std::move(cluster));
    };
    add("root", "");
    const std::uint64_t regions = random_.below(4);
    for (std::uint64_t region = 1; region <= regions; ++region) {
      const std::string name = 'r' + std::to_string(region);
      add(name, "root");
      const std::uint64_t edges = chance(40) ? random_.below(3) : 0;
      for (std::uint64_t edge = 1; edge <= edges; ++edge) {
        add('e' + std::to_string(region) + '-' + std::to_string(edge), name);
      }
    }
    if (chance(10)) add("other", "");
  }

  void add_observers(Json& scenario) {
    if (chance(30)) {
      scenario["discovery_providers"] = {{{"name", "oidc"}, {"server", one_of(servers_)}}};
      if (chance(60)) {
        scenario["relying_parties"] = {{{"name", "aws"},
                                        {"provider", "oidc"},
                                        {"refetches_on_miss", chance(50)},
                                        {"refetch_cooldown", "30s"},
                                        {"cache_lifetime", one_of({"0s", "5m", "1h"})},
                                        {"key_limit", one_of_numbers({0, 5, 100})}}};
      }
    }
    if (chance(20)) scenario["monitors"] = {{{"threshold", 6}, {"interval", "1m"}}};
  }

  std::uint64_t one_of_numbers(const std::vector<std::uint64_t>& numbers) {
    return numbers[random_.below(numbers.size())];
  }

  std::string moment() {
    // Some fall on the very ticks, some in a row, most anywhere.
    const auto seconds =
        static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(hours_ * 3600 - 600)));
    const std::int64_t when = chance(30) ? seconds / 600 * 600 : seconds;
    return std::to_string(when + 300) + "s";
  }

  Json plan() {
    Json plan = Json::array();
    for (std::uint64_t more = random_.below(9); more > 0; --more) {
      Json action{{"at", moment()}};
      if (chance(55)) {
        act_on_server(action);
      } else if (chance(60)) {
        act_on_cluster(action);
      } else {
        roll(action);
      }
      plan.push_back(std::move(action));
    }
    return plan;
  }

  void act_on_server(Json& action) {
    action["who"] = one_of(servers_);
    action["do"] = one_of({"restart", "replace", "stop", "start", "kill", "crash_restart",
                           "lose_disk", "vanish", "pause", "resume", "crash_loop", "prepare",
                           "activate", "taint", "revoke", "pause", "resume", "start"});
    if (action["do"] == "crash_loop") action["back_off"] = {"5s", "20s", "1m"};
    if (action["do"] == "restart" && chance(30)) action["version"] = version();
  }

  void act_on_cluster(Json& action) {
    action["do"] = one_of(
        {"database_lock", "database_down", "kms_fail", "agent_stop", "agent_start", "clean_up"});
    if (action["do"] != "kms_fail") action["who"] = one_of(names_);
    if (action["do"] == "database_lock") {
      action["table"] = one_of({"bundle_row", "bundles", "ca_journals"});
    }
    if (action["do"] == "database_lock" || action["do"] == "database_down" ||
        action["do"] == "kms_fail") {
      action["for"] = one_of({"2s", "7s", "3m", "40m"});
    }
    if (action["do"] == "kms_fail") {
      action["call"] = one_of({"*", "CreateKey", "Sign"});
      action["error"] = one_of({"ThrottlingException", "AccessDenied"});
    }
    if (action["do"] == "clean_up") {
      action["unsafe"] = chance(50);
      if (chance(50)) action["every"] = "2h";
    }
  }

  void roll(Json& action) {
    action["do"] = "roll";
    action["who"] = one_of(names_) + "/*";
    action["how"] = one_of({"restart", "replace", "crash_restart"});
    action["wait"] = one_of({"time", "health", "acknowledgement"});
    action["pause"] = one_of({"0s", "15s", "2m"});
    action["batch"] = 1 + random_.below(2);
    if (action["wait"] == "acknowledgement") action["cap"] = "10m";
    if (chance(25)) action["version"] = version();
  }

  std::uint64_t number_;
  kernel::RandomStream random_;
  std::int64_t hours_ = 0;
  std::vector<std::string> names_;
  std::vector<std::string> servers_;
};

}  // namespace

std::string random_scenario(std::uint64_t number) { return Generator{number}.scenario().dump(1); }

}  // namespace spindrift::test
